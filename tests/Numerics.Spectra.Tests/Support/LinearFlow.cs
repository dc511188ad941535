using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Tests.Support;

/// <summary>
/// Gradient flow of an infinitely wide linear network of two hidden layers, the network itself and not its theory: in the coordinates of its Gaussian sources the initial matrix is a few chains, each
/// bidiagonal with entries sigma (Golub and Kahan's process on a Gaussian matrix), cut off where nothing arrives in the time.
/// </summary>
/// <remarks>
/// From each h1(0): A r_0 = s l_1, A^T l_1 = s (r_0 + r_1), A r_1 = s (l_1 + l_2), ...; from w(0): A^T l_0 = s r_1', A r_1' = s (l_0 + l_1'), ... All r and all l are orthonormal.
/// </remarks>
internal static class LinearFlow
{
    private const int Links = 24;
    private const int Steps = 2000;

    /// <summary>Outputs and all singular values, descending, at a time; the learning rate is 1.</summary>
    public static (double[] Outputs, double[] SingularValues) Run(Lapack lapack, double[] gram, double[] targets, double outputScale, double sigma, double time)
    {
        int samples = targets.Length, chains = samples + 1, order = chains * Links;
        double lower = gram[1], rest = Math.Sqrt(gram[3] - (lower * lower));
        double[][] state = [new double[order], .. targets.Select(_ => new double[order]), new double[order * order]];
        double[] a = state[^1];

        // Chain m < P has r_0, r_1, ... in columns m Links + i and l_1, l_2, ... in rows m Links + i; the last chain has l_0, l_1', ... in rows and r_1', ... in columns.
        for (int chain = 0; chain < chains; chain++)
        {
            for (int i = 0; i < Links; i++)
            {
                int at = (chain * Links) + i;
                a[at + (at * order)] = sigma;
                if (i + 1 < Links)
                {
                    (int row, int column) = chain < samples ? (at, at + 1) : (at + 1, at);
                    a[row + (column * order)] = sigma;
                }
            }
        }

        state[0][samples * Links] = 1;
        state[1][0] = 1;
        state[2][0] = lower;
        state[2][Links] = rest;
        double step = time / Steps;
        for (int t = 0; t < Steps; t++)
        {
            double[][] k1 = Slope(state, order, gram, targets, outputScale);
            double[][] k2 = Slope(Moved(state, k1, step / 2), order, gram, targets, outputScale);
            double[][] k3 = Slope(Moved(state, k2, step / 2), order, gram, targets, outputScale);
            double[][] k4 = Slope(Moved(state, k3, step), order, gram, targets, outputScale);
            state = Moved(Moved(Moved(Moved(state, k1, step / 6), k2, step / 3), k3, step / 3), k4, step / 6);
        }

        var matrix = new DenseMatrix<double>(order, order);
        state[^1].CopyTo(matrix.AsSpan());
        return (Outputs(state, order, outputScale), SingularValues.Compute(lapack, matrix, SvdMethod.Bidiagonal).Values);
    }

    /// <summary>w, h1_1 .. h1_P, M.</summary>
    private static double[][] Slope(double[][] state, int order, double[] gram, double[] targets, double outputScale)
    {
        int samples = targets.Length;
        double[] w = state[0], m = state[^1];
        double[] f = Outputs(state, order, outputScale);
        double[] z = Product(m, w, order, transposed: true);
        double[][] slope = [.. state.Select(part => new double[part.Length])];
        double rate = outputScale / samples;
        for (int n = 0; n < samples; n++)
        {
            double change = rate * (targets[n] - f[n]);
            double[] h = state[1 + n], h2 = Product(m, h, order, transposed: false);
            for (int i = 0; i < order; i++)
            {
                slope[0][i] += change * h2[i];
                for (int b = 0; b < samples; b++)
                {
                    slope[1 + b][i] += change * gram[(b * samples) + n] * z[i];
                }

                for (int j = 0; j < order; j++)
                {
                    slope[^1][i + (j * order)] += change * w[i] * h[j];
                }
            }
        }

        return slope;
    }

    private static double[] Outputs(double[][] state, int order, double outputScale) =>
        [.. state[1..^1].Select(h => Product(state[^1], h, order, transposed: false).Zip(state[0], (x, y) => x * y).Sum() / outputScale)];

    private static double[] Product(double[] matrix, double[] x, int order, bool transposed)
    {
        var y = new double[order];
        for (int j = 0; j < order; j++)
        {
            for (int i = 0; i < order; i++)
            {
                y[transposed ? j : i] += matrix[i + (j * order)] * x[transposed ? i : j];
            }
        }

        return y;
    }

    private static double[][] Moved(double[][] state, double[][] slope, double step) => [.. state.Select((part, k) => part.Select((value, i) => value + (step * slope[k][i])).ToArray())];
}
