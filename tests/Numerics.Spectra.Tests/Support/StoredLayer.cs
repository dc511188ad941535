using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Support;

/// <summary>A stored Gaussian matrix, the questions an algorithm asked it, and the update that the algorithm made.</summary>
internal sealed class StoredLayer : IDisposable
{
    private StoredLayer(DenseMatrix<double> a, DenseMatrix<double> u, DenseMatrix<double> v, SpikeSet spikes, double sigma)
    {
        (A, U, V, Spikes, Sigma) = (a, u, v, spikes, sigma);
    }

    public DenseMatrix<double> A { get; }

    /// <summary>Left queries divided by sqrt(columns).</summary>
    public DenseMatrix<double> U { get; }

    /// <summary>Right queries divided by sqrt(columns).</summary>
    public DenseMatrix<double> V { get; }

    public SpikeSet Spikes { get; }

    public double Sigma { get; }

    /// <summary>Alternates v -> A v -> tanh -> g -> A^T g -> tanh -> v, as training does.</summary>
    public static StoredLayer Nonlinear(Lapack lapack, TestRandom random, int rows, int columns, int steps, double sigma, double strength)
    {
        DenseMatrix<double> a = random.GaussianMatrix(rows, columns, sigma / Math.Sqrt(columns));
        var u = new DenseMatrix<double>(rows, steps);
        var v = new DenseMatrix<double>(columns, steps);
        double[] h = random.GaussianVector(columns);
        double[] w = random.GaussianVector(rows);
        double unit = 1 / Math.Sqrt(columns);
        var strengths = new double[steps];
        for (int t = 0; t < steps; t++)
        {
            double[] feature = [.. h.Select(Math.Tanh)];
            double[] chi = Apply(lapack, a, feature, transpose: false);
            double[] gradient = [.. chi.Select((x, i) => w[i] * (1 - (Math.Tanh(x) * Math.Tanh(x))))];
            double[] xi = Apply(lapack, a, gradient, transpose: true);
            for (int i = 0; i < columns; i++)
            {
                v[i, t] = unit * feature[i];
                h[i] += 0.8 * (1 - (feature[i] * feature[i])) * xi[i];
            }

            for (int i = 0; i < rows; i++)
            {
                u[i, t] = unit * gradient[i];
                w[i] += 0.5 * Math.Tanh(chi[i]);
            }

            strengths[t] = strength;
        }

        return new StoredLayer(a, u, v, SpikeSet.Diagonal(strengths), sigma);
    }

    /// <summary>Runs the linear algorithm of a history on a stored matrix.</summary>
    public static StoredLayer Linear(Lapack lapack, TestRandom random, RandomHistory history, int rows, int columns)
    {
        double sigma2 = history.Sigma * history.Sigma;
        DenseMatrix<double> a = random.GaussianMatrix(rows, columns, history.Sigma / Math.Sqrt(columns));
        int k = history.K;
        double[][] sourceH = [.. Enumerable.Range(0, k).Select(_ => random.GaussianVector(columns))];
        double[][] sourceG = [.. Enumerable.Range(0, k).Select(_ => random.GaussianVector(rows))];
        var (g, h, u, z) = (new double[k][], new double[k][], new double[k][], new double[k][]);
        for (int t = 0; t < k; t++)
        {
            g[t] = new double[rows];
            h[t] = new double[columns];
            for (int r = 0; r <= t; r++)
            {
                Add(g[t], history.SourceG[t, r], sourceG[r]);
                Add(g[t], history.B[t, r], r < t ? u[r] : g[t]); // b(t, t) = 0
            }

            z[t] = Apply(lapack, a, g[t], transpose: true);
            for (int r = 0; r < t; r++)
            {
                Add(z[t], -history.Q * sigma2 * history.B[t, r], h[r]);
            }

            for (int r = 0; r <= t; r++)
            {
                Add(h[t], history.SourceH[t, r], sourceH[r]);
                Add(h[t], history.A[t, r], z[r]);
            }

            u[t] = Apply(lapack, a, h[t], transpose: false);
            for (int r = 0; r <= t; r++)
            {
                Add(u[t], -sigma2 * history.A[t, r], g[r]);
            }
        }

        double unit = 1 / Math.Sqrt(columns);
        return new StoredLayer(a, Columns(g, unit), Columns(h, unit), SpikeSet.Diagonal(history.Strengths), history.Sigma);
    }

    /// <summary>rho A + U C V^T; another matrix in place of A if given.</summary>
    public DenseMatrix<double> Matrix(Lapack lapack, double retained = 1, DenseMatrix<double>? other = null)
    {
        DenseMatrix<double> m = (other ?? A).Clone();
        using DenseMatrix<double> scaled = U.Clone();
        for (int j = 0; j < scaled.Columns; j++)
        {
            foreach (ref double entry in scaled.Column(j))
            {
                entry *= Spikes.Strengths[j];
            }
        }

        Multiply.Into(lapack, false, scaled, true, V, 1, retained, m);
        return m;
    }

    /// <summary>The orthonormal form, by QR of the queries.</summary>
    public ConditionedLayer Condition(Lapack lapack)
    {
        using QrDecomposition<double> left = Qr.Decompose(lapack, U);
        using QrDecomposition<double> right = Qr.Decompose(lapack, V);
        using DenseMatrix<double> x = Multiply.Product(lapack, A, right.Q);
        using DenseMatrix<double> y = Multiply.Product(lapack, A, left.Q, transposeA: true);
        return new ConditionedLayer(
            left.R.Clone(),
            right.R.Clone(),
            Multiply.Product(lapack, left.Q, x, transposeA: true),
            Multiply.Product(lapack, x, x, transposeA: true),
            Multiply.Product(lapack, y, y, transposeA: true),
            Sigma,
            (double)A.Rows / A.Columns);
    }

    public void Dispose()
    {
        A.Dispose();
        U.Dispose();
        V.Dispose();
    }

    private static double[] Apply(Lapack lapack, DenseMatrix<double> a, double[] x, bool transpose)
    {
        using var vector = new DenseMatrix<double>(x.Length, 1);
        x.CopyTo(vector.Column(0));
        using DenseMatrix<double> product = Multiply.Product(lapack, a, vector, transposeA: transpose);
        return product.Column(0).ToArray();
    }

    private static void Add(double[] target, double factor, double[] source)
    {
        for (int i = 0; factor != 0 && i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }

    private static DenseMatrix<double> Columns(double[][] vectors, double factor)
    {
        var matrix = new DenseMatrix<double>(vectors[0].Length, vectors.Length);
        for (int j = 0; j < vectors.Length; j++)
        {
            for (int i = 0; i < vectors[j].Length; i++)
            {
                matrix[i, j] = factor * vectors[j][i];
            }
        }

        return matrix;
    }
}
