using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Ensembles;

/// <summary>Gaussian unitary ensemble: complex Hermitian matrices with independent entries.</summary>
/// <remarks>
/// <code>
/// E|H_ij|^2 = 1/n;   eigenvalues: semicircle on [-2, 2],   lambda_1 = 2 + n^(-2/3) TW (beta = 2)
/// H = (A + iB)/sqrt 2 with symmetric A, antisymmetric B:   the real matrix [[A, -B],[B, A]]/sqrt 2 has every eigenvalue of H twice
/// </code>
/// <para>Streams: 0 makes A, 1 makes B.</para>
/// </remarks>
public sealed record Gue : IEnsemble
{
    /// <inheritdoc/>
    public string Noun => "eigenvalue";

    /// <inheritdoc/>
    public bool IsNonnegative => false;

    /// <inheritdoc/>
    public double Bytes(int size) => 4 * 8 * 6 * Math.Pow(size, 2);

    /// <inheritdoc/>
    public double Operations(int size) => 8 * Math.Pow(size, 3);

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
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

        EnsembleSample twice = SampledMatrix.Eigenvalues(lapack, real);
        return twice with { Values = [.. twice.Values.Where((_, k) => k % 2 == 0)] };
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size) => Goe.Semicircle(size) with { Beta = 2 };
}
