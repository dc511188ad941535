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
/// relative tolerance below; what is left out is noted in <see cref="Record"/>. Memory grows with the directions, not with what is asked.
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
    private readonly QueryBasis<T> basis;
    private readonly Panel<T> products;

    internal RevealedSide(RowShards basisShards, RowShards productShards, int capacity, int firstColumns, PanelAlgebra<T> algebra, double rankTolerance)
    {
        this.algebra = algebra;
        basis = new QueryBasis<T>(basisShards, capacity, firstColumns, algebra, Math.Max(rankTolerance, RankThreshold));
        products = new Panel<T>(productShards, firstColumns, algebra.Executor.Buffers);
    }

    /// <inheritdoc/>
    public int Count => Record.Count;

    /// <inheritdoc/>
    public int Rank => basis.Rank;

    /// <summary>Most vectors that can be asked.</summary>
    public int Capacity => basis.Capacity;

    /// <summary>The vectors asked, in coordinates of the basis.</summary>
    public QueryRecord Record => basis.Record;

    /// <summary>Orthonormal basis of the vectors asked, in the order of asking.</summary>
    public PanelView<T> Basis => basis.View(0, Rank);

    /// <summary>Products of the matrix with the basis.</summary>
    public PanelView<T> Products => products.View(0, Rank);

    /// <inheritdoc/>
    public double InnerProduct(int i, int j) => Record.InnerProduct(i, j);

    /// <inheritdoc/>
    public void AddDirections(DenseMatrix<double> coefficients, PanelView<T> y)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        algebra.AddProduct(basis.View(0, (int)coefficients.Rows), coefficients, y);
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

                ReadOnlySpan<double> source = Record[query];
                for (int row = 0; row < source.Length; row++)
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
    }

    /// <summary>
    /// Splits vectors into known and new parts: appends the orthonormalised new directions to the basis and stores the coordinates.
    /// Returns the number of new directions, whose products the caller must fill.
    /// </summary>
    internal int Append(PanelView<T> asked)
    {
        int added = basis.Append(asked);
        products.Reserve(Rank, Capacity);
        return added;
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
            Record[Count - count + column].CopyTo(last.Column(column));
        }

        return last;
    }
}
