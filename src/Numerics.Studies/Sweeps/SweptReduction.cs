using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>A <see cref="Reduction"/> in a sweep: its curves, one for every combination of the other axes of what it is read from.</summary>
internal sealed class SweptReduction
{
    private readonly IReadOnlyList<Axis> swept;
    private readonly IReadOnlyList<string> paths;
    private readonly int along;
    private readonly SweptObservable? points;

    /// <param name="reduction">What is read.</param>
    /// <param name="swept">Swept axes of its source.</param>
    /// <param name="paths">Parameters of these axes.</param>
    /// <param name="along">Index of the axis it runs along.</param>
    /// <param name="points">What it is read from at the points of the sweep; null if it is read from another reduction.</param>
    private SweptReduction(Reduction reduction, IReadOnlyList<Axis> swept, IReadOnlyList<string> paths, int along, SweptObservable? points)
    {
        Reduction = reduction;
        this.swept = swept;
        this.paths = paths;
        this.along = along;
        this.points = points;
    }

    /// <summary>The reduction.</summary>
    public Reduction Reduction { get; }

    /// <summary>Whether it is read at the points of the sweep, and not from another reduction.</summary>
    public bool IsOfPoints => points is not null;

    /// <summary>Axes of its result.</summary>
    public IReadOnlyList<Axis> Axes => [.. swept.Where((_, axis) => axis != along)];

    /// <summary>Coordinate number <paramref name="k"/> along a curve.</summary>
    public double Along(int k) => swept[along].Values[k];

    /// <summary>The reductions that this sweep makes possible, each after the one it is read from.</summary>
    /// <param name="reductions">In the order of their declaration: a source first.</param>
    /// <param name="sweep">What is swept.</param>
    /// <param name="parts">The observables of the points.</param>
    public static IEnumerable<SweptReduction> Chain(IEnumerable<Reduction> reductions, Sweep sweep, IReadOnlyList<SweptObservable> parts)
    {
        List<SweptReduction> chain = [];
        IReadOnlyList<Axis> axes = sweep.Coordinates();
        string[] all = [.. sweep.Axes.Select(axis => axis.IsNumeric ? axis.Path : "")];
        foreach (Reduction reduction in reductions)
        {
            SweptObservable? part = parts.FirstOrDefault(candidate => candidate.Shape.Name == reduction.Of.Name);
            SweptReduction? source = chain.Find(candidate => candidate.Reduction.Name == reduction.Of.Name);
            if (part is null && source is null)
            {
                continue;
            }

            IReadOnlyList<string> own = source is null ? all : [.. source.paths.Where((_, axis) => axis != source.along)];
            int place = own.ToList().IndexOf(reduction.Over);
            if (place >= 0)
            {
                chain.Add(new SweptReduction(reduction, source?.Axes ?? axes, own, place, part));
            }
        }

        return chain;
    }

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
        double?[] read = [.. curve.Select(point => values[points is null ? point : (point * points.Length) + Entry(points, point)])];
        return Reduction.Read([.. curve.Select(Coordinate)], read);
    }

    private double Coordinate(int point) => Along(point / Inner % swept[along].Count);

    /// <summary>The entry at which a point is read: the one asked, or the point's own last one.</summary>
    private int Entry(SweptObservable source, int point)
    {
        if (source.At(point) is not { } observable)
        {
            return 0;
        }

        int own = Reduction.At is { } at ? observable.Shape.Offset([.. at]) : observable.Shape.Length - 1;
        return source.Place(point, own);
    }
}
