using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>The coordinates that an axis has at any point of a sweep. Points without a coordinate have missing values there.</summary>
internal static class AxisUnion
{
    /// <summary>The union of axes of one name.</summary>
    /// <param name="observable">Observable, for the message.</param>
    /// <param name="axes">The axis at every point that has the observable.</param>
    /// <exception cref="ConfigurationException">The axis has another name, or words instead of numbers, or another number of coordinates that are still to be found, at some point.</exception>
    public static Axis Of(string observable, IReadOnlyList<Axis> axes)
    {
        Axis first = axes[0];
        if (axes.FirstOrDefault(axis => axis.Name != first.Name || (axis.Labels is null) != (first.Labels is null)) is { } other)
        {
            throw new ConfigurationException(
                "configuration", "sweep", $"Observable '{observable}' runs along '{first.Name}' at one point and along '{other.Name}' at another; sweep them in runs of their own.");
        }

        // Coordinates that are still to be found are shared by all points (DeferredInterval) and must not be found here.
        if (axes.All(axis => ReferenceEquals(axis, first) || (axis.IsDeferred && axis.Count == first.Count) || Equal(axis, first)))
        {
            return first;
        }

        if (axes.Any(axis => axis.IsDeferred))
        {
            throw new ConfigurationException(
                "configuration", "sweep", $"Observable '{observable}' has {string.Join(" and ", axes.Select(axis => axis.Count).Distinct())} coordinates along '{first.Name}' at different points, which are found in the run only; sweep them in runs of their own.");
        }

        return first.Labels is not null
            ? Axis.OfLabels(first.Name, [.. axes.SelectMany(axis => axis.Labels!).Distinct(StringComparer.Ordinal)])
            : new Axis(first.Name, [.. axes.SelectMany(axis => axis.Values).Distinct().Order()]);
    }

    /// <summary>Whether a point's axis is the union, coordinate by coordinate.</summary>
    public static bool IsWhole(Axis own, Axis union) => ReferenceEquals(own, union) || own.IsDeferred || union.IsDeferred || Equal(own, union);

    /// <summary>Where each coordinate of a point's axis lies on the union.</summary>
    public static int[] Positions(Axis own, Axis union) =>
        IsWhole(own, union) ? [.. Enumerable.Range(0, own.Count)]
        : own.Labels is { } labels ? Positions(labels, union.Labels!)
        : Positions(own.Values, union.Values);

    private static int[] Positions<T>(IReadOnlyList<T> own, IReadOnlyList<T> union)
        where T : notnull
    {
        Dictionary<T, int> places = [];
        for (int i = 0; i < union.Count; i++)
        {
            places[union[i]] = i;
        }

        return [.. own.Select(coordinate => places[coordinate])];
    }

    private static bool Equal(Axis a, Axis b) => !a.IsDeferred && !b.IsDeferred && a.Count == b.Count
        && (a.Labels is null ? a.Values.SequenceEqual(b.Values) : a.Labels.SequenceEqual(b.Labels!));
}
