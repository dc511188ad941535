using System.Globalization;
using Numerics.Studies.Records;
using Spectre.Console;

namespace Numerics.Runner.Rendering;

/// <summary>One line for each observable that was judged: its worst entry, how far off it is, and what would have been seen.</summary>
public static class ObservableTable
{
    private static readonly string[] Titles = ["observable", "verdict", "worst at", "theory", "simulation", "off by", "z", "limit", "seen from"];

    /// <summary>Writes the table; nothing if nothing was judged.</summary>
    public static void Write(IAnsiConsole console, RunResult result)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(result);
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string title in Titles)
        {
            table.AddColumn(new TableColumn(title).NoWrap());
        }

        foreach (ObservableResult observable in result.Observables.Where(observable => observable.Comparison is not null))
        {
            table.AddRow([.. Row(observable, observable.Comparison!, result.Ladder?.Axis).Select(Markup.Escape)]);
        }

        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }
    }

    /// <summary>A relative number as per cent.</summary>
    public static string Percent(double? relative) => relative is not { } number ? NumberText.Missing
        : Math.Abs(number) < 1e3 ? $"{(100 * number).ToString("G2", CultureInfo.InvariantCulture)} %"
        : $"{number.ToString("G2", CultureInfo.InvariantCulture)} times";

    private static string[] Row(ObservableResult observable, ObservableComparison comparison, string? sizes)
    {
        if (comparison.Worst is not { } worst)
        {
            return [observable.Shape.Name, Judgements.Word(comparison.Verdict), "", "", "", "", "", "", "nothing: no standard error"];
        }

        double? theory = observable.Theory?.Value[worst];
        double? fitted = comparison.Fit?.Limit[worst];
        double? value = fitted ?? observable.Simulation?.Mean[worst];
        return
        [
            observable.Shape.Name,
            comparison.Verdict == Judgement.Disagrees ? "DISAGREES" : Judgements.Word(comparison.Verdict),
            observable.Shape.Place(worst, without: sizes),
            NumberText.WithError(theory, observable.Theory?.StandardError[worst]),
            NumberText.WithError(value, fitted is null ? observable.Simulation?.StandardError[worst] : comparison.Fit!.StandardError[worst]),
            theory is { } t && t != 0 && value is { } v ? Percent((v - t) / Math.Abs(t)) : NumberText.Missing,
            NumberText.Score(comparison.ZScore[worst]),
            comparison.Limit?.ToString("F2", CultureInfo.InvariantCulture) ?? NumberText.Missing,
            Percent(comparison.WorstDetectableRelative),
        ];
    }
}
