using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Panels;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>A simulated observable over two axes, its values as colours symmetric about 0.</summary>
internal static class FieldPlot
{
    /// <summary>The figure; null if the run has no values of it.</summary>
    public static FigureSheet? Sheet(FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        FigureLayer layer = figure.Layers[0];
        ObservableResult field = observables.First(observable => observable.Shape.Name == layer.Observable);
        if (field.Simulation is not { } simulation || FigureGrid.Of(figure, field.Shape) is not { } grid || grid.X.Count < 2 || grid.Y.Count < 2)
        {
            return null;
        }

        double[,] values = new double[grid.Y.Count, grid.X.Count];
        double largest = 0;
        for (int i = 0; i < grid.X.Count; i++)
        {
            for (int j = 0; j < grid.Y.Count; j++)
            {
                // The first row is drawn on top.
                double value = simulation.Mean[grid.Entry(i, j)] ?? double.NaN;
                values[grid.Y.Count - 1 - j, i] = value;
                largest = double.IsNaN(value) ? largest : Math.Max(largest, Math.Abs(value));
            }
        }

        if (largest == 0)
        {
            return null;
        }

        Plot plot = new();
        PanelDress.Labels(plot, figure.Heading, figure.HorizontalLabel, figure.VerticalLabel);
        double[] x = FigurePlot.Edges(grid.X), y = FigurePlot.Edges(grid.Y);
        Heatmap map = plot.Add.Heatmap(values);
        map.Colormap = new ScottPlot.Colormaps.Balance();
        map.ManualRange = new ScottPlot.Range(-largest, largest);
        map.Position = new CoordinateRect(x[0], x[^1], y[0], y[^1]);
        plot.Axes.SetLimits(x[0], x[^1], y[0], y[^1]);
        plot.Axes.AddPanel(PanelDress.Bar(new ColorBar(map, Edge.Right) { Label = layer.Label, Width = 9 }));
        return new FigureSheet(plot, null, figure.Columns, "", figure.Title);
    }
}
