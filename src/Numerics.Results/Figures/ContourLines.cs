using ScottPlot;

namespace Numerics.Results.Figures;

/// <summary>Lines on which a function on a rectangular grid has a value, by marching squares with linear interpolation along the sides of cells.</summary>
internal static class ContourLines
{
    /// <summary>The lines, each joined over all cells that it crosses; cells with a missing corner have none.</summary>
    /// <param name="x">Abscissae of the grid.</param>
    /// <param name="y">Ordinates of the grid.</param>
    /// <param name="value">Value less the level at a place of the grid.</param>
    public static IReadOnlyList<IReadOnlyList<Coordinates>> Zero(IReadOnlyList<double> x, IReadOnlyList<double> y, Func<int, int, double?> value)
    {
        Dictionary<Side, Coordinates> crossings = [];
        Dictionary<Side, List<Side>> next = [];
        for (int i = 0; i + 1 < x.Count; i++)
        {
            for (int j = 0; j + 1 < y.Count; j++)
            {
                Side[] crossed = [.. new Side[] { new(i, j, false), new(i + 1, j, true), new(i, j + 1, false), new(i, j, true) }.Where(side => Crosses(side, x, y, value, crossings))];
                for (int k = 0; k + 1 < crossed.Length; k += 2)
                {
                    Join(next, crossed[k], crossed[k + 1]);
                    Join(next, crossed[k + 1], crossed[k]);
                }
            }
        }

        List<IReadOnlyList<Coordinates>> lines = [];
        // Open lines begin at an end; what is left then is closed.
        foreach (Side start in next.Keys.OrderBy(side => next[side].Count).ToArray())
        {
            if (next[start].Count > 0)
            {
                lines.Add(Follow(next, start, crossings));
            }
        }

        return lines;
    }

    private static List<Coordinates> Follow(Dictionary<Side, List<Side>> next, Side start, Dictionary<Side, Coordinates> crossings)
    {
        List<Coordinates> line = [crossings[start]];
        for (Side at = start; next[at].Count > 0;)
        {
            Side to = next[at][0];
            _ = next[at].Remove(to);
            _ = next[to].Remove(at);
            line.Add(crossings[to]);
            at = to;
        }

        return line;
    }

    private static void Join(Dictionary<Side, List<Side>> next, Side from, Side to)
    {
        if (!next.TryGetValue(from, out List<Side>? others))
        {
            next[from] = others = [];
        }

        others.Add(to);
    }

    private static bool Crosses(Side side, IReadOnlyList<double> x, IReadOnlyList<double> y, Func<int, int, double?> value, Dictionary<Side, Coordinates> crossings)
    {
        (int i, int j) = side.Up ? (side.X, side.Y + 1) : (side.X + 1, side.Y);
        if (value(side.X, side.Y) is not { } from || value(i, j) is not { } to || from < 0 == to < 0)
        {
            return false;
        }

        double share = from / (from - to);
        crossings[side] = new Coordinates(x[side.X] + (share * (x[i] - x[side.X])), y[side.Y] + (share * (y[j] - y[side.Y])));
        return true;
    }

    /// <summary>A side of a cell: from a place of the grid to the next one up, or to the right.</summary>
    private readonly record struct Side(int X, int Y, bool Up);
}
