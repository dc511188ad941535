using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>One observable of a sweep: the swept axes in front, then the union of its axes at all points. Each point owns a block of entries.</summary>
internal sealed class SweptObservable
{
    private readonly Observable?[] atPoint;
    private readonly int[]?[] places;

    /// <summary>The places of a point that has every entry, one array for all such points.</summary>
    private readonly int[] whole;

    /// <summary>Joins the observables of one name.</summary>
    /// <param name="swept">Swept axes.</param>
    /// <param name="points">The experiments at all points.</param>
    /// <param name="name">Name.</param>
    public SweptObservable(IReadOnlyList<Axis> swept, IReadOnlyList<Experiment> points, string name)
    {
        atPoint = [.. points.Select(point => point.Observables.FirstOrDefault(observable => observable.Name == name))];
        Observable first = atPoint.First(observable => observable is not null)!;
        int rank = first.Shape.Axes.Count;
        if (atPoint.Any(observable => observable is not null && observable.Shape.Axes.Count != rank))
        {
            throw new ConfigurationException("configuration", "sweep", $"Observable '{name}' has other axes at some points; sweep them in runs of their own.");
        }

        Axis[] union = [.. Enumerable.Range(0, rank).Select(axis =>
            AxisUnion.Of(name, [.. atPoint.OfType<Observable>().Select(observable => observable.Shape.Axes[axis])]))];
        Axis[] all = [.. swept.Select(axis => Apart(axis, union)), .. union];
        Experiment.RequireCount(name, all);
        Length = (int)ObservableShape.Count(union);
        whole = [.. Enumerable.Range(0, Length)];
        places = [.. atPoint.Select(observable => observable is null ? null : Places(observable.Shape.Axes, union))];
        Padded = [.. union.Where((axis, i) => atPoint.Any(observable => observable is not null && observable.Shape.Axes[i].Count != axis.Count)).Select(axis => axis.Name)];
        Shape = new ObservableShape(name, first.Shape.Unit, SharedWords.Alternatives(atPoint.OfType<Observable>().Select(observable => observable.Shape.Definition)) + Note(), all) { IsRootMeanSquare = first.Shape.IsRootMeanSquare };
        Rule = ComparisonRule.OfBlocks([.. atPoint.Select((observable, point) => observable?.Rule is { } rule ? Placed(rule, places[point]!) : null)]);
    }

    /// <summary>Name, definition and axes.</summary>
    public ObservableShape Shape { get; }

    /// <summary>Rules of all points.</summary>
    public ComparisonRule? Rule { get; }

    /// <summary>Entries of one point.</summary>
    public int Length { get; }

    /// <summary>Axes that some points fill in part.</summary>
    public IReadOnlyList<string> Padded { get; }

    /// <summary>Whether its bins are found in the run, and shared by all points.</summary>
    public bool HasSharedBins => Shape.Axes.Any(axis => axis.IsFoundInRun);

    /// <summary>The observable at one point; null if it has none there.</summary>
    public Observable? At(int point) => atPoint[point];

    /// <summary>Where an entry of a point lies in its block.</summary>
    public int Place(int point, int entry) => places[point]![entry];

    /// <summary>Copies the values of a point into its block.</summary>
    public void Write(int point, Recorder own, Recorder.Entries all)
    {
        if (atPoint[point] is not { } observable)
        {
            return;
        }

        Recorder.Entries entries = own.Of(observable);
        int[] place = places[point]!;
        for (int i = 0; i < place.Length; i++)
        {
            int target = (point * Length) + place[i];
            all.Values[target] = entries.Values[i];
            all.Errors[target] = entries.Errors[i];
            if (entries.ShownOnly is { } shown && shown[i])
            {
                all.Mask()[target] = true;
            }
        }
    }

    /// <summary>The part of flattened values that belongs to a point, in the point's own order; null if it has none.</summary>
    public IReadOnlyList<double?>? Read(int point, IReadOnlyList<double?> all) =>
        places[point] is { } place ? [.. place.Select(i => all[(point * Length) + i])] : null;

    /// <summary>An axis may be named like a swept parameter.</summary>
    private static Axis Apart(Axis swept, Axis[] own) => own.Any(axis => axis.Name == swept.Name) ? swept with { Name = "swept_" + swept.Name } : swept;

    private string Note() => Padded.Count == 0 ? "" : $" (missing where a point of the sweep has no such {string.Join(" or ", Padded)})";

    private int[] Places(IReadOnlyList<Axis> own, Axis[] union)
    {
        if (own.Zip(union, AxisUnion.IsWhole).All(same => same))
        {
            return whole;
        }

        int[] found = [0];
        for (int axis = 0; axis < union.Length; axis++)
        {
            int[] positions = AxisUnion.Positions(own[axis], union[axis]);
            found = [.. found.SelectMany(place => positions.Select(position => (place * union[axis].Count) + position))];
        }

        return found;
    }

    private ComparisonRule Placed(ComparisonRule rule, int[] place)
    {
        if (ReferenceEquals(place, whole))
        {
            return rule;
        }

        // A bands' curve is judged where it is whole; entries that the point does not have carry no value and are never judged.
        T[] Spread<T>(IReadOnlyList<T> own, T nothing)
        {
            T[] all = [.. Enumerable.Repeat(nothing, Length)];
            for (int i = 0; i < place.Length; i++)
            {
                all[place[i]] = own[i];
            }

            return all;
        }

        return rule with
        {
            Compared = rule.Compared is { } compared ? Spread(compared, false) : null,
            EntrySizes = rule.EntrySizes is { } sizes ? Spread(sizes, rule.Size) : null,
        };
    }
}
