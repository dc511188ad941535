using System.Globalization;
using Numerics.Studies.Records;

namespace Numerics.Results.Contract;

/// <summary>One observable in one line, as text: its worst entry, how far off it is, and what would have been seen.</summary>
/// <param name="Name">Name of the observable.</param>
/// <param name="Verdict">"agrees", "inconclusive", "DISAGREES" or "not compared".</param>
/// <param name="Place">Coordinates of the worst entry; where nothing was compared, why.</param>
/// <param name="Theory">Theory there, with its error.</param>
/// <param name="Simulation">Simulation there with its standard error; in a ladder of sizes its extrapolated limit.</param>
/// <param name="Deviation">(simulation - theory)/|theory| in per cent.</param>
/// <param name="Score">Deviation in standard errors, as judged.</param>
/// <param name="Limit">Limit of |score|.</param>
/// <param name="Detectable">Smallest relative deviation that would have been seen everywhere.</param>
public sealed record ObservableLine(
    string Name, string Verdict, string Place, string Theory, string Simulation, string Deviation, string Score, string Limit, string Detectable)
{
    /// <summary>Titles of <see cref="Cells"/>.</summary>
    public static IReadOnlyList<string> Titles { get; } = ["observable", "verdict", "worst at", "theory", "simulation", "off by", "z", "limit", "seen from"];

    /// <summary>Index of the column of places, the one whose texts may be long.</summary>
    public const int PlaceColumn = 2;

    /// <summary>The line in the order of <see cref="Titles"/>.</summary>
    public IReadOnlyList<string> Cells => [Name, Verdict, Place, Theory, Simulation, Deviation, Score, Limit, Detectable];

    /// <summary>The line of an observable.</summary>
    /// <param name="observable">What is known of it.</param>
    /// <param name="result">The run: places leave out the size of its ladder (all entries that are judged are of the largest) and use the letters of its figures.</param>
    public static ObservableLine Of(ObservableResult observable, RunResult result)
    {
        ArgumentNullException.ThrowIfNull(observable);
        ArgumentNullException.ThrowIfNull(result);
        string name = observable.Shape.Name;
        if (observable.Comparison is not { } comparison)
        {
            return new(name, "not compared", WhyNot(observable), "", "", "", "", "", "");
        }

        if (comparison.Worst is not { } worst)
        {
            return new(name, Judgements.Word(comparison.Verdict), "", "", "", "", "", "", "nothing: no standard error");
        }

        double? theory = observable.Theory?.Value[worst];
        double? fitted = comparison.Fit?.Limit[worst];
        double? value = fitted ?? observable.Simulation?.Mean[worst];
        return new(
            name,
            comparison.Verdict == Judgement.Disagrees ? "DISAGREES" : Judgements.Word(comparison.Verdict),
            observable.Shape.Place(worst, without: result.Ladder?.Axis, result.Symbols),
            NumberText.WithError(theory, observable.Theory?.StandardError[worst]),
            NumberText.WithError(value, fitted is null ? observable.Simulation?.StandardError[worst] : comparison.Fit!.StandardError[worst]),
            theory is { } t && t != 0 && value is { } v ? NumberText.Percent((v - t) / Math.Abs(t)) : NumberText.Missing,
            NumberText.Score(comparison.ZScore[worst]),
            comparison.Limit is { } limit ? limit.ToString(Math.Abs(limit) < 1e4 ? "F2" : "G2", CultureInfo.InvariantCulture) : NumberText.Missing,
            NumberText.Percent(comparison.WorstDetectableRelative));
    }

    private static string WhyNot(ObservableResult observable) => (observable.Theory, observable.Simulation) switch
    {
        (null, null) => "neither predicted nor simulated",
        (null, _) => "simulation only",
        (_, null) => "theory only",
        _ when observable.ZeroEntries > 0 => "exactly zero on both sides",
        _ => "shown only",
    };
}
