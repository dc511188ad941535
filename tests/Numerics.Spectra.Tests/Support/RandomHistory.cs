using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Support;

/// <summary>
/// Linear algorithms that question a Gaussian matrix: g(t) = s_g(t) + sum b(t,r) u(r), h(t) = s_h(t) + sum a(t,r) z(r). Every lower triangular a
/// and strictly lower triangular b is possible, and C, G follow: C = S_h S_h^T + a (q sigma^2 G) a^T, G = S_g S_g^T + b (sigma^2 C) b^T.
/// </summary>
internal sealed class RandomHistory
{
    private RandomHistory(int k, double sigma, double q, double retained)
    {
        (K, Sigma, Q, Retained) = (k, sigma, q, retained);
        (A, B, SourceH, SourceG) = (new double[k, k], new double[k, k], new double[k, k], new double[k, k]);
        Strengths = new double[k];
    }

    public int K { get; }

    public double Sigma { get; }

    public double Q { get; }

    public double Retained { get; }

    public double[,] A { get; }

    public double[,] B { get; }

    public double[,] SourceH { get; }

    public double[,] SourceG { get; }

    public double[] Strengths { get; }

    public static RandomHistory Draw(
        TestRandom random, int k, double sigma, double q, double retained = 1, double response = 0.3, double strength = 0.8, double alignment = 0)
    {
        var history = new RandomHistory(k, sigma, q, retained);
        for (int t = 0; t < k; t++)
        {
            history.Strengths[t] = strength * (0.5 + random.Uniform());
            for (int r = 0; r <= t; r++)
            {
                history.A[t, r] = (response * random.Gaussian()) + (r == t ? alignment : 0);
                history.B[t, r] = r < t ? response * random.Gaussian() : 0;
                history.SourceH[t, r] = r < t ? 0.5 * random.Gaussian() : 0.7 + (0.3 * random.Uniform());
                history.SourceG[t, r] = r < t ? 0.5 * random.Gaussian() : 0.7 + (0.3 * random.Uniform());
            }
        }

        return history;
    }

    /// <summary>One pair of queries with chosen order parameters.</summary>
    public static RandomHistory Single(double sigma, double q, double a, double sourceH, double sourceG, double strength)
    {
        var history = new RandomHistory(1, sigma, q, 1);
        (history.A[0, 0], history.SourceH[0, 0], history.SourceG[0, 0], history.Strengths[0]) = (a, sourceH, sourceG, strength);
        return history;
    }

    public LayerHistory ToLayerHistory()
    {
        var c = new double[K, K];
        var g = new double[K, K];
        for (int t = 0; t < K; t++)
        {
            // G(t, r <= t) needs C up to t - 1; C(t, r <= t) needs G up to t.
            Row(g, t, SourceG, B, c, Sigma * Sigma);
            Row(c, t, SourceH, A, g, Q * Sigma * Sigma);
        }

        return new LayerHistory(
            DenseMatrix<double>.FromArray(c), DenseMatrix<double>.FromArray(g), DenseMatrix<double>.FromArray(A), DenseMatrix<double>.FromArray(B),
            Strengths, Sigma, Q, Retained);
    }

    private static void Row(double[,] target, int t, double[,] source, double[,] response, double[,] field, double variance)
    {
        for (int r = 0; r <= t; r++)
        {
            double sum = 0;
            for (int i = 0; i <= r; i++)
            {
                sum += source[t, i] * source[r, i];
            }

            for (int i = 0; i <= t; i++)
            {
                for (int j = 0; j <= r; j++)
                {
                    sum += response[t, i] * response[r, j] * variance * (i <= t && j <= t ? field[i, j] : 0);
                }
            }

            target[t, r] = target[r, t] = sum;
        }
    }
}
