namespace Numerics.Studies.Records;

/// <summary>What a comparison of theory and simulation may say; the larger value counts where several are joined.</summary>
public enum Judgement
{
    /// <summary>No deviation beyond the limit, and one of the size of the resolution would have been seen.</summary>
    Agrees,

    /// <summary>No deviation beyond the limit, but one larger than the resolution could have hidden.</summary>
    Inconclusive,

    /// <summary>A deviation beyond the limit, or no approach to the limit with the declared power of the size.</summary>
    Disagrees,
}

/// <summary>Words for judgements, and how several are joined.</summary>
public static class Judgements
{
    /// <summary>The word in files: "agrees", "inconclusive", "disagrees".</summary>
    public static string Word(Judgement judgement) => judgement switch
    {
        Judgement.Agrees => "agrees",
        Judgement.Inconclusive => "inconclusive",
        _ => "disagrees",
    };

    /// <summary>The worst of several; null if there are none.</summary>
    public static Judgement? Combine(IEnumerable<Judgement?> judgements) => judgements.Max();
}
