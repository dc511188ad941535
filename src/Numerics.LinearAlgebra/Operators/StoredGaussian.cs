using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>A Gaussian matrix that is stored: Rows x Columns numbers, products by BLAS.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <remarks>
/// Entry (i, j) is addressed by (stream, column j, row i). Determinism: entries are the same bits everywhere; products are those of the LAPACK
/// provider with its number of threads.
/// </remarks>
public sealed class StoredGaussian<T> : IGaussianOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Lapack lapack;
    private readonly StoredQueries<T> right;
    private readonly StoredQueries<T> left;

    /// <summary>Draws the matrix.</summary>
    /// <param name="lapack">Provider of the products.</param>
    /// <param name="options">Sizes, scale and capacities; <see cref="GaussianOptions.RightKey"/> is the stream of the entries.</param>
    /// <param name="executor">Threads.</param>
    /// <exception cref="NotSupportedException">Several processes share the rows.</exception>
    public StoredGaussian(Lapack lapack, GaussianOptions options, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(executor);
        PanelCopies.RequireWhole(options.RowShards);
        this.lapack = lapack;
        Rows = options.RowShards.TotalRows;
        Columns = options.ColumnShards.TotalRows;
        Scale = options.Scale;
        Entries = new DenseMatrix<T>(Rows, Columns);
        double deviation = options.Scale / Math.Sqrt(Columns);
        executor.Run(checked((int)Columns), column =>
            GaussianColumn.Fill(options.RightKey, (uint)column, 0, deviation, Entries.Column(column)));
        var algebra = new PanelAlgebra<T>(executor);
        right = new StoredQueries<T>(options.ColumnShards, options.RightCapacity, algebra);
        left = new StoredQueries<T>(options.RowShards, options.LeftCapacity, algebra);
    }

    /// <inheritdoc/>
    public long Rows { get; }

    /// <inheritdoc/>
    public long Columns { get; }

    /// <inheritdoc/>
    public double Scale { get; }

    /// <summary>The entries, with standard deviation <see cref="Scale"/> / sqrt(<see cref="Columns"/>).</summary>
    public DenseMatrix<T> Entries { get; }

    /// <inheritdoc/>
    public IQueryMemory<T> Right => right;

    /// <inheritdoc/>
    public IQueryMemory<T> Left => left;

    /// <summary>Vectors asked from the right, as they came.</summary>
    public StoredQueries<T> RightQueries => right;

    /// <summary>Vectors asked from the left, as they came.</summary>
    public StoredQueries<T> LeftQueries => left;

    /// <inheritdoc/>
    public TResult Accept<TResult>(IGaussianVisitor<T, TResult> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Stored(this);
    }

    /// <inheritdoc/>
    public void Multiply(PanelView<T> vectors, PanelView<T> answer)
    {
        right.Append(vectors);
        Product(transposed: false, vectors, answer);
    }

    /// <inheritdoc/>
    public void MultiplyTransposed(PanelView<T> vectors, PanelView<T> answer)
    {
        left.Append(vectors);
        Product(transposed: true, vectors, answer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Entries.Dispose();
        right.Dispose();
        left.Dispose();
    }

    private void Product(bool transposed, PanelView<T> vectors, PanelView<T> answer)
    {
        using DenseMatrix<T> x = PanelCopies.ToDense(vectors);
        using var y = new DenseMatrix<T>(answer.Panel.Rows, answer.Count);

        // Unchecked: a run that diverges passes infinities through, and the check would read the matrix once more per product.
        Dense.Multiply.Into(lapack, transposed, Entries, false, x, T.One, T.Zero, y, checkFinite: false);
        PanelCopies.FromDense(y, answer);
    }
}
