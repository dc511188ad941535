using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>Draws an observable over two axes as images side by side, one for every coordinate of the axis before them, in one scale of greys that is even about zero.</summary>
internal static class FigureImages
{
    /// <summary>More images than this are not drawn: a sweep has one for each of its points.</summary>
    private const int MostImages = 8;

    // Points of a sheet beside and below its images.
    private const float Beside = 60;
    private const float Below = 52;

    /// <summary>The sheet; null if the run has none of its numbers, or there are too many.</summary>
    public static FigureSheet? Sheet(FigureSpecification figure, IReadOnlyList<ObservableResult> observables) => Create(figure, observables) is not { } images ? null
        : new FigureSheet(images.Panel, null, figure.Columns, "", figure.Title, (float)((FigureSheet.WidthOf(figure.Columns) - Beside) * images.Aspect) + Below);

    /// <summary>The panel, and its height over its width; null if the run has none of its numbers, or there are too many.</summary>
    private static (Plot Panel, double Aspect)? Create(FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        ObservableResult observable = observables.First(candidate => candidate.Shape.Name == figure.Layers[0].Observable);
        IReadOnlyList<Axis> axes = observable.Shape.Axes;
        int rows = axes[^2].Count;
        int columns = axes[^1].Count;
        int size = rows * columns;
        int[] drawn = [.. Enumerable.Range(0, observable.Shape.Length / size).Where(image => IsDrawn(figure, axes, image * size))];
        if (observable.Simulation?.Mean is not { } values || drawn.Length is 0 or > MostImages || drawn.All(image => values[image * size] is null))
        {
            return null;
        }

        int gap = Math.Max(1, columns / 10);
        int width = (drawn.Length * (columns + gap)) - gap;
        double[,] field = new double[rows, width];
        double largest = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int place = 0; place < width; place++)
            {
                (int image, int column) = (place / (columns + gap), place % (columns + gap));
                field[row, place] = column < columns ? values[(drawn[image] * size) + (row * columns) + column] ?? double.NaN : double.NaN;
                largest = double.IsNaN(field[row, place]) ? largest : Math.Max(largest, Math.Abs(field[row, place]));
            }
        }

        Plot plot = new();
        Heatmap map = plot.Add.Heatmap(field);
        map.Colormap = new ScottPlot.Colormaps.Grayscale();
        map.NaNCellColor = Colors.White;
        map.ManualRange = new(-Math.Max(largest, double.Epsilon), Math.Max(largest, double.Epsilon));
        PanelDress.Labels(plot, figure.Heading, figure.HorizontalLabel, figure.VerticalLabel);
        plot.Axes.Left.TickLabelStyle.IsVisible = false;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.MinorTickStyle.Length = 0;
        plot.Grid.IsVisible = false;
        plot.Axes.SquareUnits();
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. drawn.Select((_, k) => (k * (columns + gap)) + (0.5 * (columns - 1)))], [.. drawn.Select(image => Name(figure, axes, image * size))]);
        plot.Axes.Margins(0.01, 0.02);
        return (plot, rows / (double)width);
    }

    private static bool IsDrawn(FigureSpecification figure, IReadOnlyList<Axis> axes, int entry) =>
        Enumerable.Range(0, axes.Count - 2).All(axis => figure.Slices.All(slice => slice.Axis != axes[axis].Name || slice.Index == Index(axes, axis, entry)));

    /// <summary>Coordinates of the axes before the image, those that are sliced left out.</summary>
    private static string Name(FigureSpecification figure, IReadOnlyList<Axis> axes, int entry) => string.Join(
        ", ", Enumerable.Range(0, axes.Count - 2).Where(axis => figure.Slices.All(slice => slice.Axis != axes[axis].Name))
            .Select(axis => axis == axes.Count - 3 && axes[axis].Labels is null ? FigureText.Number(axes[axis].Values[Index(axes, axis, entry)])
                : FigureText.Coordinate(axes[axis], Index(axes, axis, entry), figure.Symbols)));

    private static int Index(IReadOnlyList<Axis> axes, int axis, int entry) =>
        entry / axes.Skip(axis + 1).Aggregate(1, (product, next) => product * next.Count) % axes[axis].Count;
}
