using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.SpatialNetworks;

/// <summary>An integer wave vector.</summary>
/// <param name="X">Periods along the first axis.</param>
/// <param name="Y">Periods along the second axis, 0 on the ring.</param>
public readonly record struct WaveVector(int X, int Y)
{
    /// <summary>|k|^2.</summary>
    public int Square => (X * X) + (Y * Y);

    /// <summary>All wave vectors of equal length, the degenerate group: 1, 2, 2, ... on the ring, 1, 4, 4, 0, 4, 8, ... on the torus.</summary>
    /// <param name="space">Ring or torus.</param>
    /// <param name="square">|k|^2.</param>
    public static IReadOnlyList<WaveVector> Group(SpatialDomain space, int square)
    {
        int largest = (int)Math.Floor(Math.Sqrt(square + 0.5));
        List<WaveVector> group = [];
        for (int x = -largest; x <= largest; x++)
        {
            int rest = square - (x * x), y = (int)Math.Round(Math.Sqrt(rest));
            if (y * y != rest || (space == SpatialDomain.Ring && y > 0))
            {
                continue;
            }

            group.Add(new WaveVector(x, -y));
            if (y > 0)
            {
                group.Add(new WaveVector(x, y));
            }
        }

        return group;
    }
}
