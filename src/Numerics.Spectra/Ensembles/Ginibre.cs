using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Ensembles;

/// <summary>Real Ginibre ensemble: square matrices with independent entries, complex eigenvalues.</summary>
/// <remarks>
/// <code>
/// X_ij ~ N(0, 1/n);   eigenvalues fill the unit disk,   moduli: F(r) = r^2
/// </code>
/// <para>The disk has a rim of width n^(-1/2) without a Tracy-Widom law, and of the order of n^(1/2) eigenvalues lie on the real axis. Streams: 0 is X.</para>
/// </remarks>
public sealed record Ginibre : IEnsemble
{
    /// <inheritdoc/>
    public string Noun => "modulus";

    /// <inheritdoc/>
    public bool IsNonnegative => true;

    /// <inheritdoc/>
    public double Operations(int size) => 25 * Math.Pow(size, 3);

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using DenseMatrix<double> ginibre = GaussianEntries.Draw(stream(0), size, size, SampledMatrix.Deviation(size), executor);
        return new EnsembleSample([.. GeneralEigen.Values(lapack, ginibre).Values.Select(value => value.Magnitude).OrderDescending()], null);
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size) => new(new CircularLaw(1), null);
}
