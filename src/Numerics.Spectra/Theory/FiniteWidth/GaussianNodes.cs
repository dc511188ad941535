using MathNet.Numerics.Distributions;
using Numerics.Kernels.Random;

namespace Numerics.Spectra.Theory.FiniteWidth;

/// <summary>Nodes and weights of a quadrature over independent standard normal numbers.</summary>
/// <remarks>
/// <code>
/// grid:      trapezoid rule, spacing d, inside a ball; error exp(-2 pi a/d) for functions analytic within |Im z| of a; turned, since functions of one number (with poles of high order
///            for tanh) are then averaged over many planes of the grid
/// sequence:  z_k = Phi^-1(frac(i alpha_k + shift_k)), alpha_k = g^-k with g^(n+1) = g + 1; the first number in both signs; mean 0 and covariance 1 restored exactly
/// </code>
/// <para>Source: L. N. Trefethen and J. A. C. Weideman, SIAM Review 56 (2014) 385, for the grid; M. Roberts, The Unreasonable Effectiveness of Quasirandom Sequences (2018), for the
/// generalised golden ratio g.</para>
/// </remarks>
/// <param name="Weights">Of sum 1.</param>
/// <param name="Values">Node, number.</param>
internal sealed record GaussianNodes(double[] Weights, double[][] Values)
{
    /// <summary>Most numbers that a grid takes: beyond them it has too many nodes.</summary>
    public const int MostOfGrid = 4;

    private const double Radius = 6.5;

    /// <summary>Distance of neighbours on a grid.</summary>
    /// <param name="dimension">Numbers, 1 to <see cref="MostOfGrid"/>.</param>
    public static double Spacing(int dimension) => dimension switch { 1 => 0.2, 2 => 0.15, 3 => 0.3, _ => 0.55 };

    /// <summary>No number: one node.</summary>
    public static GaussianNodes None { get; } = new([1], [[]]);

    /// <summary>The trapezoid rule.</summary>
    /// <param name="dimension">Numbers, 1 to <see cref="MostOfGrid"/>.</param>
    /// <param name="moved">Whether all coordinates are moved by half of the spacing: the other half of a body-centred grid.</param>
    /// <param name="half">Leaves out one of each pair z, -z and doubles the other: exact for even functions.</param>
    public static GaussianNodes Grid(int dimension, bool moved, bool half)
    {
        double spacing = Spacing(dimension);
        double offset = moved ? 0.5 : 0;
        int reach = (int)Math.Ceiling(Radius / spacing);
        List<double> weights = [];
        List<double[]> values = [];
        var index = new int[dimension];
        Array.Fill(index, -reach - 1);
        for (bool more = true; more; more = Next(index, reach))
        {
            double[] z = [.. index.Select(i => spacing * (i + offset))];
            double square = z.Sum(x => x * x);
            int sign = z.Where(x => x != 0).Select(Math.Sign).FirstOrDefault();
            if (square <= Radius * Radius && (!half || sign >= 0))
            {
                weights.Add(Math.Exp(-square / 2) * (half && sign > 0 ? 2 : 1));
                values.Add(Turned(z));
            }
        }

        double total = weights.Sum();
        return new GaussianNodes([.. weights.Select(weight => weight / total)], [.. values]);
    }

    /// <summary>A quasi-random sequence.</summary>
    /// <param name="dimension">Numbers, at least 1.</param>
    /// <param name="count">Nodes before the first number gets both signs.</param>
    /// <param name="key">Where the shift comes from.</param>
    public static GaussianNodes Sequence(int dimension, int count, StreamKey key)
    {
        double ratio = 2;
        for (int step = 0; step < 100; step++)
        {
            ratio = Math.Pow(1 + ratio, 1.0 / (dimension + 1));
        }

        var values = new double[2 * count][];
        for (int i = 0; i < count; i++)
        {
            values[i] = [.. Enumerable.Range(1, dimension).Select(k => Quantile((i * Math.Pow(ratio, -k)) + UniformFill.UniformAt(key, 0, k)))];
            values[count + i] = [-values[i][0], .. values[i][1..]];
        }

        Whiten(values, dimension);
        var weights = new double[2 * count];
        Array.Fill(weights, 0.5 / count);
        return new GaussianNodes(weights, values);
    }

    /// <summary>A reflection in a plane that no axis lies in or is normal to.</summary>
    private static double[] Turned(double[] z)
    {
        if (z.Length == 1)
        {
            return z;
        }

        double[] normal = [.. Enumerable.Range(0, z.Length).Select(k => Math.Sqrt(k + 1.3))];
        double along = 2 * z.Zip(normal, (a, b) => a * b).Sum() / normal.Sum(x => x * x);
        return [.. z.Zip(normal, (a, b) => a - (along * b))];
    }

    private static double Quantile(double place) => Normal.InvCDF(0, 1, Math.Clamp(place - Math.Floor(place), 1e-15, 1 - 1e-15));

    private static bool Next(int[] index, int reach)
    {
        for (int k = index.Length - 1; k >= 0; k--)
        {
            if (++index[k] <= reach)
            {
                return true;
            }

            index[k] = -reach - 1;
        }

        return false;
    }

    /// <summary>Gram and Schmidt: each number loses its mean and its parts along those before it, and gets variance 1.</summary>
    private static void Whiten(double[][] values, int dimension)
    {
        for (int k = 0; k < dimension; k++)
        {
            double mean = values.Average(z => z[k]);
            foreach (double[] z in values)
            {
                z[k] -= mean;
            }

            for (int j = 0; j < k; j++)
            {
                double overlap = values.Average(z => z[j] * z[k]);
                foreach (double[] z in values)
                {
                    z[k] -= overlap * z[j];
                }
            }

            double scale = 1 / Math.Sqrt(values.Average(z => z[k] * z[k]));
            foreach (double[] z in values)
            {
                z[k] *= scale;
            }
        }
    }
}
