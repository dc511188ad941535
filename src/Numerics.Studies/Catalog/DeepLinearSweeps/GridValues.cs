using System.Text.Json.Serialization;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>Positive coordinates of a sweep, increasing: a list, or a geometric range.</summary>
/// <param name="Values">The coordinates.</param>
[JsonConverter(typeof(GridValuesConverter))]
public sealed record GridValues(IReadOnlyList<double> Values)
{
    /// <summary>Points in constant ratio, both ends included.</summary>
    public static GridValues Geometric(double from, double to, int points) =>
        new([.. Enumerable.Range(0, points).Select(i => i == points - 1 ? to : from * Math.Pow(to / from, i / (points - 1.0)))]);
}
