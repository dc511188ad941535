using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Spectrum;

/// <summary>
/// Measured singular values of a trained matrix at every step of its training, whatever the matrix holds: decomposed where its entries are stored, completed to an exact
/// sample where it was revealed.
/// </summary>
/// <remarks>
/// Never from the formula of the theory. Values at different steps have their exact joint law at every size. Making it takes all processes that share the rows of the
/// matrix; its values are then rank 0's alone. The matrix must outlive it and not be asked any more. Determinism: bits of the LAPACK provider. Not thread-safe.
/// </remarks>
public abstract class LayerSpectrum
{
    /// <summary>Reads a matrix after training; nothing is decomposed yet.</summary>
    /// <typeparam name="T">Element type of the vectors.</typeparam>
    /// <param name="lapack">Provider.</param>
    /// <param name="matrix">The matrix with its spikes.</param>
    /// <param name="marks">How much of both was there before each step.</param>
    /// <param name="completion">Stream of what a revealed matrix does not know yet.</param>
    /// <param name="optimizer">rho and m where the initial weights or the spikes change with the step (spike r of step r); null where they do not.</param>
    public static LayerSpectrum Of<T>(
        Lapack lapack, ISpikedMatrix<T> matrix, IReadOnlyList<LayerMark> marks, StreamKey completion, OptimizerMemory? optimizer = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.Accept(new Reader<T>(lapack, matrix.Spikes, marks, completion, optimizer));
    }

    /// <summary>Bytes of the workspace in which the largest values of one matrix are computed.</summary>
    /// <param name="policy">Kind of the matrix.</param>
    /// <param name="rows">n.</param>
    /// <param name="columns">m.</param>
    /// <param name="queries">Vectors asked, from both sides.</param>
    public static double Bytes(MatrixPolicy policy, double rows, double columns, double queries)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.HoldsWholeSpectrum ? StoredSpectrum.Bytes(rows, columns, queries) : CompletedSpectrum.Bytes(rows, columns, queries);
    }

    /// <summary>Operations of dense linear algebra for the largest values of one matrix at one step; for progress and time estimates.</summary>
    /// <inheritdoc cref="Bytes"/>
    public static double Operations(MatrixPolicy policy, double rows, double columns, double queries)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.HoldsWholeSpectrum ? StoredSpectrum.Operations(rows, columns) : CompletedSpectrum.Operations(rows, columns, queries);
    }

    /// <summary>The <paramref name="count"/> largest singular values of M(<paramref name="step"/>), fewer if the matrix has fewer.</summary>
    public abstract TopSingularValues Largest(int step, int count);

    /// <summary>All singular values of M(<paramref name="step"/>), descending; null where the matrix does not hold them, see <see cref="MatrixPolicy.HoldsWholeSpectrum"/>.</summary>
    public abstract RealSpectrum<double>? All(int step);

    /// <summary>M(<paramref name="step"/>), written out, for the caller to dispose; null where the matrix does not hold its entries.</summary>
    public abstract DenseMatrix<double>? Matrix(int step);

    private sealed class Reader<T>(
        Lapack lapack, IReadOnlyList<Spike> spikes, IReadOnlyList<LayerMark> marks, StreamKey completion, OptimizerMemory? optimizer)
        : IGaussianVisitor<T, LayerSpectrum>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public LayerSpectrum Stored(StoredGaussian<T> matrix) => StoredSpectrum.Of(lapack, matrix, spikes, marks, optimizer);

        public LayerSpectrum Revealed(IRevealedKnowledge matrix) => new CompletedSpectrum(
            lapack, HiddenLayerHistory.Of(matrix, spikes, marks, optimizer), matrix.Rows, matrix.Columns, completion);
    }
}
