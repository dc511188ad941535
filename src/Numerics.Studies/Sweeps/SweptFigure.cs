using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>A figure of the points, drawn for all points of a sweep: swept axes become series, or figures of their own.</summary>
/// <param name="atPoints">The figure of each point that has it; they differ in words at most.</param>
/// <param name="sweep">What is swept.</param>
/// <param name="subject">What the study is about, for a caption that points do not share.</param>
internal sealed class SweptFigure(IReadOnlyList<(Figure Figure, int Point)> atPoints, Sweep sweep, string subject)
{
    private readonly Figure figure = atPoints[0].Figure;

    private bool IsMap => figure.Kind == FigureKind.Map;

    /// <summary>One figure, or one for each value of <see cref="Figure.OneFor"/>.</summary>
    /// <param name="observables">Handles of the sweep.</param>
    public IEnumerable<Figure> Figures(IReadOnlyList<Observable> observables)
    {
        Figure moved = figure.By(own => observables.First(observable => observable.Name == own.Name));
        Figure swept = moved with
        {
            Slices = [.. moved.Slices, .. moved.SweptSlices],
            Sweeping = [],
            Horizontal = IsMap ? sweep.Axes[0].Name : moved.Horizontal,
            Vertical = IsMap ? sweep.Axes[1].Name : moved.Vertical,
            Symbols = new Dictionary<string, string>(
                sweep.Axes.Where(axis => axis.Symbol.Length > 0).Select(axis => KeyValuePair.Create(axis.Name, axis.Symbol)).Concat(figure.Symbols).DistinctBy(pair => pair.Key)),
        };
        int own = sweep.Axes.ToList().FindIndex(axis => axis.Path == figure.OneFor);
        if (own < 0)
        {
            return [InCommonWords(swept, [.. atPoints.Select(pair => pair.Figure)])];
        }

        SweepAxis apart = sweep.Axes[own];
        return Enumerable.Range(0, apart.Values.Count).Select(index =>
        {
            Figure[] there = [.. atPoints.Where(pair => sweep.Indices(pair.Point)[own] == index).Select(pair => pair.Figure)];
            Figure one = InCommonWords(swept, there.Length == 0 ? [figure] : there);
            return one with
            {
                Name = $"{swept.Name}-{string.Concat(apart.Word(index).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'))}",
                Title = one.Title.And(Words(apart, index)),
                Heading = one.Heading.And(Words(apart, index)),
                Slices = [.. swept.Slices, new FigureSlice(apart.Name, index)],
            };
        });
    }

    /// <summary>Caption, heading, labels and legend say what holds at all the points.</summary>
    private Figure InCommonWords(Figure swept, Figure[] there) => swept with
    {
        Title = SharedWords.Caption([.. there.Select(own => own.Title)], subject),
        Heading = SharedWords.Caption([.. there.Select(own => own.Heading)]),
        HorizontalLabel = IsMap ? Parameter(sweep.Axes[0]) : SharedWords.Alternatives(there.Select(Label)),
        VerticalLabel = IsMap ? Parameter(sweep.Axes[1]) : SharedWords.Alternatives(there.Select(own => own.VerticalLabel)),
        Layers = [.. swept.Layers.Select((layer, k) => layer with
        {
            Label = SharedWords.Alternatives(there.Where(own => own.Layers.Count == swept.Layers.Count).Select(own => own.Layers[k].Label).DefaultIfEmpty(layer.Label)),
        })],
    };

    /// <summary>The abscissa with the letter of the parameter it is: "learning rate η".</summary>
    private string Label(Figure own) => sweep.Axes.FirstOrDefault(axis => axis.Name == own.Horizontal) is { Symbol.Length: > 0 } axis && !own.HorizontalLabel.Contains(axis.Symbol, StringComparison.Ordinal)
        ? $"{own.HorizontalLabel} {axis.Symbol}"
        : own.HorizontalLabel;

    /// <summary>A swept parameter as the axis of a map.</summary>
    private static string Parameter(SweepAxis axis) => axis.Symbol.Length > 0 ? $"{axis.Path} {axis.Symbol}" : axis.Path;

    /// <summary>A value as a heading says it: "muP", "γ₀ = 2".</summary>
    private static string Words(SweepAxis axis, int index) =>
        !axis.IsNumeric ? axis.Word(index) : $"{(axis.Symbol.Length > 0 ? axis.Symbol : axis.Path)} = {axis.Word(index)}";
}
