namespace Numerics.Studies.Records;

/// <summary>
/// A named axis of an observable: a singular term (<c>step</c>, <c>layer</c>, <c>rank</c>, <c>width</c>) with the values a user would write
/// (steps from 0, layers as numbered in the study's notation, ranks from 1 = largest).
/// </summary>
/// <param name="Name">Name of the axis; axes of equal name in one study have equal values unless the observable says otherwise.</param>
/// <param name="Values">Coordinates, strictly increasing.</param>
public sealed record Axis(string Name, IReadOnlyList<double> Values)
{
    /// <summary>An axis over integers.</summary>
    public static Axis Of(string name, IEnumerable<int> values) => new(name, values.Select(v => (double)v).ToArray());
}
