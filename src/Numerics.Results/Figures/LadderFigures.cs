using Numerics.Results.Files;
using Numerics.Studies.Records;

namespace Numerics.Results.Figures;

/// <summary>Figures of a run at several sizes: how each observable approaches its limit, at its worst entry, as a deviation from theory.</summary>
internal static class LadderFigures
{
    /// <summary>Name and sheet of each.</summary>
    public static IEnumerable<(string Name, FigureSheet Sheet)> Of(RunResult result)
    {
        foreach (ObservableResult observable in result.Ladder is null ? [] : result.Observables)
        {
            if (observable is { Comparison: { Fit: { } fit } comparison, Rule: { } rule } && WorstFitted(comparison, fit) is { } entry)
            {
                double power = rule.At(entry, observable.Shape.Length).Rule!.ApproachPower;
                string place = observable.Shape.Place(entry, without: result.Ladder!.Axis);
                string words = FigureText.Words(observable.Shape.Name);
                yield return (
                    RunFiles.FiniteSizeFigure(observable.Shape.Name),
                    FiniteSizePlot.Sheet([Series(result.Ladder, observable, fit, entry)], power, "N", $"{words}: simulation − theory", place.Length == 0 ? words : $"{words}, {place}"));
            }
        }
    }

    private static int? WorstFitted(ObservableComparison comparison, SizeFit fit) => comparison.Judged.Where(entry => fit.Slope[entry] is not null).Cast<int?>()
        .MaxBy(entry => comparison.Excess(entry!.Value));

    /// <summary>
    /// Sizes are those of the rule, in which the fit is made: the number of values of a spectrum, say, not the coordinate of the axis. Theory at a finite size is subtracted from the mean of that size, so that
    /// the fit is a straight line in N^-p.
    /// </summary>
    private static FiniteSizeSeries Series(Ladder ladder, ObservableResult observable, SizeFit fit, int entry)
    {
        int block = observable.Shape.Length / ladder.Rungs;
        int[] places = [.. Enumerable.Range(0, ladder.Rungs).Select(rung => (rung * block) + (entry % block))
            .Where(place => observable.Simulation!.StandardError[place] is not null && observable.Theory!.Value[place] is not null)];
        return new FiniteSizeSeries(
            "",
            [.. places.Select(place => observable.Rule!.At(place, observable.Shape.Length).Rule?.Size ?? ladder.Sizes[place / block])],
            [.. places.Select(place => observable.Simulation!.Mean[place]!.Value - observable.Theory!.Value[place]!.Value)],
            [.. places.Select(place => observable.Simulation!.StandardError[place]!.Value)],
            fit.Limit[entry]!.Value - observable.Theory!.Value[entry]!.Value,
            fit.StandardError[entry]!.Value,
            fit.Slope[entry]!.Value,
            fit.SmallestSize[entry] ?? 0,
            0);
    }
}
