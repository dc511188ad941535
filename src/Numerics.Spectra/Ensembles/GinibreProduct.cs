using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Ensembles;

/// <summary>Singular values of a product of independent real Ginibre matrices.</summary>
/// <remarks>
/// <code>
/// X_1 ... X_K, entries N(0, 1/n);   squared singular values: Fuss-Catalan on [0, (K + 1)^(K + 1)/K^K]
/// </code>
/// <para>The law is closed; the amplitude of its upper edge, hence the fluctuation scale, is that of the pencil of the product (the polynomial X_1 ... X_K of
/// <see cref="MatrixPolynomial"/>). Streams: k - 1 is X_k.</para>
/// </remarks>
public sealed record GinibreProduct : IEnsemble
{
    /// <summary>The product of <paramref name="factors"/> = K matrices, at least 1.</summary>
    public GinibreProduct(int factors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factors, 1);
        Factors = factors;
    }

    /// <summary>K.</summary>
    public int Factors { get; }

    /// <inheritdoc/>
    public string Noun => "singular value";

    /// <inheritdoc/>
    public bool IsNonnegative => true;

    /// <inheritdoc/>
    public double Operations(int size) => 6 * Math.Pow(size, 3);

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        double deviation = SampledMatrix.Deviation(size);
        DenseMatrix<double> product = GaussianEntries.Draw(stream(0), size, size, deviation, executor);
        for (uint k = 1; k < Factors; k++)
        {
            using DenseMatrix<double> old = product;
            using DenseMatrix<double> next = GaussianEntries.Draw(stream(k), size, size, deviation, executor);
            product = Multiply.Product(lapack, old, next);
        }

        using (product)
        {
            // Small singular values count: the density diverges at zero, and none of them is an exact zero.
            return new EnsembleSample(SampledMatrix.SingularValues(lapack, product), null);
        }
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size)
    {
        var program = new MatrixProgram();
        DimensionType n = program.AddType("n", 1);
        ProgramVector vector = program.Input(n);
        for (int k = 0; k < Factors; k++)
        {
            vector = program.AddGaussian($"X{k + 1}", n, n, 1).Apply(vector);
        }

        SpectralEdge edge = RealBranch.FromAbove(new MatrixDysonEquation(lapack, program.Hermitize(vector))).Edge;
        return new LimitSpectrum(new RootLaw(new FussCatalanLaw(Factors)), edge.FluctuationScale(2.0 * size));
    }
}
