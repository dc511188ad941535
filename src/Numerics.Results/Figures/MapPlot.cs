using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>A phase diagram: what theory says as the colour of a cell, the most frequent word of the simulation as the colour of a marker, lines where another theory is 1.</summary>
internal static class MapPlot
{
    private const float BorderWidth = 2.4f;
    private const float OnsetWidth = 1.1f;

    /// <summary>The figure; null if the run has none of its numbers.</summary>
    public static FigureSheet? Sheet(FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        ObservableResult words = observables.First(observable => observable.Shape.Name == figure.Layers[0].Observable);
        if (FigureGrid.Of(figure, words.Shape) is not { Words: >= 0 } grid || (words.Theory is null && words.Simulation is null))
        {
            return null;
        }

        Plot plot = new();
        PanelDress.Labels(plot, figure.Heading, figure.HorizontalLabel, figure.VerticalLabel);
        double[] x = FigurePlot.Edges(grid.X), y = FigurePlot.Edges(grid.Y);
        HashSet<int> seen = [];
        for (int i = 0; i < grid.X.Count; i++)
        {
            for (int j = 0; j < grid.Y.Count; j++)
            {
                if (words.Theory is { } theory && grid.Word(theory.Value, i, j) is { } predicted)
                {
                    seen.Add(predicted);
                    Rectangle cell = plot.Add.Rectangle(x[i], x[i + 1], y[j], y[j + 1]);
                    cell.FillColor = Colour(grid, predicted).WithAlpha(0.45);
                    cell.LineWidth = 0;
                }

                if (words.Simulation is { } simulation && grid.Word(simulation.Mean, i, j) is { } found)
                {
                    seen.Add(found);
                    plot.Add.Marker(grid.X[i], grid.Y[j], MarkerShape.FilledCircle, 5, Colour(grid, found));
                }
            }
        }

        plot.Axes.SetLimits(x[0], x[^1], y[0], y[^1]);
        plot.Legend.ManualItems.AddRange(seen.Order().Select(word => new LegendItem { LabelText = grid.Labels[word], FillColor = Colour(grid, word), LineWidth = 0, MarkerSize = 0 }));
        DrawContours(plot, figure, observables);
        string note = words.Simulation is null ? "colour: theory" : words.Theory is null ? "markers: simulation" : "cells: theory, markers: simulation, the most frequent";
        return new FigureSheet(plot, null, figure.Columns, note, figure.Title);
    }

    private static Color Colour(FigureGrid grid, int word) => FigurePalette.Colour(word, grid.Labels.Count);

    /// <summary>A line for each coordinate of a further axis; the first layer, what bounds all of them, is wider and without a pattern.</summary>
    private static void DrawContours(Plot plot, FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        int drawn = 0;
        foreach (FigureLayer layer in figure.Layers.Where(layer => layer.Source == FigureSource.Contour))
        {
            ObservableResult level = observables.First(observable => observable.Shape.Name == layer.Observable);
            if (level.Theory is not { } theory || FigureGrid.Of(figure, level.Shape) is not { } grid)
            {
                continue;
            }

            foreach ((string coordinate, int offset) in grid.Further)
            {
                IReadOnlyList<IReadOnlyList<Coordinates>> lines = ContourLines.Zero(grid.X, grid.Y, (i, j) => theory.Value[grid.Entry(i, j) + offset] - 1);
                if (lines.Count > 0)
                {
                    Draw(plot, lines, $"{layer.Label} {coordinate}".TrimEnd(), drawn++);
                }
            }
        }
    }

    private static void Draw(Plot plot, IReadOnlyList<IReadOnlyList<Coordinates>> lines, string label, int index)
    {
        float width = index == 0 ? BorderWidth : OnsetWidth;
        Color colour = index == 0 ? FigurePalette.Grey : Colors.Black;
        foreach (IReadOnlyList<Coordinates> line in lines)
        {
            Scatter scatter = plot.Add.ScatterLine(line.ToArray(), colour);
            scatter.LineWidth = width;
            scatter.LinePattern = FigurePalette.Pattern(index);
        }

        plot.Legend.ManualItems.Add(new LegendItem { LabelText = label, LineColor = colour, LineWidth = width, LinePattern = FigurePalette.Pattern(index), MarkerSize = 0 });
    }
}
