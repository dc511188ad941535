using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Ensembles;

/// <summary>Stored matrices with independent Gaussian entries; entry (i, j) is addressed by (stream, column j, row i).</summary>
public static class GaussianEntries
{
    /// <summary>A rows x columns matrix of independent N(0, deviation^2).</summary>
    /// <param name="key">Stream of the matrix.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="deviation">Standard deviation of an entry.</param>
    /// <param name="executor">Threads; the entries do not depend on their number.</param>
    /// <returns>Owned by the caller.</returns>
    public static DenseMatrix<double> Draw(StreamKey key, long rows, long columns, double deviation, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(executor);
        var matrix = new DenseMatrix<double>(rows, columns);
        executor.Run(checked((int)columns), column => GaussianFill.Fill(key, (uint)column, 0, deviation, matrix.Column(column)));
        return matrix;
    }

    /// <summary>A symmetric matrix (X + X^T)/sqrt 2: variance deviation^2 off the diagonal, 2 deviation^2 on it.</summary>
    /// <param name="key">Stream of X.</param>
    /// <param name="order">Order.</param>
    /// <param name="deviation">Standard deviation of an off-diagonal entry.</param>
    /// <param name="executor">Threads.</param>
    /// <returns>Both triangles; owned by the caller.</returns>
    public static DenseMatrix<double> DrawSymmetric(StreamKey key, long order, double deviation, ShardExecutor executor)
    {
        DenseMatrix<double> matrix = Draw(key, order, order, deviation, executor);
        double half = Math.Sqrt(0.5);
        for (long j = 0; j < order; j++)
        {
            matrix[j, j] *= 2 * half;
            for (long i = j + 1; i < order; i++)
            {
                double value = half * (matrix[i, j] + matrix[j, i]);
                matrix[i, j] = value;
                matrix[j, i] = value;
            }
        }

        return matrix;
    }

    /// <summary>A uniformly distributed unit vector.</summary>
    public static double[] Direction(StreamKey key, int length)
    {
        var vector = new double[length];
        GaussianFill.Fill(key, 0, 0, 1, vector);
        double norm = LinearAlgebra.Dense.SpanProducts.Norm(vector);
        LinearAlgebra.Dense.SpanProducts.Scale(1 / norm, vector);
        return vector;
    }

    /// <summary>Adds strength u v^T.</summary>
    public static void AddSpike(DenseMatrix<double> matrix, double strength, ReadOnlySpan<double> u, ReadOnlySpan<double> v)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rows != u.Length || matrix.Columns != v.Length)
        {
            throw new ArgumentException($"A spike of {u.Length} x {v.Length} does not fit a matrix of {matrix.Rows} x {matrix.Columns}; sizes must agree.", nameof(matrix));
        }

        for (int j = 0; j < v.Length; j++)
        {
            LinearAlgebra.Dense.SpanProducts.Add(strength * v[j], u, matrix.Column(j));
        }
    }
}
