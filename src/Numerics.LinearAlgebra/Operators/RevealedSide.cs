using System.Numerics;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// What a revealed Gaussian matrix knows from one side: an orthonormal basis of the vectors asked, the products of the matrix with that basis,
/// and the coordinates of every asked vector.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>
/// Right side: basis V, products X = A V. Left side: basis U, products Y = A^T U. Asked vector i is basis * coordinates[:, i] up to the
/// relative rank threshold below.
/// </remarks>
public sealed class RevealedSide<T> : IQueryMemory<T>, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// A vector whose residual after projection is below this fraction of its norm counts as already known. Double: 1e-11, at which the saturating
    /// Krylov spaces of linear networks keep every direction that shows in eight digits (1e-10 loses one, 1e-13 finds no more). Single: 1e-5,
    /// about 100 rounding units, below which the residual's direction is rounding noise.
    /// </summary>
    public static readonly double RankThreshold = typeof(T) == typeof(float) ? 1e-5 : 1e-11;

    private readonly PanelAlgebra<T> algebra;
    private readonly Panel<T> basis;
    private readonly Panel<T> products;
    private readonly DenseMatrix<double> coordinates;
    private Panel<T>? scratch;

    internal RevealedSide(RowShards basisShards, RowShards productShards, int capacity, PanelAlgebra<T> algebra)
    {
        this.algebra = algebra;
        basis = new Panel<T>(basisShards, capacity, algebra.Executor.Buffers);
        products = new Panel<T>(productShards, capacity, algebra.Executor.Buffers);
        coordinates = new DenseMatrix<double>(capacity, capacity);
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public int Rank { get; private set; }

    /// <summary>Most vectors that can be asked.</summary>
    public int Capacity => basis.Columns;

    /// <summary>Orthonormal basis of the vectors asked, in the order of asking.</summary>
    public PanelView<T> Basis => basis.View(0, Rank);

    /// <summary>Products of the matrix with the basis.</summary>
    public PanelView<T> Products => products.View(0, Rank);

    /// <summary>Coordinates of the asked vectors in the basis, <see cref="Rank"/> x <see cref="Count"/>, copied.</summary>
    public DenseMatrix<double> Coordinates => coordinates.Leading(Rank, Count);

    /// <inheritdoc/>
    public double InnerProduct(int i, int j)
    {
        ReadOnlySpan<double> a = coordinates.Column(i)[..Rank];
        ReadOnlySpan<double> b = coordinates.Column(j)[..Rank];
        double sum = 0;
        for (int row = 0; row < a.Length; row++)
        {
            sum = Math.FusedMultiplyAdd(a[row], b[row], sum);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void AddCombination(DenseMatrix<double> coefficients, PanelView<T> y)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        var inBasis = new DenseMatrix<double>(Rank, coefficients.Columns);
        for (int column = 0; column < coefficients.Columns; column++)
        {
            Span<double> target = inBasis.Column(column);
            for (int query = 0; query < coefficients.Rows; query++)
            {
                double weight = coefficients[query, column];
                if (weight == 0)
                {
                    continue;
                }

                ReadOnlySpan<double> source = coordinates.Column(query)[..Rank];
                for (int row = 0; row < target.Length; row++)
                {
                    target[row] = Math.FusedMultiplyAdd(weight, source[row], target[row]);
                }
            }
        }

        algebra.AddProduct(Basis, inBasis, y);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        basis.Dispose();
        products.Dispose();
        scratch?.Dispose();
        coordinates.Dispose();
    }

    /// <summary>
    /// Splits vectors into known and new parts: appends the orthonormalised new directions to the basis and stores the coordinates.
    /// Returns the number of new directions, whose products the caller must fill.
    /// </summary>
    internal int Append(PanelView<T> asked)
    {
        PanelView<T> vectors = CopyToScratch(asked);
        if (Count + vectors.Count > Capacity)
        {
            throw new InvalidOperationException(
                $"{Count + vectors.Count} vectors asked of a revealed matrix with capacity {Capacity}; construct it with a larger capacity.");
        }

        int oldRank = Rank;
        ProjectBlock(vectors, oldRank);
        if (!TryAppendBlock(vectors, oldRank))
        {
            for (int column = 0; column < vectors.Count; column++)
            {
                AppendColumn(vectors.Slice(column, 1), oldRank, Count + column);
            }
        }

        Count += vectors.Count;
        return Rank - oldRank;
    }

    /// <summary>Products columns not yet filled after <see cref="Append"/>.</summary>
    internal PanelView<T> NewProducts(int added) => products.View(Rank - added, added);

    /// <summary>Basis columns added by the last <see cref="Append"/>.</summary>
    internal PanelView<T> NewBasis(int added) => basis.View(Rank - added, added);

    /// <summary>Coordinates of the last asked vectors, Rank x count.</summary>
    internal DenseMatrix<double> LastCoordinates(int count)
    {
        var last = new DenseMatrix<double>(Rank, count);
        for (int column = 0; column < count; column++)
        {
            coordinates.Column(Count - count + column)[..Rank].CopyTo(last.Column(column));
        }

        return last;
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

    /// <summary>Classical Gram-Schmidt, twice, of the whole block against the old basis: three reads of the basis for any number of vectors.</summary>
    private void ProjectBlock(PanelView<T> vectors, int oldRank)
    {
        if (oldRank == 0)
        {
            return;
        }

        DenseMatrix<double> found = ProjectTwice(basis.View(0, oldRank), vectors);
        for (int column = 0; column < vectors.Count; column++)
        {
            found.Column(column).CopyTo(coordinates.Column(Count + column));
        }
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
            double norm = gram[column, column] + SumOfSquares(coordinates.Column(Count + column)[..oldRank]);
            leastPivots[column] = Math.Max(0.25 * gram[column, column], 4 * RankThreshold * RankThreshold * norm);
        }

        if (!GramCholesky.TryFactor(gram, leastPivots))
        {
            return false;
        }

        GramCholesky.Invert(gram, inverse);
        algebra.Product(vectors, inverse, basis.View(oldRank, count));
        for (int column = 0; column < count; column++)
        {
            gram.Column(column)[..(column + 1)].CopyTo(coordinates.Column(Count + column)[oldRank..]);
        }

        Rank += count;
        return true;
    }

    /// <summary>
    /// Orthogonalises one column, already free of the old basis, against the new directions of its own block, and appends it if it is new. Its norm as it
    /// was asked is that of its coordinates and its residual.
    /// </summary>
    private void AppendColumn(PanelView<T> vector, int oldRank, int query)
    {
        double residual = Math.Sqrt(algebra.Dot(vector, vector));
        double norm = Math.Sqrt((residual * residual) + SumOfSquares(coordinates.Column(query)[..oldRank]));
        if (Rank > oldRank && residual > RankThreshold * norm)
        {
            double before = residual;
            RemoveBasis(oldRank, vector, query);
            residual = Math.Sqrt(algebra.Dot(vector, vector));

            // Losing half the length inside the block may have raised the share of old directions above rounding: sweep over everything again.
            if (residual < 0.5 * before && residual > RankThreshold * norm)
            {
                RemoveBasis(0, vector, query);
                residual = Math.Sqrt(algebra.Dot(vector, vector));
            }
        }

        if (residual > RankThreshold * norm && norm > 0)
        {
            algebra.Scale(vector, 1 / residual, basis.View(Rank, 1));
            coordinates[Rank, query] = residual;
            Rank++;
        }
    }

    /// <summary>Removes the share of basis vectors from <paramref name="first"/> on and adds it to the coordinates.</summary>
    private void RemoveBasis(int first, PanelView<T> vector, int query)
    {
        DenseMatrix<double> found = ProjectTwice(basis.View(first, Rank - first), vector);
        Span<double> target = coordinates.Column(query)[first..];
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
