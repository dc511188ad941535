using Numerics.Studies.Records;
using ScottPlot;
using ScottPlot.Plottables;

namespace Numerics.Results.Figures;

/// <summary>A phase diagram: what theory says as the colour of a cell, the most frequent word of the simulation as the colour of a marker, lines where another theory is 1.</summary>
internal static class MapPlot
{
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

        DrawContours(plot, figure, observables);
        plot.Axes.SetLimits(x[0], x[^1], y[0], y[^1]);
        plot.Legend.ManualItems.AddRange(seen.Order().Select(word => new LegendItem { LabelText = grid.Labels[word], FillColor = Colour(grid, word), LineWidth = 0, MarkerSize = 0 }));
        string note = words.Simulation is null ? "colour: theory" : words.Theory is null ? "markers: simulation" : "cells: theory, markers: simulation, the most frequent; line: onset";
        return new FigureSheet(plot, null, figure.Columns, note, figure.Title);
    }

    private static Color Colour(FigureGrid grid, int word) => FigurePalette.Colour(word, grid.Labels.Count);

    private static void DrawContours(Plot plot, FigureSpecification figure, IReadOnlyList<ObservableResult> observables)
    {
        foreach (FigureLayer layer in figure.Layers.Where(layer => layer.Source == FigureSource.Contour))
        {
            ObservableResult level = observables.First(observable => observable.Shape.Name == layer.Observable);
            if (level.Theory is not { } theory || FigureGrid.Of(figure, level.Shape) is not { } grid)
            {
                continue;
            }

            for (int i = 0; i + 1 < grid.X.Count; i++)
            {
                for (int j = 0; j + 1 < grid.Y.Count; j++)
                {
                    (int X, int Y)[] corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
                    Cross(plot, [.. corners.Select(at => (grid.X[at.X], grid.Y[at.Y], theory.Value[grid.Entry(at.X, at.Y)] - 1))]);
                }
            }
        }
    }

    /// <summary>The line between the points at which the sides of a cell cross 0.</summary>
    private static void Cross(Plot plot, (double X, double Y, double? Value)[] corners)
    {
        List<Coordinates> crossings = [];
        for (int k = 0; k < corners.Length; k++)
        {
            (double X, double Y, double? Value) a = corners[k], b = corners[(k + 1) % corners.Length];
            if (a.Value is { } from && b.Value is { } to && from < 0 != to < 0)
            {
                double share = from / (from - to);
                crossings.Add(new Coordinates(a.X + (share * (b.X - a.X)), a.Y + (share * (b.Y - a.Y))));
            }
        }

        if (crossings.Count == 2)
        {
            LinePlot line = plot.Add.Line(crossings[0], crossings[1]);
            line.LineColor = Colors.Black;
            line.LineWidth = 1.2f;
            line.MarkerSize = 0;
        }
    }
}
