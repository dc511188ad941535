using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Ensembles;

/// <summary>A sample covariance matrix plus a multiple of a Gaussian orthogonal one.</summary>
/// <remarks>
/// <code>
/// X X^T + b H,   X: p x n, N(0, 1/n),   c = p/n,   H: p x p, off-diagonal variance 1/p
/// </code>
/// <para>Streams: 0 is X, 1 makes H.</para>
/// </remarks>
public sealed record MarchenkoPasturPlusGoe : IEnsemble
{
    /// <summary>The ensemble of ratio c and factor b, both positive.</summary>
    public MarchenkoPasturPlusGoe(double aspectRatio, double weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aspectRatio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(weight);
        AspectRatio = aspectRatio;
        Weight = weight;
    }

    /// <summary>c.</summary>
    public double AspectRatio { get; }

    /// <summary>b.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    public string Noun => "eigenvalue";

    /// <inheritdoc/>
    public bool IsNonnegative => false;

    /// <inheritdoc/>
    public int Rows(int size) => SampledMatrix.Rows(AspectRatio, size);

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        int rows = Rows(size);
        using DenseMatrix<double> x = GaussianEntries.Draw(stream(0), rows, size, SampledMatrix.Deviation(size), executor);
        using DenseMatrix<double> sum = Multiply.Product(lapack, x, x, transposeB: true);
        using DenseMatrix<double> goe = GaussianEntries.DrawSymmetric(stream(1), rows, Weight / Math.Sqrt(rows), executor);
        SpanProducts.Add(1, goe.AsSpan(), sum.AsSpan());
        return SampledMatrix.Eigenvalues(lapack, sum);
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size)
    {
        int rows = Rows(size);
        return LimitSpectrum.Of(new DysonSpectrum(new MatrixDysonEquation(lapack, Pencil((double)rows / size)), SpectrumKind.Eigenvalues), rows);
    }

    /// <summary>An auxiliary block with -1 on its diagonal makes the product.</summary>
    private BlockPencil Pencil(double ratio)
    {
        var builder = new PencilBuilder();
        DimensionType variables = builder.AddType("variables", ratio);
        DimensionType samples = builder.AddType("samples", 1);
        PencilBlock corner = builder.AddCorner("x", variables);
        PencilBlock auxiliary = builder.AddAuxiliary("u", samples);
        builder.AddConstant(auxiliary, auxiliary, -1);
        builder.Couple(builder.AddGaussian("X", variables, samples, 1), corner, auxiliary);
        // Off-diagonal variance b^2/p in units of the reference size: b^2/c.
        builder.Couple(builder.AddSymmetricGaussian("H", variables, Weight * Weight / ratio), corner, corner);
        return builder.Build();
    }
}
