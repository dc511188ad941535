namespace Numerics.Spectra.Models;

/// <summary>The points of a square image on [-1, 1] x [-1, 1]: <paramref name="Side"/> evenly spaced rows and columns, the borders included; row after row.</summary>
/// <param name="Side">n, at least 2.</param>
public sealed record PlaneGrid(int Side)
{
    /// <summary>P = n^2.</summary>
    public int Count => Side * Side;

    /// <summary>Distance between neighbours.</summary>
    public double Spacing => 2.0 / (Side - 1);

    /// <summary>Coordinate of a row or column.</summary>
    public double Coordinate(int index) => -1 + (2.0 * index / (Side - 1));

    /// <summary>Point number <paramref name="index"/>.</summary>
    public PlanePoint Point(int index) => new(Coordinate(index / Side), Coordinate(index % Side));

    /// <summary>All points.</summary>
    public PlanePoint[] Points() => [.. Enumerable.Range(0, Count).Select(Point)];

    /// <summary>Indices of about <paramref name="side"/> x <paramref name="side"/> points, evenly spaced, the borders included; all if there are not more.</summary>
    public int[] Thinned(int side)
    {
        int kept = Math.Min(side, Side);
        int[] lines = [.. Enumerable.Range(0, kept).Select(k => (int)(((long)k * (Side - 1)) / Math.Max(1, kept - 1)))];
        return [.. from row in lines from column in lines select (row * Side) + column];
    }
}
