using System.Globalization;
using System.Xml.Linq;
using Numerics.Results.Contract;
using Numerics.Studies.Records;

namespace Numerics.Results.Html;

/// <summary>The observables of a run in tables: verdicts, rivals, fits in the size, definitions.</summary>
internal static class ReportObservables
{
    /// <summary>One line for each observable, the compared ones first.</summary>
    public static XElement? Verdicts(RunResult result) => HtmlPart.Section(
        "Observables",
        HtmlPart.Table(
            ObservableLine.Titles,
            3,
            result.Observables.OrderBy(observable => observable.Comparison is null).Select(observable => Row(observable, ObservableLine.Of(observable, result)))),
        HtmlPart.Paragraph(Legend(result), "soft"));

    /// <summary>Wrong but plausible theories.</summary>
    public static XElement? Rivals(RunResult result) => HtmlPart.Section(
        "Rival theories",
        HtmlPart.Table(
            ["rival", "observable", "worst at", "refused", "rival", "off by", "z", "limit"],
            4,
            from observable in result.Observables
            from rival in observable.Comparison?.Rivals ?? []
            select new object[]
            {
                rival.Name, observable.Shape.Name, observable.Shape.Place(rival.Entry, without: result.Ladder?.Axis, result.Symbols), rival.Refused ? "refused" : Badge("NOT refused", "inconclusive"), NumberText.Short(rival.Theory),
                NumberText.Percent(rival.RelativeDeviation), NumberText.Score(rival.ZScore), Two(rival.Limit),
            }),
        HtmlPart.Paragraph(result.Observables.Any(observable => observable.Comparison?.Rivals.Count > 0)
            ? "Wrong but plausible theories, held against the same simulation: a run that refuses them can tell them from the theory above." : "", "soft"));

    /// <summary>The sizes, and what the fits in the size say at the worst entries; null for a single size.</summary>
    public static XElement? Ladder(RunResult result) => result.Ladder is not { } ladder ? null : HtmlPart.Section(
        "Ladder of sizes",
        HtmlPart.Table([ladder.Axis, "replicas"], 1, ladder.Sizes.Select((size, rung) => new object[] { NumberText.Short(size), ladder.Replicas[rung].ToString(CultureInfo.InvariantCulture) })),
        HtmlPart.Table(
            ["observable", "worst at", "theory", "extrapolated", "slope", "fitted from"],
            2,
            from observable in result.Observables
            let fit = observable.Comparison?.Fit
            let worst = observable.Comparison?.Worst
            where fit is not null && worst is not null
            select new object[]
            {
                observable.Shape.Name, observable.Shape.Place(worst.Value, without: ladder.Axis, result.Symbols), NumberText.WithError(observable.Theory?.Value[worst.Value], observable.Theory?.StandardError[worst.Value]),
                NumberText.WithError(fit.Limit[worst.Value], fit.StandardError[worst.Value]), Short(fit.Slope[worst.Value]), Short(fit.SmallestSize[worst.Value]),
            }),
        HtmlPart.Paragraph("Mean - theory is fitted as d + b N^-p with the declared power p of the size N; slope is b, extrapolated is theory + d.", "soft"));

    /// <summary>What each observable is.</summary>
    public static XElement? Definitions(RunResult result) => HtmlPart.Section(
        "Definitions",
        HtmlPart.Pairs(result.Observables.Select(observable => (observable.Shape.Name, Definition(observable.Shape)))));

    private static object[] Row(ObservableResult observable, ObservableLine line)
    {
        object[] cells = [.. line.Cells];
        cells[1] = observable.Comparison is { } comparison ? Badge(line.Verdict, Judgements.Word(comparison.Verdict)) : HtmlPart.Element("span", "soft", line.Verdict);
        return cells;
    }

    private static XElement Badge(string text, string css) => HtmlPart.Element("span", $"badge {css}", text);

    private static string Legend(RunResult result)
    {
        if (result.Observables.All(observable => observable.Comparison is null))
        {
            return "";
        }

        string own = string.Concat(result.Resolution.Own.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $", {pair.Key} {NumberText.Percent(pair.Value)}"));
        string[] allowances =
        [
            .. result.Observables.Where(observable => observable.Comparison?.Allowance is not null).GroupBy(observable => observable.Comparison!.Allowance!, StringComparer.Ordinal)
                .Select(group => $"{group.Key} ({string.Join(", ", group.Select(observable => observable.Shape.Name))})"),
        ];
        if (result.Observables.Any(observable => observable.Comparison is { Worst: not null, Limit: null }))
        {
            return "Each line shows the entry of the largest score; z is its deviation in standard errors, beyond what is allowed for finite size. The version that judged this run did not "
                + "store the limits of the scores nor what deviations would have been seen; a new run does.";
        }

        return "Each line shows the entry nearest to its limit or furthest beyond; z is its deviation in standard errors; a relative deviation of the last column would have been "
            + $"seen. An observable agrees if no |z| is above its limit and that deviation is no larger than the resolution ({NumberText.Percent(result.Resolution.Relative)}{own})."
            + (allowances.Length == 0 ? "" : $" Allowed beyond that for finite size: {string.Join("; ", allowances)}.");
    }

    private static string Definition(ObservableShape shape)
    {
        string unit = shape.Unit is "1" or "" ? "" : $"\nUnit: {shape.Unit}.";
        string axes = shape.Axes.Count == 0 ? "" : $"\nAxes: {string.Join(", ", shape.Axes.Select(Range))}.";
        string stop = shape.Definition.TrimEnd() is [.., '.' or '!' or '?'] ? "" : ".";
        return shape.Definition + stop + unit + axes;
    }

    private static string Range(Axis axis) => axis.Count switch
    {
        0 => $"{axis.Name} (none)",
        1 => $"{axis.Name} {Coordinate(axis, 0)}",
        _ => $"{axis.Name} {Coordinate(axis, 0)} to {Coordinate(axis, axis.Count - 1)} ({axis.Count} values)",
    };

    private static string Coordinate(Axis axis, int index) => axis.Labels?[index] ?? NumberText.Short(axis.Values[index]);

    private static string Short(double? value) => value is { } number ? NumberText.Short(number) : NumberText.Missing;

    private static string Two(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
