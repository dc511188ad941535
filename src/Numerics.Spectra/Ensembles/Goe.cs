using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Ensembles;

/// <summary>Gaussian orthogonal ensemble: real symmetric matrices with independent entries.</summary>
/// <remarks>
/// <code>
/// H = (X + X^T)/sqrt 2,   X_ij ~ N(0, 1/n);   eigenvalues: semicircle on [-2, 2],   lambda_1 = 2 + n^(-2/3) TW (beta = 1)
/// </code>
/// <para>Streams: 0 is X.</para>
/// </remarks>
public sealed record Goe : IEnsemble
{
    /// <inheritdoc/>
    public string Noun => "eigenvalue";

    /// <inheritdoc/>
    public bool IsNonnegative => false;

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using DenseMatrix<double> goe = GaussianEntries.DrawSymmetric(stream(0), size, SampledMatrix.Deviation(size), executor);
        return SampledMatrix.Eigenvalues(lapack, goe);
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size) => Semicircle(size);

    /// <summary>rho = sqrt(4 - x^2)/(2 pi) begins as sqrt(2 - x)/pi: amplitude one.</summary>
    internal static LimitSpectrum Semicircle(int size) => new(new SemicircleLaw(1), Math.Pow(size, -2.0 / 3));
}
