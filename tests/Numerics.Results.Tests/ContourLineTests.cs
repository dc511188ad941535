using Numerics.Results.Figures;
using ScottPlot;

namespace Numerics.Results.Tests;

/// <summary>Lines of equal value on a grid, against the curves of known functions.</summary>
public sealed class ContourLineTests
{
    private static readonly double[] Grid = [.. Enumerable.Range(0, 21).Select(k => -2 + (0.2 * k))];

    [Fact]
    public void A_circle_is_one_closed_line()
    {
        IReadOnlyList<Coordinates> circle = Assert.Single(ContourLines.Zero(Grid, Grid, (i, j) => (Grid[i] * Grid[i]) + (Grid[j] * Grid[j]) - 1.9));
        Assert.Equal(circle[0], circle[^1]);
        Assert.True(circle.Count > 24);
        Assert.All(circle, point => Assert.Equal(Math.Sqrt(1.9), Math.Sqrt((point.X * point.X) + (point.Y * point.Y)), 0.01));
    }

    [Fact]
    public void A_straight_line_runs_from_border_to_border()
    {
        IReadOnlyList<Coordinates> line = Assert.Single(ContourLines.Zero(Grid, Grid, (i, j) => Grid[i] + (2 * Grid[j]) - 0.1));
        Assert.All(line, point => Assert.Equal(0.1, point.X + (2 * point.Y), 1e-12));
        Assert.Equal(4, Math.Abs(line[^1].X - line[0].X), 1e-9);
    }

    [Fact]
    public void Missing_values_interrupt_it_and_two_branches_are_two_lines()
    {
        Assert.Equal(2, ContourLines.Zero(Grid, Grid, (i, j) => i == 10 ? null : Grid[j] - 0.1).Count);
        Assert.Equal(2, ContourLines.Zero(Grid, Grid, (i, _) => (Grid[i] * Grid[i]) - 1.1).Count);
        Assert.Empty(ContourLines.Zero(Grid, Grid, (_, _) => 1));
    }
}
