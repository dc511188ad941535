using Numerics.Studies.Records;

namespace Numerics.Results.Figures;

/// <summary>One curve: an observable along the horizontal axis at fixed values of its further axes.</summary>
/// <param name="Key">Observable and further axes; layers of equal key share a colour, but a histogram and the law over it do not.</param>
/// <param name="Layer">Legend text of the layer.</param>
/// <param name="Further">Values of the further axes, for example "layer 1, rank 2"; empty if there are none to tell apart.</param>
/// <param name="Source">How it is drawn.</param>
/// <param name="Horizontal">Abscissae, increasing.</param>
/// <param name="Vertical">Ordinates; null is a gap.</param>
/// <param name="StandardError">Standard errors; null where unknown.</param>
internal sealed record FigureSeries(
    string Key,
    string Layer,
    string Further,
    FigureSource Source,
    IReadOnlyList<double> Horizontal,
    double?[] Vertical,
    double?[] StandardError)
{
    /// <summary>Legend text.</summary>
    public string Label => Further.Length == 0 ? Layer : $"{Layer}, {Further}";

    /// <summary>Whether there is anything to draw.</summary>
    public bool IsEmpty => Vertical.All(value => value is null);

    /// <summary>All curves of a figure, bottom layer first; layers whose numbers the run does not have are left out.</summary>
    /// <exception cref="InvalidOperationException">A layer names no observable of the result, or one without the horizontal axis.</exception>
    public static IReadOnlyList<FigureSeries> Of(FigureSpecification figure, IReadOnlyList<ObservableResult> observables) =>
        [.. figure.Layers.SelectMany(layer => OfLayer(figure, layer, observables)).Where(series => !series.IsEmpty)];

    private static FigureSeries[] OfLayer(FigureSpecification figure, FigureLayer layer, IReadOnlyList<ObservableResult> observables)
    {
        ObservableResult observable = observables.FirstOrDefault(candidate => candidate.Shape.Name == layer.Observable)
            ?? throw new InvalidOperationException($"Figure '{figure.Name}' draws '{layer.Observable}', which the result does not have.");
        ObservableShape shape = observable.Shape;
        int along = shape.Axes.ToList().FindIndex(axis => axis.Name == figure.HorizontalAxis);
        if (along < 0)
        {
            throw new InvalidOperationException($"Figure '{figure.Name}' draws '{shape.Name}' along '{figure.HorizontalAxis}', an axis it lacks.");
        }

        (IReadOnlyList<double?>? values, IReadOnlyList<double?>? errors) = layer.Source == FigureSource.Theory
            ? (observable.Theory?.Value, observable.Theory?.StandardError)
            : (observable.Simulation?.Mean, observable.Simulation?.StandardError);
        return values is null ? [] : Distinct(Curves(layer, figure.Slices, shape, along, values, errors!));
    }

    /// <summary>Curves that do not depend on the further axes (a bulk edge in a sweep over something else) are drawn once.</summary>
    private static FigureSeries[] Distinct(IEnumerable<FigureSeries> curves)
    {
        FigureSeries[] all = [.. curves];
        return all.Length > 1 && all[1..].All(curve => curve.Vertical.SequenceEqual(all[0].Vertical)) && !all[0].IsEmpty
            ? [all[0] with { Further = "", Key = all[0].Layer }]
            : all;
    }

    private static IEnumerable<FigureSeries> Curves(
        FigureLayer layer, IReadOnlyList<FigureSlice> slices, ObservableShape shape, int along, IReadOnlyList<double?> values, IReadOnlyList<double?> errors)
    {
        int inner = shape.Axes.Skip(along + 1).Aggregate(1, (product, axis) => product * axis.Values.Count);
        int count = shape.Axes[along].Values.Count;
        int outer = count == 0 ? 0 : shape.Length / (inner * count);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                int start = (o * count * inner) + i;
                if (!slices.All(slice => IsInside(slice, shape, start)))
                {
                    continue;
                }

                string further = DescribeFurther(shape, along, slices, start);
                yield return new FigureSeries(
                    layer.Source == FigureSource.Histogram ? $"histogram of {shape.Name} {further}" : $"{layer.ColouredAs ?? shape.Name} {further}",
                    layer.Label,
                    further,
                    layer.Source,
                    shape.Axes[along].Values,
                    [.. Enumerable.Range(0, count).Select(k => values[start + (k * inner)])],
                    [.. Enumerable.Range(0, count).Select(k => errors[start + (k * inner)])]);
            }
        }
    }

    private static bool IsInside(FigureSlice slice, ObservableShape shape, int offset)
    {
        for (int axis = shape.Axes.Count - 1; axis >= 0; axis--)
        {
            int count = shape.Axes[axis].Values.Count;
            if (shape.Axes[axis].Name == slice.Axis && offset % count != slice.Index)
            {
                return false;
            }

            offset /= count;
        }

        return true;
    }

    /// <summary>Values of the further axes of which more than one value is drawn, for example "layer 1, rank 2".</summary>
    private static string DescribeFurther(ObservableShape shape, int along, IReadOnlyList<FigureSlice> slices, int offset)
    {
        List<string> words = [];
        int stride = 1;
        for (int axis = shape.Axes.Count - 1; axis >= 0; axis--)
        {
            IReadOnlyList<double> values = shape.Axes[axis].Values;
            if (axis != along && values.Count > 1 && slices.All(slice => slice.Axis != shape.Axes[axis].Name))
            {
                int index = offset / stride % values.Count;
                words.Insert(0, shape.Axes[axis].Labels?[index] ?? $"{shape.Axes[axis].Name} {values[index]:G6}");
            }

            stride *= values.Count;
        }

        return string.Join(", ", words);
    }
}
