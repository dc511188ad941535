using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>A <see cref="Reduction"/> in a sweep: its curves, one for every combination of the other swept axes.</summary>
/// <param name="reduction">What is read.</param>
/// <param name="swept">Swept axes.</param>
/// <param name="along">Index of the one it runs along.</param>
/// <param name="source">What it is read from.</param>
internal sealed class SweptReduction(Reduction reduction, IReadOnlyList<Axis> swept, int along, SweptObservable source)
{
    /// <summary>The reduction.</summary>
    public Reduction Reduction => reduction;

    /// <summary>Axes of its result.</summary>
    public IReadOnlyList<Axis> Axes => [.. swept.Where((_, axis) => axis != along)];

    /// <summary>Coordinate number <paramref name="k"/> along a curve.</summary>
    public double Along(int k) => swept[along].Values[k];

    /// <summary>Points between neighbours along a curve.</summary>
    private int Inner => swept.Skip(along + 1).Aggregate(1, (product, axis) => product * axis.Count);

    /// <summary>The points of each curve, by the flattened index of the result.</summary>
    public int[][] Curves()
    {
        int inner = Inner;
        int count = swept[along].Count;
        int outer = swept.Take(along).Aggregate(1, (product, axis) => product * axis.Count);
        return [.. from o in Enumerable.Range(0, outer)
                   from i in Enumerable.Range(0, inner)
                   select Enumerable.Range(0, count).Select(k => (((o * count) + k) * inner) + i).ToArray()];
    }

    /// <summary>Reads one curve.</summary>
    /// <param name="curve">Its points, those that failed left out.</param>
    /// <param name="values">Flattened values of the source.</param>
    public Estimate Read(int[] curve, IReadOnlyList<double?> values)
    {
        double?[] read = [.. curve.Select(point => values[(point * source.Length) + Entry(point)])];
        return reduction.Read([.. curve.Select(Coordinate)], read);
    }

    private double Coordinate(int point) => Along(point / Inner % swept[along].Count);

    /// <summary>The entry at which a point is read: the one asked, or the point's own last one.</summary>
    private int Entry(int point)
    {
        if (source.At(point) is not { } observable)
        {
            return 0;
        }

        int own = reduction.At is { } at ? observable.Shape.Offset([.. at]) : observable.Shape.Length - 1;
        return source.Place(point, own);
    }
}
