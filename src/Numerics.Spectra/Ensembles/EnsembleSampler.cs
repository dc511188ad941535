using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Ensembles;

/// <summary>Draws matrices of the classical ensembles and decomposes them.</summary>
/// <remarks>
/// <code>
/// orthogonal: off-diagonal variance 1/n;   unitary: E|H_ij|^2 = 1/n;   Ginibre: 1/n;   covariance: X X^T/n with X p x n;   rectangular: p x n of variance 1/n
/// </code>
/// Determinism: entries are the same bits everywhere, values those of the LAPACK provider.
/// </remarks>
/// <param name="lapack">Provider.</param>
/// <param name="executor">Threads that draw.</param>
public sealed class EnsembleSampler(Lapack lapack, ShardExecutor executor)
{
    // Eigenvalues below this part of the largest are exact zeros of matrices that are not of full rank.
    private const double ZeroThreshold = 1e-11;

    /// <summary>One matrix of reference size <paramref name="size"/> = n.</summary>
    /// <param name="ensemble">Ensemble.</param>
    /// <param name="size">n, at least 2.</param>
    /// <param name="stream">Key of each Gaussian matrix by its number.</param>
    public EnsembleSample Draw(ClassicalEnsemble ensemble, int size, Func<uint, StreamKey> stream)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        double deviation = 1 / Math.Sqrt(size);
        switch (ensemble.Kind)
        {
            case EnsembleKind.Goe:
                using (DenseMatrix<double> goe = GaussianEntries.DrawSymmetric(stream(0), size, deviation, executor))
                {
                    return Eigenvalues(goe);
                }

            case EnsembleKind.Gue:
                return Unitary(size, stream);
            case EnsembleKind.Ginibre:
                using (DenseMatrix<double> ginibre = GaussianEntries.Draw(stream(0), size, size, deviation, executor))
                {
                    return new EnsembleSample([.. GeneralEigen.Values(lapack, ginibre).Values.Select(value => value.Magnitude).OrderDescending()], null);
                }

            case EnsembleKind.GinibreProduct:
                return Product(ensemble.Factors, size, stream);
            case EnsembleKind.Anticommutator:
                return Anticommutator(size, stream);
            case EnsembleKind.DeformedGoe:
                return DeformedGoe(ensemble.Spike, size, stream);
            case EnsembleKind.RectangularSpike:
                return RectangularSpike(ensemble, size, stream);
            default:
                return Covariance(ensemble, size, stream);
        }
    }

    private EnsembleSample Eigenvalues(DenseMatrix<double> matrix)
    {
        double[] values = [.. SymmetricEigen.Values(lapack, matrix, overwrite: true).Values.Reverse()];
        return new EnsembleSample(WithZeros(values), null);
    }

    /// <summary>Eigenvalues and the overlap of the top eigenvector with a direction.</summary>
    private EnsembleSample Eigenvectors(DenseMatrix<double> matrix, double[] direction)
    {
        using SymmetricEigenDecomposition<double> found = SymmetricEigen.Decompose(lapack, matrix);
        double overlap = SpanProducts.Dot(found.Vectors.Column(found.Values.Length - 1), direction);
        return new EnsembleSample(WithZeros([.. found.Values.Reverse()]), overlap * overlap);
    }

    private static double[] WithZeros(double[] values)
    {
        double limit = ZeroThreshold * Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        return [.. values.Select(value => Math.Abs(value) <= limit ? 0 : value)];
    }

    /// <summary>H = (A + iB)/sqrt 2 with symmetric A, antisymmetric B: the real matrix [[A, -B],[B, A]]/sqrt 2 has every eigenvalue of H twice.</summary>
    private EnsembleSample Unitary(int size, Func<uint, StreamKey> stream)
    {
        double deviation = Math.Sqrt(0.5 / size);
        using DenseMatrix<double> a = GaussianEntries.DrawSymmetric(stream(0), size, deviation, executor);
        using DenseMatrix<double> x = GaussianEntries.Draw(stream(1), size, size, deviation, executor);
        using var real = new DenseMatrix<double>(2L * size, 2L * size);
        double half = Math.Sqrt(0.5);
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i < size; i++)
            {
                double b = half * (x[i, j] - x[j, i]);
                real[i, j] = a[i, j];
                real[i + size, j + size] = a[i, j];
                real[i + size, j] = b;
                real[i, j + size] = -b;
            }
        }

        EnsembleSample twice = Eigenvalues(real);
        return twice with { Values = [.. twice.Values.Where((_, k) => k % 2 == 0)] };
    }

    private EnsembleSample Product(int factors, int size, Func<uint, StreamKey> stream)
    {
        double deviation = 1 / Math.Sqrt(size);
        DenseMatrix<double> product = GaussianEntries.Draw(stream(0), size, size, deviation, executor);
        for (uint k = 1; k < factors; k++)
        {
            using DenseMatrix<double> old = product;
            using DenseMatrix<double> next = GaussianEntries.Draw(stream(k), size, size, deviation, executor);
            product = Multiply.Product(lapack, old, next);
        }

        using (product)
        {
            // Small singular values count here: the density diverges at zero. So not by the Gram matrix.
            return new EnsembleSample(SingularValues.Compute(lapack, product, SvdMethod.Bidiagonal).Values, null);
        }
    }

    private EnsembleSample Anticommutator(int size, Func<uint, StreamKey> stream)
    {
        double deviation = 1 / Math.Sqrt(size);
        using DenseMatrix<double> a = GaussianEntries.DrawSymmetric(stream(0), size, deviation, executor);
        using DenseMatrix<double> b = GaussianEntries.DrawSymmetric(stream(1), size, deviation, executor);
        using DenseMatrix<double> sum = Multiply.Product(lapack, a, b);
        Multiply.Into(lapack, false, b, false, a, 1.0, 1.0, sum);
        return Eigenvalues(sum);
    }

    private EnsembleSample DeformedGoe(double spike, int size, Func<uint, StreamKey> stream)
    {
        using DenseMatrix<double> matrix = GaussianEntries.DrawSymmetric(stream(0), size, 1 / Math.Sqrt(size), executor);
        double[] v = GaussianEntries.Direction(stream(1), size);
        GaussianEntries.AddSpike(matrix, spike, v, v);
        return Eigenvectors(matrix, v);
    }

    private EnsembleSample RectangularSpike(ClassicalEnsemble ensemble, int size, Func<uint, StreamKey> stream)
    {
        int rows = ensemble.Rows(size);
        using DenseMatrix<double> matrix = GaussianEntries.Draw(stream(0), rows, size, 1 / Math.Sqrt(size), executor);
        double[] v = GaussianEntries.Direction(stream(2), size);
        GaussianEntries.AddSpike(matrix, ensemble.Spike, GaussianEntries.Direction(stream(1), rows), v);
        using DenseMatrix<double> gram = Multiply.Product(lapack, matrix, matrix, transposeA: true);
        EnsembleSample squares = Eigenvectors(gram, v);
        return squares with { Values = [.. squares.Values.Select(value => Math.Sqrt(Math.Max(0, value)))] };
    }

    /// <summary>Sigma^(1/2) X X^T Sigma^(1/2)/n, with a spike or an orthogonal matrix where the ensemble has one.</summary>
    private EnsembleSample Covariance(ClassicalEnsemble ensemble, int size, Func<uint, StreamKey> stream)
    {
        int rows = ensemble.Rows(size);
        using DenseMatrix<double> x = GaussianEntries.Draw(stream(0), rows, size, 1 / Math.Sqrt(size), executor);
        double[]? v = null;
        if (ensemble.Kind == EnsembleKind.Bbp)
        {
            // Sigma^(1/2) X = X + (sqrt l - 1) v (v^T X)
            v = GaussianEntries.Direction(stream(1), rows);
            double[] projected = [.. Enumerable.Range(0, size).Select(j => SpanProducts.Dot(x.Column(j), v))];
            GaussianEntries.AddSpike(x, Math.Sqrt(ensemble.Spike) - 1, v, projected);
        }
        else if (ensemble.Kind == EnsembleKind.Wishart)
        {
            ScaleRows(x, ensemble.Population);
        }

        using DenseMatrix<double> covariance = Multiply.Product(lapack, x, x, transposeB: true);
        if (ensemble.Kind == EnsembleKind.MarchenkoPasturPlusGoe)
        {
            using DenseMatrix<double> goe = GaussianEntries.DrawSymmetric(stream(1), rows, ensemble.Weight / Math.Sqrt(rows), executor);
            SpanProducts.Add(1, goe.AsSpan(), covariance.AsSpan());
        }

        return v is null ? Eigenvalues(covariance) : Eigenvectors(covariance, v);
    }

    private static void ScaleRows(DenseMatrix<double> x, IReadOnlyList<(double Value, double Weight)> population)
    {
        int rows = (int)x.Rows;
        var roots = new double[rows];
        double below = 0;
        int next = 0;
        foreach ((double value, double weight) in population)
        {
            below += weight;
            int end = Math.Min(rows, (int)Math.Round(below * rows));
            Array.Fill(roots, Math.Sqrt(value), next, Math.Max(0, end - next));
            next = Math.Max(next, end);
        }

        for (long j = 0; j < x.Columns; j++)
        {
            Span<double> column = x.Column(j);
            for (int i = 0; i < rows; i++)
            {
                column[i] *= roots[i];
            }
        }
    }
}
