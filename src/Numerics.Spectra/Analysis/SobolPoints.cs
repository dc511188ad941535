using MathNet.Numerics.Distributions;
using Numerics.Kernels.Random;

namespace Numerics.Spectra.Analysis;

/// <summary>Standard normal coordinates of Sobol points with a random digital shift, for averages of smooth functions over a few Gaussians.</summary>
/// <remarks>
/// The shift makes averages unbiased; their scatter over shifts is their error, far below that of independent points. Coordinates beyond <see cref="Dimensions"/> are independent Gaussians.
/// Source: I. M. Sobol, USSR Comput. Math. Math. Phys. 7, 86 (1967); initial direction numbers of S. Joe and F. Y. Kuo, SIAM J. Sci. Comput. 30, 2635 (2008).
/// Determinism: a function of (key, coordinate, point).
/// </remarks>
/// <param name="key">Stream of the shift and of the coordinates beyond.</param>
internal sealed class SobolPoints(StreamKey key)
{
    /// <summary>Coordinates of low discrepancy.</summary>
    public const int Dimensions = 21;

    private const int Bits = 32;

    // Degree, coefficients and first direction numbers, from the second coordinate on.
    private static readonly (int Degree, uint Coefficients, uint[] First)[] Table =
    [
        (1, 0, [1]),
        (2, 1, [1, 3]),
        (3, 1, [1, 3, 1]),
        (3, 2, [1, 1, 1]),
        (4, 1, [1, 1, 3, 3]),
        (4, 4, [1, 3, 5, 13]),
        (5, 2, [1, 1, 5, 5, 17]),
        (5, 4, [1, 1, 5, 5, 5]),
        (5, 7, [1, 1, 7, 11, 19]),
        (5, 11, [1, 1, 5, 1, 1]),
        (5, 13, [1, 1, 1, 3, 11]),
        (5, 14, [1, 3, 5, 5, 31]),
        (6, 1, [1, 3, 3, 9, 7, 49]),
        (6, 13, [1, 1, 1, 15, 21, 21]),
        (6, 16, [1, 3, 1, 13, 27, 49]),
        (6, 19, [1, 1, 1, 15, 7, 5]),
        (6, 22, [1, 3, 1, 15, 13, 25]),
        (6, 25, [1, 1, 5, 5, 19, 61]),
        (7, 1, [1, 3, 7, 11, 23, 15, 103]),
        (7, 4, [1, 3, 7, 13, 13, 15, 69]),
    ];

    /// <summary>Coordinate <paramref name="dimension"/> (from 0) of points 0 to the length of the destination.</summary>
    public void Fill(int dimension, Span<double> destination)
    {
        if (dimension >= Dimensions)
        {
            GaussianFill.Fill(key, (uint)dimension, 0, 1, destination);
            return;
        }

        uint[] directions = Directions(dimension);
        uint shift = (uint)(UniformFill.UniformAt(key, (uint)dimension, 0) * (1L << Bits));
        uint point = 0;
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = Normal.InvCDF(0, 1, ((point ^ shift) + 0.5) / (1L << Bits));
            // Gray code: the next point differs by the direction of the lowest zero bit.
            point ^= directions[Math.Min(Bits - 1, System.Numerics.BitOperations.TrailingZeroCount(~(uint)i))];
        }
    }

    private static uint[] Directions(int dimension)
    {
        var v = new uint[Bits];
        if (dimension == 0)
        {
            for (int k = 0; k < Bits; k++)
            {
                v[k] = 1u << (Bits - 1 - k);
            }

            return v;
        }

        (int degree, uint coefficients, uint[] first) = Table[dimension - 1];
        for (int k = 0; k < Bits; k++)
        {
            if (k < degree)
            {
                v[k] = first[k] << (Bits - 1 - k);
                continue;
            }

            v[k] = v[k - degree] ^ (v[k - degree] >> degree);
            for (int j = 1; j < degree; j++)
            {
                v[k] ^= ((coefficients >> (degree - 1 - j)) & 1) * v[k - j];
            }
        }

        return v;
    }
}
