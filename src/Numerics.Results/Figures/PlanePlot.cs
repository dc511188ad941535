using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>Points of the plane in equal units: simulated ones as dots, predicted ones as open circles, circles about the origin.</summary>
internal static class PlanePlot
{
    /// <summary>The figure; null if the run has none of its points.</summary>
    public static FigureSheet? Sheet(FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        ObservableResult? Find(string? name) => observables.FirstOrDefault(observable => observable.Shape.Name == name);
        Plot plot = new();
        PanelDress.Labels(plot, figure.Heading, figure.HorizontalLabel, figure.VerticalLabel);
        bool drawn = false;
        foreach (FigureLayer layer in figure.Layers)
        {
            if (layer.Source == FigureSource.Circle)
            {
                DrawCircle(plot, layer, Radius(figure, Find(layer.Observable)));
                continue;
            }

            (double X, double Y)[] points = Points(figure, layer, Find(layer.Abscissa), Find(layer.Observable));
            if (points.Length > 0)
            {
                drawn = true;
                DrawPoints(plot, layer, points);
            }
        }

        if (!drawn)
        {
            plot.Dispose();
            return null;
        }

        plot.Axes.Margins(0.06, 0.06);
        plot.Axes.SquareUnits();
        return new FigureSheet(plot, null, figure.Columns, "", figure.Title);
    }

    private static double? Radius(FigureSpecification figure, ObservableResult? observable) =>
        observable?.Theory is { } theory ? Entries(figure, observable.Shape).Select(entry => theory.Value[entry]).FirstOrDefault(value => value is not null) : null;

    private static IEnumerable<int> Entries(FigureSpecification figure, ObservableShape shape) => new FigureCurves(figure, shape, -1).Starts();

    private static (double X, double Y)[] Points(FigureSpecification figure, FigureLayer layer, ObservableResult? x, ObservableResult? y)
    {
        (IReadOnlyList<double?>? real, IReadOnlyList<double?>? imaginary) = layer.Source == FigureSource.Theory
            ? (x?.Theory?.Value, y?.Theory?.Value)
            : (x?.Simulation?.Mean, y?.Simulation?.Mean);
        return real is null || imaginary is null
            ? []
            : [.. Entries(figure, y!.Shape).Where(entry => real[entry] is not null && imaginary[entry] is not null).Select(entry => (real[entry]!.Value, imaginary[entry]!.Value))];
    }

    private static void DrawCircle(Plot plot, FigureLayer layer, double? radius)
    {
        if (radius is not > 0)
        {
            return;
        }

        Ellipse circle = plot.Add.Circle(0, 0, radius.Value);
        circle.FillColor = Colors.Transparent;
        circle.LineColor = Colors.Black;
        circle.LineWidth = 1;
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = layer.Label, LineColor = Colors.Black, LineWidth = 1, MarkerSize = 0 });
    }

    private static void DrawPoints(Plot plot, FigureLayer layer, (double X, double Y)[] points)
    {
        bool theory = layer.Source == FigureSource.Theory;
        double[] x = [.. points.Select(point => point.X)], y = [.. points.Select(point => point.Y)];
        Scatter scatter = plot.Add.ScatterPoints(x, y, FigurePalette.Colour(theory ? 1 : 0, 2));
        scatter.MarkerShape = theory ? MarkerShape.OpenCircle : MarkerShape.FilledCircle;
        scatter.MarkerSize = theory ? 8 : points.Length > 200 ? 1.6f : 3;
        scatter.MarkerLineWidth = 1.2f;
        plot.Legend.ManualItems.Add(new LegendItem
        {
            LabelText = layer.Label,
            LineWidth = 0,
            MarkerShape = scatter.MarkerShape,
            MarkerSize = theory ? 7 : 3,
            MarkerFillColor = theory ? Colors.Transparent : scatter.Color,
            MarkerLineColor = scatter.Color,
            MarkerLineWidth = 1,
        });
    }
}
