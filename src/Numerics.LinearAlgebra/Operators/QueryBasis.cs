using System.Numerics;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// An orthonormal basis of all vectors that came so far: it grows only by what a block of vectors adds beyond a tolerance, and memory with it.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>Classical Gram-Schmidt, twice, block by block, as in <see cref="PanelAlgebra{T}"/>'s fused sweeps; inside a block the Cholesky factor of its Gram matrix where that is safe, else column by column.</remarks>
internal sealed class QueryBasis<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PanelAlgebra<T> algebra;
    private readonly Panel<T> basis;
    private readonly double tolerance;
    private DenseMatrix<double> work = new(0, 0);
    private Panel<T>? scratch;

    /// <summary>An empty basis.</summary>
    /// <param name="shards">Rows.</param>
    /// <param name="capacity">Most vectors.</param>
    /// <param name="firstColumns">Directions that there is room for at first.</param>
    /// <param name="algebra">Threads.</param>
    /// <param name="tolerance">What is left of a vector over its norm, up to which it adds no direction.</param>
    public QueryBasis(RowShards shards, int capacity, int firstColumns, PanelAlgebra<T> algebra, double tolerance)
    {
        this.algebra = algebra;
        this.tolerance = tolerance;
        Capacity = capacity;
        basis = new Panel<T>(shards, firstColumns, algebra.Executor.Buffers);
    }

    /// <summary>Most vectors.</summary>
    public int Capacity { get; }

    /// <summary>Directions.</summary>
    public int Rank { get; private set; }

    /// <summary>The vectors in coordinates.</summary>
    public QueryRecord Record { get; } = new();

    /// <summary>Directions from <paramref name="first"/> on.</summary>
    public PanelView<T> View(int first, int count) => basis.View(first, count);

    /// <summary>
    /// Splits vectors into known and new parts: appends the orthonormalised new directions to the basis and stores the coordinates.
    /// Returns the number of new directions, whose products the caller must fill.
    /// </summary>
    public int Append(PanelView<T> asked)
    {
        PanelView<T> vectors = CopyToScratch(asked);
        if (Record.Count + vectors.Count > Capacity)
        {
            throw new InvalidOperationException(
                $"{Record.Count + vectors.Count} vectors asked of a revealed matrix with capacity {Capacity}; construct it with a larger capacity.");
        }

        int oldRank = Rank;
        work = new DenseMatrix<double>(oldRank + vectors.Count, vectors.Count);
        if (ProjectBlock(vectors, oldRank))
        {
            basis.Reserve(oldRank + vectors.Count, Capacity);
            if (!TryAppendBlock(vectors, oldRank))
            {
                for (int column = 0; column < vectors.Count; column++)
                {
                    AppendColumn(vectors.Slice(column, 1), oldRank, column);
                }
            }
        }

        for (int column = 0; column < vectors.Count; column++)
        {
            Record.Add(work.Column(column)[..Rank]);
        }

        return Rank - oldRank;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        basis.Dispose();
        scratch?.Dispose();
        work.Dispose();
    }

    private PanelView<T> CopyToScratch(PanelView<T> asked)
    {
        if (scratch is null || scratch.Columns < asked.Count)
        {
            scratch?.Dispose();
            scratch = new Panel<T>(basis.Shards, asked.Count, algebra.Executor.Buffers);
        }

        PanelView<T> copy = scratch.View(0, asked.Count);
        algebra.Copy(asked, copy);
        return copy;
    }

    /// <summary>
    /// Classical Gram-Schmidt, twice, of the whole block against the old basis: three reads of the basis for any number of vectors, two where no vector has a new direction.
    /// </summary>
    /// <returns>False if no vector has one: what is left of each is noted and dropped.</returns>
    private bool ProjectBlock(PanelView<T> vectors, int oldRank)
    {
        if (oldRank == 0)
        {
            return true;
        }

        int count = vectors.Count;
        PanelView<T> against = basis.View(0, oldRank);
        var first = new DenseMatrix<double>(oldRank, count);
        var second = new DenseMatrix<double>(oldRank, count);
        algebra.Gram(against, vectors, first);
        Negate(first);
        algebra.AddProductThenGram(against, first, vectors, second);
        Negate(second);
        for (int column = 0; column < count; column++)
        {
            Span<double> found = work.Column(column);
            for (int row = 0; row < oldRank; row++)
            {
                found[row] = -(first[row, column] + second[row, column]);
            }
        }

        if (IsKnown(vectors, oldRank))
        {
            return false;
        }

        algebra.AddProduct(against, second, vectors);
        return true;
    }

    /// <summary>Whether what one projection left of every vector is below the tolerance: a second one would only clean it of rounding.</summary>
    private bool IsKnown(PanelView<T> vectors, int oldRank)
    {
        var shares = new double[vectors.Count];
        for (int column = 0; column < shares.Length; column++)
        {
            PanelView<T> vector = vectors.Slice(column, 1);
            double residual = Math.Sqrt(algebra.Dot(vector, vector));
            double norm = Math.Sqrt((residual * residual) + SumOfSquares(work.Column(column)[..oldRank]));
            if (!(residual <= tolerance * norm))
            {
                return false;
            }

            shares[column] = norm > 0 ? residual / norm : 0;
        }

        foreach (double share in shares)
        {
            Record.LeaveOut(share);
        }

        return true;
    }

    /// <summary>
    /// Orthogonalises a block that is already free of the old basis by the Cholesky factor of its Gram matrix: one read for the Gram matrix, one sweep that writes the
    /// new basis vectors. Declined unless every column is clearly new and keeps half its length inside the block: then the factor's condition number is small, and one
    /// such step is orthogonal to rounding (in general two would be needed: Yamamoto et al., Electron. Trans. Numer. Anal. 44 (2015) 306).
    /// </summary>
    private bool TryAppendBlock(PanelView<T> vectors, int oldRank)
    {
        int count = vectors.Count;
        var gram = new DenseMatrix<double>(count, count);
        var inverse = new DenseMatrix<double>(count, count);
        algebra.Gram(vectors, vectors, gram);
        var leastPivots = new double[count];
        for (int column = 0; column < count; column++)
        {
            double norm = gram[column, column] + SumOfSquares(work.Column(column)[..oldRank]);
            leastPivots[column] = Math.Max(0.25 * gram[column, column], 4 * tolerance * tolerance * norm);
        }

        if (!GramCholesky.TryFactor(gram, leastPivots))
        {
            return false;
        }

        GramCholesky.Invert(gram, inverse);
        algebra.Product(vectors, inverse, basis.View(oldRank, count));
        for (int column = 0; column < count; column++)
        {
            gram.Column(column)[..(column + 1)].CopyTo(work.Column(column)[oldRank..]);
        }

        Rank += count;
        return true;
    }

    /// <summary>
    /// Orthogonalises one column, already free of the old basis, against the new directions of its own block, and appends it if it is new. Its norm as it
    /// was asked is that of its coordinates and its residual. A vector that adds nothing keeps its coordinates along these, too: left out is what lies outside of the basis.
    /// </summary>
    private void AppendColumn(PanelView<T> vector, int oldRank, int query)
    {
        double residual = Math.Sqrt(algebra.Dot(vector, vector));
        double norm = Math.Sqrt((residual * residual) + SumOfSquares(work.Column(query)[..oldRank]));
        if (Rank > oldRank)
        {
            double before = residual;
            RemoveBasis(oldRank, vector, query);
            residual = Math.Sqrt(algebra.Dot(vector, vector));

            // Losing half the length inside the block may have raised the share of old directions above rounding: sweep over everything again.
            if (residual < 0.5 * before && residual > tolerance * norm)
            {
                RemoveBasis(0, vector, query);
                residual = Math.Sqrt(algebra.Dot(vector, vector));
            }
        }

        if (residual > tolerance * norm && norm > 0)
        {
            algebra.Scale(vector, 1 / residual, basis.View(Rank, 1));
            work[Rank, query] = residual;
            Rank++;
            return;
        }

        Record.LeaveOut(norm > 0 ? residual / norm : 0);
    }

    /// <summary>Removes the share of basis vectors from <paramref name="first"/> on and adds it to the coordinates.</summary>
    private void RemoveBasis(int first, PanelView<T> vector, int query)
    {
        DenseMatrix<double> found = ProjectTwice(basis.View(first, Rank - first), vector);
        Span<double> target = work.Column(query)[first..];
        for (int row = 0; row < found.Rows; row++)
        {
            target[row] += found[row, 0];
        }
    }

    /// <summary>vectors -= B B^T vectors, twice, in three reads of B; returns the coordinates removed.</summary>
    private DenseMatrix<double> ProjectTwice(PanelView<T> against, PanelView<T> vectors)
    {
        var first = new DenseMatrix<double>(against.Count, vectors.Count);
        var second = new DenseMatrix<double>(against.Count, vectors.Count);
        algebra.Gram(against, vectors, first);
        Negate(first);
        algebra.AddProductThenGram(against, first, vectors, second);
        Negate(second);
        algebra.AddProduct(against, second, vectors);
        for (int i = 0; i < first.AsSpan().Length; i++)
        {
            first.AsSpan()[i] = -(first.AsSpan()[i] + second.AsSpan()[i]);
        }

        return first;
    }

    private static double SumOfSquares(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum = Math.FusedMultiplyAdd(value, value, sum);
        }

        return sum;
    }

    private static void Negate(DenseMatrix<double> matrix)
    {
        foreach (ref double entry in matrix.AsSpan())
        {
            entry = -entry;
        }
    }
}
