using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>What the points of a sweep say, as facts of the whole: with the point where they differ, and no more than a dozen of one name.</summary>
/// <param name="name">Name of a point.</param>
/// <param name="said">What each point said.</param>
internal sealed class PointFacts(Func<int, string> name, IReadOnlyList<IReadOnlyList<Fact>> said)
{
    /// <summary>Most facts of one name; a sweep may have thousands of points.</summary>
    public const int Most = 12;

    /// <summary>How the theory was found: once where all points say the same.</summary>
    public IEnumerable<Fact> Evidence() => Groups(fact => fact.Kind == FactKind.Evidence).SelectMany(group => group.Length == 1
        ? [group[0].Fact]
        : group.Take(Most).Select(same => same.Fact with { Name = $"{same.Fact.Name} at {name(same.Points[0])}" })
            .Concat(group.Length <= Most ? [] : [Fact.Evidence($"{group[0].Fact.Name} at further points", $"{group.Length - Most} more")]));

    /// <summary>Warnings and statistics, each with the points that say it.</summary>
    public IEnumerable<Fact> Others() => Groups(fact => fact.Kind != FactKind.Evidence).SelectMany(group => group.Take(Most).Select(InWords)
        .Concat(group.Length <= Most ? [] : [Further([.. group.Skip(Most)])]));

    /// <summary>Equal facts with their points, those of one kind and name together, all in the order in which points say them.</summary>
    private IEnumerable<Same[]> Groups(Func<Fact, bool> wanted) => said.SelectMany((facts, point) => facts.Where(wanted).Select(fact => (Fact: fact, Point: point)))
        .GroupBy(pair => pair.Fact)
        .Select(group => new Same(group.Key, [.. group.Select(pair => pair.Point)]))
        .GroupBy(same => (same.Fact.Kind, same.Fact.Name))
        .Select(group => group.ToArray());

    private Fact InWords(Same same)
    {
        string first = name(same.Points[0]);
        string where = same.Points.Length == 1 ? $"At {first}" : $"At {same.Points.Length} of {said.Count} points, the first {first}";
        return same.Fact with { Name = $"{same.Fact.Name} at {first}", Text = $"{where}: {same.Fact.Text}" };
    }

    private static Fact Further(Same[] rest) => rest[0].Fact with
    {
        Name = $"{rest[0].Fact.Name} at further points",
        Text = $"At {rest.Sum(same => same.Points.Length)} further points something alike holds.",
    };

    private sealed record Same(Fact Fact, int[] Points);
}
