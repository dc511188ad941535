using Numerics.Studies.Records;

namespace Numerics.Results.Figures;

/// <summary>One curve: an observable along the horizontal axis at fixed values of its further axes.</summary>
/// <param name="Key">Curves and marks of equal key are of one colour: the theory and the simulation of one quantity.</param>
/// <param name="Name">Name of the quantity.</param>
/// <param name="Further">Coordinates of the further axes that tell curves apart.</param>
/// <param name="Source">How it is drawn.</param>
/// <param name="Horizontal">Abscissae, increasing; of marks and rugs the places themselves.</param>
/// <param name="Vertical">Ordinates; null is a gap.</param>
/// <param name="StandardError">Standard errors; null where unknown.</param>
internal sealed record FigureSeries(
    string Key,
    string Name,
    IReadOnlyList<FigureCoordinate> Further,
    FigureSource Source,
    IReadOnlyList<double> Horizontal,
    double?[] Vertical,
    double?[] StandardError)
{
    /// <summary>Deviations of the simulation in standard errors; null where not compared.</summary>
    public double?[] Score { get; init; } = [];

    /// <summary>Words of the horizontal axis, one for each abscissa; null where its coordinates are numbers.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>First entry in the flattened observable: the order of the series.</summary>
    public int Start { get; init; }

    /// <summary>Whether its places are on the abscissa alone.</summary>
    public bool IsPlaces => Source is FigureSource.Mark or FigureSource.Rug;

    /// <summary>Whether it has a colour of its own and an entry in the legend.</summary>
    public bool IsColoured => Source is not (FigureSource.Mark or FigureSource.Reference);

    /// <summary>Whether there is anything to draw.</summary>
    public bool IsEmpty => Vertical.All(value => value is null);

    /// <summary>All curves of a figure, bottom layer first; layers whose numbers the run does not have are left out.</summary>
    /// <exception cref="InvalidOperationException">A layer names no observable of the result, or one without the horizontal axis.</exception>
    public static IReadOnlyList<FigureSeries> Of(FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        FigureSeries[] all = [.. figure.Layers.SelectMany(layer => OfLayer(figure, layer, observables)).Where(series => !series.IsEmpty)];
        return [.. all.GroupBy(series => (series.Source, series.Name)).SelectMany(layer => Once([.. layer], all))];
    }

    private static FigureSeries[] OfLayer(FigureSpecification figure, FigureLayer layer, IReadOnlyList<ObservableResult> observables)
    {
        ObservableResult observable = Find(figure, layer.Observable, observables);
        ObservableShape shape = observable.Shape;
        bool places = layer.Source is FigureSource.Mark or FigureSource.Rug;
        int along = shape.Axes.ToList().FindIndex(axis => axis.Name == figure.HorizontalAxis);
        if (along < 0 && !places)
        {
            throw new InvalidOperationException($"Figure '{figure.Name}' draws '{shape.Name}' along '{figure.HorizontalAxis}', an axis it lacks.");
        }

        (IReadOnlyList<double?>? values, IReadOnlyList<double?>? errors) = layer.Source is FigureSource.Theory or FigureSource.Reference or FigureSource.Mark
            ? (observable.Theory?.Value, observable.Theory?.StandardError)
            : (observable.Simulation?.Mean, observable.Simulation?.StandardError);
        if (values is null || shape.Length == 0)
        {
            return [];
        }

        ObservableShape coloured = layer.ColouredAs is { } other ? Find(figure, other, observables).Shape : shape;
        var curves = new FigureCurves(figure, shape, places ? -1 : along);
        return [.. curves.Starts().Select(start =>
        {
            FigureCoordinate[] further = curves.Further(start);
            int[] entries = curves.Entries(start);
            // A logarithmic abscissa has no place for step 0.
            bool IsBeyond(int k) => figure.LogarithmicHorizontal && !places && shape.Axes[along].Values[k] <= 0;
            double?[] own = [.. entries.Select((entry, k) => IsBeyond(k) ? null : values[entry])];
            return new FigureSeries(
                coloured.Name + string.Concat(further.Where(coordinate => coloured.Axes.Any(axis => axis.Name == coordinate.Axis)).Select(coordinate => $", {coordinate.Text}")),
                layer.Label,
                further,
                layer.Source,
                places ? [.. own.Select(value => value ?? 0)] : shape.Axes[along].Values,
                own,
                [.. entries.Select(entry => errors![entry])])
            {
                Start = start,
                Words = places ? null : shape.Axes[along].Labels?.Select(FigureText.Words).ToArray(),
                Score = layer.Source == FigureSource.Simulation && observable.Comparison?.ZScore is { } scores ? [.. entries.Select(entry => scores[entry])] : [],
            };
        })];
    }

    private static ObservableResult Find(FigureSpecification figure, string name, IReadOnlyList<ObservableResult> observables) =>
        observables.FirstOrDefault(candidate => candidate.Shape.Name == name)
            ?? throw new InvalidOperationException($"Figure '{figure.Name}' draws '{name}', which the result does not have.");

    /// <summary>
    /// Equal curves without a colour, and equal theories without simulations beside them (in a sweep over something else), are drawn once, under the name alone if all are equal.
    /// </summary>
    private static IEnumerable<FigureSeries> Once(FigureSeries[] layer, FigureSeries[] all)
    {
        bool alone = layer[0].Source is FigureSource.Reference or FigureSource.Mark
            || (layer[0].Source == FigureSource.Theory && !all.Any(other => other.Source != FigureSource.Theory && layer.Any(own => own.Key == other.Key)));
        if (!alone || layer.Length == 1)
        {
            return layer;
        }

        List<FigureSeries> different = [];
        foreach (FigureSeries curve in layer)
        {
            if (!different.Any(other => other.Vertical.SequenceEqual(curve.Vertical) && other.Horizontal.SequenceEqual(curve.Horizontal)))
            {
                different.Add(curve);
            }
        }

        return different.Count == 1 ? [different[0] with { Key = different[0].Name, Further = [] }]
            : layer[0].IsColoured ? layer
            : different;
    }
}
