using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// A Gaussian matrix that is never stored: every product is drawn from its exact conditional law given all products before.
/// The joint law of all answers is that of a stored matrix at every finite size; cost O((Rows + Columns) k) per product and memory.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>
/// With orthonormal bases V, U of the vectors asked and X = A V, Y = A^T U, a new direction q gets
/// <c>A q = U (Y^T q) + (I - U U^T) n</c>, n fresh with entries of variance scale^2/Columns; the mirror image from the left.
/// Sources: Bolthausen (2014); Bayati and Montanari (2011); Lu, "Householder Dice", arXiv 2101.07464.
/// Determinism: same bits for any number of threads and ranks. Not thread-safe.
/// </remarks>
public sealed class RevealedGaussian<T> : IGaussianOperator<T>, IRevealedKnowledge
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PanelAlgebra<T> algebra;
    private readonly RevealedSide<T> right;
    private readonly RevealedSide<T> left;
    private readonly ISiteSource<T> rowSites;
    private readonly ISiteSource<T> columnSites;
    private readonly StreamKey rightKey;
    private readonly StreamKey leftKey;
    private readonly GrowingMatrix cross = new();
    private readonly GaussianOptions options;
    private readonly double entryDeviation;

    /// <summary>A matrix about which nothing is known yet.</summary>
    /// <param name="options">Sizes, scale, capacity and streams.</param>
    /// <param name="rowSites">Source of fresh vectors over the rows (answers to A v).</param>
    /// <param name="columnSites">Source of fresh vectors over the columns (answers to A^T u).</param>
    /// <param name="executor">Threads.</param>
    public RevealedGaussian(GaussianOptions options, ISiteSource<T> rowSites, ISiteSource<T> columnSites, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        Rows = options.Rows;
        Columns = options.Columns;
        Scale = options.Scale;
        entryDeviation = options.Scale / Math.Sqrt(Columns);
        algebra = new PanelAlgebra<T>(executor);
        this.rowSites = rowSites;
        this.columnSites = columnSites;
        rightKey = options.RightKey;
        leftKey = options.LeftKey;
        right = new RevealedSide<T>(options.ColumnShards, options.RowShards, options.RightCapacity, options.FirstRight, algebra, options.RankTolerance);
        left = new RevealedSide<T>(options.RowShards, options.ColumnShards, options.LeftCapacity, options.FirstLeft, algebra, options.RankTolerance);
    }

    /// <inheritdoc/>
    public long Rows { get; }

    /// <inheritdoc/>
    public long Columns { get; }

    /// <inheritdoc/>
    public double Scale { get; }

    /// <inheritdoc/>
    public IQueryMemory<T> Right => right;

    /// <inheritdoc/>
    public IQueryMemory<T> Left => left;

    /// <summary>Basis V of the right queries with X = A V.</summary>
    public RevealedSide<T> RightSide => right;

    /// <summary>Basis U of the left queries with Y = A^T U.</summary>
    public RevealedSide<T> LeftSide => left;

    /// <inheritdoc/>
    public QueryRecord LeftRecord => left.Record;

    /// <inheritdoc/>
    public QueryRecord RightRecord => right.Record;

    /// <inheritdoc/>
    public DenseMatrix<double> CrossProduct
    {
        get
        {
            cross.Reserve(left.Rank, right.Rank);
            return cross.Entries.Leading(left.Rank, right.Rank);
        }
    }

    /// <inheritdoc/>
    public TResult Accept<TResult>(IGaussianVisitor<T, TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Revealed(this);
    }

    /// <inheritdoc/>
    public void Multiply(PanelView<T> vectors, PanelView<T> answer) =>
        Reveal(right, left, vectors, answer, rowSites, rightKey, (other, own, value) => cross.Entries[other, own] = value);

    /// <inheritdoc/>
    public void MultiplyTransposed(PanelView<T> vectors, PanelView<T> answer) =>
        Reveal(left, right, vectors, answer, columnSites, leftKey, (other, own, value) => cross.Entries[own, other] = value);

    /// <inheritdoc/>
    public DenseMatrix<double> RightProductGram() => GramOf(right.Products);

    /// <inheritdoc/>
    public DenseMatrix<double> LeftProductGram() => GramOf(left.Products);

    /// <inheritdoc/>
    public void Dispose()
    {
        right.Dispose();
        left.Dispose();
        cross.Dispose();
    }

    private DenseMatrix<double> GramOf(PanelView<T> products)
    {
        var gram = new DenseMatrix<double>(products.Count, products.Count);
        algebra.Gram(products, products, gram);
        return gram;
    }

    /// <summary>One block query from the side <paramref name="own"/>; the other side mirrors it.</summary>
    private void Reveal(
        RevealedSide<T> own,
        RevealedSide<T> other,
        PanelView<T> vectors,
        PanelView<T> answer,
        ISiteSource<T> sites,
        StreamKey key,
        Action<int, int, double> storeCross)
    {
        int added = own.Append(vectors);
        if (added > 0)
        {
            options.RequireFewDirections(left.Rank + right.Rank);
            cross.Reserve(left.Rank, right.Rank);
            PanelView<T> products = own.NewProducts(added);
            sites.Draw(key, (uint)(own.Rank - added), other.Basis, products, entryDeviation);
            ConditionOnOtherSide(own, other, added, products, storeCross);
        }

        DenseMatrix<double> coordinates = own.LastCoordinates(vectors.Count);
        algebra.Product(own.Products, coordinates, answer);
    }

    /// <summary>products = n + B (Z^T q - B^T n), with B, Z the other side's basis and products: the conditional law given what that side knows.</summary>
    private void ConditionOnOtherSide(
        RevealedSide<T> own, RevealedSide<T> other, int added, PanelView<T> products, Action<int, int, double> storeCross)
    {
        if (other.Rank == 0)
        {
            return;
        }

        var known = new DenseMatrix<double>(other.Rank, added);
        var projection = new DenseMatrix<double>(other.Rank, added);
        algebra.Gram(other.Products, own.NewBasis(added), known);
        algebra.Gram(other.Basis, products, projection);
        for (int column = 0; column < added; column++)
        {
            for (int row = 0; row < other.Rank; row++)
            {
                storeCross(row, own.Rank - added + column, known[row, column]);
                projection[row, column] = known[row, column] - projection[row, column];
            }
        }

        algebra.AddProduct(other.Basis, projection, products);
    }
}
