using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Ensembles;

/// <summary>AB + BA of two independent Gaussian orthogonal matrices.</summary>
/// <remarks>
/// <code>
/// A, B as <see cref="Goe"/>;   upper edge sqrt((11 + 5 sqrt 5)/2),   law symmetric about zero
/// </code>
/// <para>The limit is that of the polynomial M = AB, symmetrized (<see cref="Polynomial"/>). A sample adds the product BA instead of the transpose of AB, which is the same matrix
/// up to rounding. Streams: 0 makes A, 1 makes B.</para>
/// </remarks>
public sealed record Anticommutator : IEnsemble
{
    /// <inheritdoc/>
    public string Noun => "eigenvalue";

    /// <inheritdoc/>
    public bool IsNonnegative => false;

    /// <summary>The same ensemble as a polynomial.</summary>
    public static MatrixPolynomial Polynomial()
    {
        GaussianFactor a = new("A", symmetric: true);
        GaussianFactor b = new("B", symmetric: true);
        return new MatrixPolynomial([a, b], new MatrixExpression.Product(new MatrixExpression.Leaf(a, false), new MatrixExpression.Leaf(b, false)), symmetrized: true);
    }

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        double deviation = SampledMatrix.Deviation(size);
        using DenseMatrix<double> a = GaussianEntries.DrawSymmetric(stream(0), size, deviation, executor);
        using DenseMatrix<double> b = GaussianEntries.DrawSymmetric(stream(1), size, deviation, executor);
        using DenseMatrix<double> sum = Multiply.Product(lapack, a, b);
        Multiply.Into(lapack, false, b, false, a, 1.0, 1.0, sum);
        return SampledMatrix.Eigenvalues(lapack, sum);
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size) => Polynomial().Limit(lapack, size);
}
