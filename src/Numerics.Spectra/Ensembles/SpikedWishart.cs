using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Spikes;

namespace Numerics.Spectra.Ensembles;

/// <summary>Sample covariance matrices with one larger population eigenvalue: the model of Baik, Ben Arous and Peche.</summary>
/// <remarks>
/// <code>
/// S = Sigma^(1/2) X X^T Sigma^(1/2)/n,   X: p x n, N(0, 1),   c = p/n,   Sigma = 1 + (l - 1) v v^T,   Sigma^(1/2) X = X + (sqrt l - 1) v (v^T X)
/// </code>
/// <para>Outlier, overlap and deviation: <see cref="SpikedCovariance"/>. Streams: 0 is X, 1 makes v.</para>
/// </remarks>
public sealed record SpikedWishart : IEnsemble
{
    /// <summary>The ensemble of ratio c and population eigenvalue l.</summary>
    /// <param name="aspectRatio">c = p/n, positive.</param>
    /// <param name="eigenvalue">l, above 1.</param>
    public SpikedWishart(double aspectRatio, double eigenvalue)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aspectRatio);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(eigenvalue, 1);
        AspectRatio = aspectRatio;
        Eigenvalue = eigenvalue;
    }

    /// <summary>c.</summary>
    public double AspectRatio { get; }

    /// <summary>l.</summary>
    public double Eigenvalue { get; }

    /// <inheritdoc/>
    public string Noun => "eigenvalue";

    /// <inheritdoc/>
    public bool IsNonnegative => true;

    /// <inheritdoc/>
    public bool HasSpike => true;

    /// <inheritdoc/>
    public int Rows(int size) => SampledMatrix.Rows(AspectRatio, size);

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using DenseMatrix<double> x = GaussianEntries.Draw(stream(0), Rows(size), size, SampledMatrix.Deviation(size), executor);
        double[] v = GaussianEntries.Direction(stream(1), Rows(size));
        double[] projected = [.. Enumerable.Range(0, size).Select(j => SpanProducts.Dot(x.Column(j), v))];
        GaussianEntries.AddSpike(x, Math.Sqrt(Eigenvalue) - 1, v, projected);
        using DenseMatrix<double> covariance = Multiply.Product(lapack, x, x, transposeB: true);
        return SampledMatrix.Eigenvectors(lapack, covariance, v);
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size)
    {
        var spike = new SpikedCovariance((double)Rows(size) / size, Eigenvalue);
        var law = new MarchenkoPasturLaw(spike.Ratio);
        // Near b the density sqrt((b - x)(x - a))/(2 pi c x) has amplitude sqrt(b - a)/(2 c b).
        SupportInterval band = law.Support[0];
        double amplitude = Math.Sqrt(band.Upper - band.Lower) / (2 * spike.Ratio * band.Upper);
        return new LimitSpectrum(law, Math.Pow(spike.Ratio * size * amplitude, -2.0 / 3))
        {
            Outliers = spike.Escapes ? [spike.Outlier] : [],
            OutlierDeviation = spike.ScaledVariance > 0 ? Math.Sqrt(spike.ScaledVariance / size) : null,
            Overlap = spike.Overlap,
        };
    }
}
