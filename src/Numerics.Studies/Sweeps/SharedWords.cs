namespace Numerics.Studies.Sweeps;

/// <summary>What the texts of several points say together: a swept run says nothing that holds at one of its points only.</summary>
internal static class SharedWords
{
    private const string Between = ", ";

    private const int MostAlternatives = 3;

    /// <summary>A caption is statements with commas between them; those that hold at all points remain.</summary>
    /// <param name="captions">Of all points, at least one.</param>
    /// <param name="subject">What takes the place of the first statement where that one differs; empty for nothing.</param>
    public static string Caption(IReadOnlyList<string> captions, string subject = "")
    {
        string[] statements = captions[0].Split(Between);
        HashSet<string>[] others = [.. captions.Distinct(StringComparer.Ordinal).Skip(1).Select(caption => caption.Split(Between).ToHashSet(StringComparer.Ordinal))];
        string[] shared = [.. statements.Where(statement => others.All(other => other.Contains(statement)))];
        bool lost = subject.Length > 0 && (shared.Length == 0 || shared[0] != statements[0]);
        return string.Join(Between, lost ? [char.ToUpperInvariant(subject[0]) + subject[1..], .. shared] : shared);
    }

    /// <summary>A label or a definition that differs is all of what it is: "eigenvalue or singular value".</summary>
    public static string Alternatives(IEnumerable<string> texts)
    {
        string[] different = [.. texts.Distinct(StringComparer.Ordinal)];
        return different.Length <= MostAlternatives ? string.Join(" or ", different) : $"{different[0]} (at other points accordingly)";
    }
}
