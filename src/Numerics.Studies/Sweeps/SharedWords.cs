using Numerics.Studies.Contract;

namespace Numerics.Studies.Sweeps;

/// <summary>What the texts of several points say together: a swept run says nothing that holds at one of its points only.</summary>
internal static class SharedWords
{
    private const int MostAlternatives = 3;

    /// <summary>The statements that hold at all points.</summary>
    /// <param name="captions">Of all points, at least one.</param>
    /// <param name="subject">What takes the place of the first statement where that one differs; empty for nothing.</param>
    public static Caption Caption(IReadOnlyList<Caption> captions, string subject = "")
    {
        IReadOnlyList<string> statements = captions[0].Statements;
        string[] shared = [.. statements.Where(statement => captions.All(other => other.Statements.Contains(statement, StringComparer.Ordinal)))];
        bool lost = subject.Length > 0 && (shared.Length == 0 || shared[0] != statements[0]);
        return new Caption(lost ? [char.ToUpperInvariant(subject[0]) + subject[1..], .. shared] : shared);
    }

    /// <summary>A label or a definition that differs is all of what it is: "eigenvalue or singular value".</summary>
    public static string Alternatives(IEnumerable<string> texts)
    {
        string[] different = [.. texts.Distinct(StringComparer.Ordinal)];
        return different.Length <= MostAlternatives ? string.Join(" or ", different) : $"{different[0]} (at other points accordingly)";
    }
}
