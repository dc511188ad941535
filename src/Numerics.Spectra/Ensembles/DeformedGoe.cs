using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Spikes;

namespace Numerics.Spectra.Ensembles;

/// <summary>A Gaussian orthogonal matrix plus a matrix of rank one.</summary>
/// <remarks>
/// <code>
/// M = H + theta v v^T,   H as in <see cref="Goe"/>
/// </code>
/// <para>Outlier, overlap and deviation: <see cref="SpikedWigner"/>. Streams: 0 makes H, 1 makes v.</para>
/// </remarks>
public sealed record DeformedGoe : IEnsemble
{
    /// <summary>The ensemble of spike theta, positive.</summary>
    public DeformedGoe(double strength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        Strength = strength;
    }

    /// <summary>theta.</summary>
    public double Strength { get; }

    /// <inheritdoc/>
    public string Noun => "eigenvalue";

    /// <inheritdoc/>
    public bool IsNonnegative => false;

    /// <inheritdoc/>
    public bool HasSpike => true;

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using DenseMatrix<double> matrix = GaussianEntries.DrawSymmetric(stream(0), size, SampledMatrix.Deviation(size), executor);
        double[] v = GaussianEntries.Direction(stream(1), size);
        GaussianEntries.AddSpike(matrix, Strength, v, v);
        return SampledMatrix.Eigenvectors(lapack, matrix, v);
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size)
    {
        var spike = new SpikedWigner(1, Strength);
        return Goe.Semicircle(size) with
        {
            Outliers = spike.Escapes ? [spike.Outlier] : [],
            OutlierDeviation = spike.ScaledVariance > 0 ? Math.Sqrt(spike.ScaledVariance / size) : null,
            Overlap = spike.Overlap,
        };
    }
}
