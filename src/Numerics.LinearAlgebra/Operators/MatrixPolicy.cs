using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// All that follows from the kind of a Gaussian matrix, known before one is made: how it is made, how much may be asked of it, memory and work. THE place where
/// kinds of matrices are told apart; code that holds a matrix sees an <see cref="IGaussianOperator{T}"/>.
/// </summary>
/// <remarks>
/// <code>
/// n x m, r right and l left queries      revealed                                    stored
/// elements held                          (n + m)(r + l)                              n m + m r + n l
/// operations of all queries, one by one  (n + m)(2.5 (r + l)^2 + 15 (r + l))         2 n m (r + l)
/// bytes moved by q queries in b blocks   2 (n + m) q b per element                   n m b per element
/// </code>
/// <para>Revealed: on average half of all queries is known when one is asked, and the basis and the products are read and updated; a fresh Gaussian number counts as 30
/// operations. In coordinates as revealed, with <see cref="StoredRows"/> for n and m. Upper bounds: queries inside the span of earlier ones take no column, and columns that are never written take no memory.</para>
/// </remarks>
public abstract class MatrixPolicy
{
    private MatrixPolicy()
    {
    }

    /// <summary>Whether all singular values of a matrix can be had, not the largest only.</summary>
    public abstract bool HoldsWholeSpectrum { get; }

    /// <summary>Whether the products that a training asks can be parts of sweeps over the rows, see <see cref="IRevealedKnowledge"/>, instead of passes of their own.</summary>
    public abstract bool AnswersInSweeps { get; }

    /// <summary>Why processes cannot share the rows of such matrices, one sentence with the remedy; null if they can.</summary>
    public abstract string? WhyRowsAreNotShared { get; }

    /// <summary>Why a network whose activations act on single entries cannot have such matrices, one sentence with the remedy; null if it can.</summary>
    public virtual string? WhyNotEntrywise => null;

    /// <summary>The policy of a kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such kind.</exception>
    public static MatrixPolicy Of(MatrixKind kind) => kind switch
    {
        MatrixKind.Revealed => RevealedPolicy.OfEntries,
        MatrixKind.Coordinates => RevealedPolicy.OfCoordinates,
        MatrixKind.Stored => StoredPolicy.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A matrix is revealed, stored, or in coordinates."),
    };

    /// <summary>Most vectors that can be asked of a matrix, from both sides together; null if there is no limit.</summary>
    public abstract long? Capacity(long rows, long columns);

    /// <summary>Rows that a vector takes.</summary>
    /// <param name="dimension">Dimension of its space.</param>
    /// <param name="blocks">Blocks of the space.</param>
    /// <param name="draws">Most vectors drawn in it.</param>
    /// <param name="invariant">Whether nothing acts on single entries.</param>
    public virtual double StoredRows(double dimension, int blocks, double draws, bool invariant) => dimension;

    /// <summary>Bytes of a matrix and of the memory of its queries.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">m.</param>
    /// <param name="right">r, vectors asked in A v.</param>
    /// <param name="left">l, vectors asked in A^T u.</param>
    /// <param name="elementBytes">8 for double, 4 for single precision.</param>
    public double Bytes(double rows, double columns, double right, double left, int elementBytes) => elementBytes * Elements(rows, columns, right, left);

    /// <summary>Bytes of the copies that a block of queries from either side is worked on in.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">m.</param>
    /// <param name="block">Vectors asked at once.</param>
    /// <param name="elementBytes">8 for double, 4 for single precision.</param>
    public abstract double ScratchBytes(double rows, double columns, double block, int elementBytes);

    /// <summary>Multiplications and additions of all queries of one matrix, asked one by one; progress and time estimates, not flop counts.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">m.</param>
    /// <param name="right">r.</param>
    /// <param name="left">l.</param>
    public abstract double Operations(double rows, double columns, double right, double left);

    /// <summary>The same for drawing what a matrix holds from the start.</summary>
    public abstract double DrawOperations(double rows, double columns);

    /// <summary>Bytes that the queries of one matrix move between memory and processor where they are asked in blocks, whose time this is.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">m.</param>
    /// <param name="queries">q, from both sides.</param>
    /// <param name="blocks">b, times something is asked.</param>
    /// <param name="elementBytes">8 for double, 4 for single precision.</param>
    public abstract double Traffic(double rows, double columns, double queries, double blocks, int elementBytes);

