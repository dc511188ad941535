namespace Numerics.Spectra.Alignment;

/// <summary>The edges of an image and how well a field over its points finds them.</summary>
/// <remarks>
/// <code>
/// edges: the 15 % of the points of largest Sobel magnitude (3 x 3, border pixels repeated)
/// AUC = P(field at an edge &gt; field elsewhere) + P(equal)/2
/// </code>
/// <para>Source: I. Sobel and G. Feldman (1968); the rank statistic of H. B. Mann and D. R. Whitney, Ann. Math. Stat. 18 (1947) 50.</para>
/// Equation: edge-alignment
/// </remarks>
public sealed class ImageEdges
{
    private const double EdgeShare = 0.15;
    private readonly bool[] edges;

    /// <summary>Finds the edges; of equal magnitudes the earlier points are taken.</summary>
    /// <param name="image">Row after row.</param>
    /// <param name="side">Rows, and columns.</param>
    public ImageEdges(IReadOnlyList<double> image, int side)
    {
        ArgumentNullException.ThrowIfNull(image);
        Magnitudes = [.. Enumerable.Range(0, side * side).Select(point => Sobel(image, side, point / side, point % side))];
        int count = (int)Math.Round(EdgeShare * Magnitudes.Count);
        edges = new bool[Magnitudes.Count];
        foreach (int point in Enumerable.Range(0, Magnitudes.Count).OrderByDescending(point => Magnitudes[point]).Take(count))
        {
            edges[point] = true;
        }
    }

    /// <summary>Sobel magnitude of every point, up to a factor.</summary>
    public IReadOnlyList<double> Magnitudes { get; }

    /// <summary>AUC of a field; 1/2 says nothing, also where there are no edges.</summary>
    public double Alignment(IReadOnlyList<double> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        int[] order = [.. Enumerable.Range(0, edges.Length).OrderBy(point => field[point])];
        double positives = edges.Count(edge => edge);
        double negatives = edges.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return 0.5;
        }

        double ranks = 0;
        for (int first = 0; first < order.Length;)
        {
            int end = first;
            while (end < order.Length && field[order[end]] == field[order[first]])
            {
                end++;
            }

            // Ties share their mean rank.
            double rank = 0.5 * (first + 1 + end);
            ranks += rank * order[first..end].Count(point => edges[point]);
            first = end;
        }

        return (ranks - (0.5 * positives * (positives + 1))) / (positives * negatives);
    }

    private static double Sobel(IReadOnlyList<double> image, int side, int row, int column)
    {
        double At(int dr, int dc) => image[(Math.Clamp(row + dr, 0, side - 1) * side) + Math.Clamp(column + dc, 0, side - 1)];
        double down = At(1, -1) + (2 * At(1, 0)) + At(1, 1) - At(-1, -1) - (2 * At(-1, 0)) - At(-1, 1);
        double across = At(-1, 1) + (2 * At(0, 1)) + At(1, 1) - At(-1, -1) - (2 * At(0, -1)) - At(1, -1);
        return Math.Sqrt((down * down) + (across * across));
    }
}
