using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Spikes;
using Numerics.Spectra.Theory.Edges;

namespace Numerics.Spectra.Ensembles;

/// <summary>A rectangular Gaussian matrix plus a matrix of rank one: singular values.</summary>
/// <remarks>
/// <code>
/// M = A + theta u v^T,   A: p x n, N(0, 1/n),   c = p/n;   n singular values (roots of the eigenvalues of M^T M), exact zeros where c &lt; 1
/// </code>
/// <para>Outlier, overlap of the right vector and deviation: <see cref="RectangularSpike"/>. Streams: 0 is A, 1 makes u, 2 makes v.</para>
/// </remarks>
public sealed record SpikedRectangular : IEnsemble
{
    /// <summary>The ensemble of ratio c and spike theta, both positive.</summary>
    public SpikedRectangular(double aspectRatio, double strength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aspectRatio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(strength);
        AspectRatio = aspectRatio;
        Strength = strength;
    }

    /// <summary>c.</summary>
    public double AspectRatio { get; }

    /// <summary>theta.</summary>
    public double Strength { get; }

    /// <inheritdoc/>
    public string Noun => "singular value";

    /// <inheritdoc/>
    public bool IsNonnegative => true;

    /// <inheritdoc/>
    public bool HasSpike => true;

    /// <inheritdoc/>
    public int Rows(int size) => SampledMatrix.Rows(AspectRatio, size);

    /// <inheritdoc/>
    public int Count(int size) => size;

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using DenseMatrix<double> matrix = GaussianEntries.Draw(stream(0), Rows(size), size, SampledMatrix.Deviation(size), executor);
        double[] v = GaussianEntries.Direction(stream(2), size);
        GaussianEntries.AddSpike(matrix, Strength, GaussianEntries.Direction(stream(1), Rows(size)), v);
        using DenseMatrix<double> gram = Multiply.Product(lapack, matrix, matrix, transposeA: true);
        EnsembleSample squares = SampledMatrix.Eigenvectors(lapack, gram, v);
        return squares with { Values = [.. squares.Values.Select(value => Math.Sqrt(Math.Max(0, value)))] };
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size)
    {
        var spike = new RectangularSpike((double)Rows(size) / size, Strength);
        return new LimitSpectrum(new MarchenkoPasturSingularValueLaw(1, spike.AspectRatio), new EdgeStatistics(Rows(size), size, 1).Scale)
        {
            Outliers = spike.Escapes ? [spike.Outlier] : [],
            OutlierDeviation = spike.ScaledVariance > 0 ? Math.Sqrt(spike.ScaledVariance / size) : null,
            Overlap = spike.RightOverlap,
        };
    }
}