    /// <summary>A matrix about which nothing has been asked, with the sources of fresh vectors over its rows and columns.</summary>
    internal abstract IGaussianOperator<T> Create<T>(Lapack? lapack, GaussianOptions options, ShardExecutor executor, ISiteSource<T> rowSites, ISiteSource<T> columnSites)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The space of one population.</summary>
    internal virtual SiteSpace<T> Space<T>(IReadOnlyList<long> blocks, long draws, bool invariant, ShardExecutor executor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new EntrySpace<T>(blocks, executor);

    private protected abstract double Elements(double rows, double columns, double right, double left);

    private sealed class RevealedPolicy(bool coordinates) : MatrixPolicy
    {
        public static RevealedPolicy OfEntries { get; } = new(coordinates: false);

        public static RevealedPolicy OfCoordinates { get; } = new(coordinates: true);

        public override bool HoldsWholeSpectrum => false;

        public override string? WhyRowsAreNotShared => coordinates
            ? "Matrices in coordinates have no rows to share, whatever the size: run one process, or one per replica (--shard)."
            : null;

        public override bool AnswersInSweeps => !coordinates;

        public override string? WhyNotEntrywise => coordinates
            ? "Matrices in coordinates serve networks without activations; set matrix to \"revealed\" or \"stored\"."
            : null;

        // A frame costs nothing to fill up; over entries so many queries are better asked of a stored matrix.
        public override long? Capacity(long rows, long columns) => coordinates ? null : Math.Min(rows, columns) - 1;

        public override double StoredRows(double dimension, int blocks, double draws, bool invariant) =>
            coordinates && invariant ? Math.Min(dimension, blocks * draws) : dimension;

        public override double ScratchBytes(double rows, double columns, double block, int elementBytes) => elementBytes * (rows + columns) * block;

        public override double Operations(double rows, double columns, double right, double left)
        {
            double queries = right + left;
            return (rows + columns) * ((2.5 * queries * queries) + (15 * queries));
        }

        public override double DrawOperations(double rows, double columns) => 0;

        public override double Traffic(double rows, double columns, double queries, double blocks, int elementBytes) =>
            2 * (rows + columns) * queries * blocks * elementBytes;

        internal override IGaussianOperator<T> Create<T>(Lapack? lapack, GaussianOptions options, ShardExecutor executor, ISiteSource<T> rowSites, ISiteSource<T> columnSites)
        {
            if (!coordinates)
            {
                options.RequireFewQueries();
            }

            return new RevealedGaussian<T>(options, rowSites, columnSites, executor);
        }

        internal override SiteSpace<T> Space<T>(IReadOnlyList<long> blocks, long draws, bool invariant, ShardExecutor executor) =>
            coordinates && invariant ? new RotatedSpace<T>(blocks, draws, executor) : base.Space<T>(blocks, draws, invariant, executor);

        private protected override double Elements(double rows, double columns, double right, double left) => (rows + columns) * (right + left);
    }

    private sealed class StoredPolicy : MatrixPolicy
    {
        public static StoredPolicy Instance { get; } = new();

        public override bool HoldsWholeSpectrum => true;

        public override bool AnswersInSweeps => false;

        public override string? WhyRowsAreNotShared =>
            "Stored matrices are not shared by processes: set matrix=revealed, or run one process per replica (--shard).";

        public override long? Capacity(long rows, long columns) => null;

        public override double ScratchBytes(double rows, double columns, double block, int elementBytes) => 0;

        public override double Operations(double rows, double columns, double right, double left) => 2 * rows * columns * (right + left);

        public override double DrawOperations(double rows, double columns) => 10 * rows * columns;

        public override double Traffic(double rows, double columns, double queries, double blocks, int elementBytes) => rows * columns * blocks * elementBytes;

        internal override IGaussianOperator<T> Create<T>(Lapack? lapack, GaussianOptions options, ShardExecutor executor, ISiteSource<T> rowSites, ISiteSource<T> columnSites) => new StoredGaussian<T>(
            lapack ?? throw new ArgumentNullException(nameof(lapack), "Stored matrices need a LAPACK provider for their products."), options, executor);

        private protected override double Elements(double rows, double columns, double right, double left) =>
            (rows * columns) + (columns * right) + (rows * left);
    }
}
