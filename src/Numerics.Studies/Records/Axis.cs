using System.Collections;

namespace Numerics.Studies.Records;

/// <summary>
/// A named axis of an observable: a singular term (<c>step</c>, <c>layer</c>, <c>rank</c>, <c>width</c>) with the values a user would write
/// (steps from 0, layers as numbered in the study's notation, ranks from 1 = largest).
/// </summary>
/// <param name="Name">Name of the axis; axes of equal name in one study have equal values unless the observable says otherwise.</param>
/// <param name="Values">Coordinates, strictly increasing.</param>
public sealed record Axis(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Names of the coordinates where they are words rather than numbers; the values then count from 0. Null for numbers.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Number of coordinates.</summary>
    public int Count => Values.Count;

    /// <summary>Whether the coordinates are still to be found; their number is known.</summary>
    public bool IsDeferred => Values is DeferredCoordinates { IsFound: false };

    /// <summary>Whether the coordinates are found in the run, be it that they have been found by now.</summary>
    internal bool IsFoundInRun => Values is DeferredCoordinates;

    /// <summary>Index on this axis of a coordinate of another one; -1 if it has none there.</summary>
    internal int IndexOf(Axis other, int index) => Labels is null || other.Labels is null
        ? Values.ToList().IndexOf(other.Values[index])
        : Labels.ToList().IndexOf(other.Labels[index]);

    /// <summary>An axis over words, each without blanks.</summary>
    public static Axis OfLabels(string name, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new(name, Enumerable.Range(0, labels.Count).Select(i => (double)i).ToArray()) { Labels = labels };
    }

    /// <summary>An axis over integers.</summary>
    public static Axis Of(string name, IEnumerable<int> values) => new(name, values.Select(v => (double)v).ToArray());

    /// <summary>An axis whose coordinates are found when they are first read (bins of a density whose range takes a solution or a sample).</summary>
    /// <param name="name">Name.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="find">Finds them.</param>
    public static Axis Deferred(string name, int count, Func<IReadOnlyList<double>> find) => new(name, new DeferredCoordinates(count, find));

    private sealed class DeferredCoordinates(int count, Func<IReadOnlyList<double>> find) : IReadOnlyList<double>
    {
        private readonly Lazy<IReadOnlyList<double>> values = new(find);

        public bool IsFound => values.IsValueCreated;

        public int Count => count;

        public double this[int index] => values.Value[index];

        public IEnumerator<double> GetEnumerator() => values.Value.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
