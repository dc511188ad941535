namespace Numerics.Studies.Records;

/// <summary>One thing a run says about itself beyond its numbers.</summary>
/// <param name="Kind">What it is; decides where it is shown.</param>
/// <param name="Name">Short name, unique in a run.</param>
/// <param name="Text">A sentence, or a value as text.</param>
public sealed record Fact(FactKind Kind, string Name, string Text)
{
    /// <summary>How a number was found.</summary>
    public static Fact Evidence(string name, string text) => new(FactKind.Evidence, name, text);

    /// <summary>Something the reader must know before believing the numbers; one sentence.</summary>
    public static Fact Warning(string name, string text) => new(FactKind.Warning, name, text);

    /// <summary>What theory and replicas say together beyond scores; one sentence.</summary>
    public static Fact Statistic(string name, string text) => new(FactKind.Statistic, name, text);

    /// <summary>What a study decides that holds nothing against a theory; one sentence.</summary>
    public static Fact Answer(string name, string text) => new(FactKind.Answer, name, text);
}
