using System.Text.Json.Nodes;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>A figure of one point, drawn for all points of a sweep: swept axes become series, or figures of their own.</summary>
/// <param name="figure">The figure of a point.</param>
/// <param name="sweep">What is swept.</param>
internal sealed class SweptFigure(Figure figure, Sweep sweep)
{
    /// <summary>One figure, or one for each value of <see cref="Figure.OneFor"/>.</summary>
    /// <param name="observables">Handles of the sweep.</param>
    public IEnumerable<Figure> Figures(IReadOnlyList<Observable> observables)
    {
        Figure moved = figure.By(own => observables.First(observable => observable.Name == own.Name));
        Figure swept = moved with
        {
            Slices = [.. moved.Slices, .. moved.SweptSlices],
            Sweeping = [],
            HorizontalLabel = Label(),
            Symbols = new Dictionary<string, string>(
                sweep.Axes.Where(axis => axis.Symbol.Length > 0).Select(axis => KeyValuePair.Create(axis.Name, axis.Symbol)).Concat(figure.Symbols).DistinctBy(pair => pair.Key)),
        };
        if (sweep.Axes.FirstOrDefault(axis => axis.Path == figure.OneFor) is not { } apart)
        {
            return [swept];
        }

        return apart.Values.Select((value, index) => swept with
        {
            Name = $"{swept.Name}-{string.Concat(SweepAxis.Word(value).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'))}",
            Title = $"{swept.Title}, {Words(apart, value)}",
            Heading = swept.Heading.Length == 0 ? Words(apart, value) : $"{swept.Heading}, {Words(apart, value)}",
            Slices = [.. swept.Slices, new FigureSlice(apart.Name, index)],
        });
    }

    /// <summary>The abscissa with the letter of the parameter it is: "learning rate η".</summary>
    private string Label() => sweep.Axes.FirstOrDefault(axis => axis.Name == figure.Horizontal) is { Symbol.Length: > 0 } axis && !figure.HorizontalLabel.Contains(axis.Symbol, StringComparison.Ordinal)
        ? $"{figure.HorizontalLabel} {axis.Symbol}"
        : figure.HorizontalLabel;

    /// <summary>A value as a heading says it: "muP", "γ₀ = 2".</summary>
    private static string Words(SweepAxis axis, JsonNode? value) =>
        !axis.IsNumeric ? SweepAxis.Word(value) : $"{(axis.Symbol.Length > 0 ? axis.Symbol : axis.Path)} = {SweepAxis.Word(value)}";
}
