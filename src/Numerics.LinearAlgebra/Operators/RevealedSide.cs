using System.Numerics;
using Numerics.LinearAlgebra.Distributed;
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
        basis = new Panel<T>(basisShards, capacity);
        products = new Panel<T>(productShards, capacity);
        coordinates = new DenseMatrix<double>(capacity, capacity);
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <summary>Number of basis vectors, at most <see cref="Count"/>.</summary>
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
        using var inBasis = new DenseMatrix<double>(Rank, coefficients.Columns);
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
        double[] norms = Norms(vectors);
        ProjectBlock(vectors, oldRank);
        for (int column = 0; column < vectors.Count; column++)
        {
            AppendColumn(vectors.Slice(column, 1), norms[column], oldRank, Count + column);
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
            scratch = new Panel<T>(basis.Shards, asked.Count);
        }

        PanelView<T> copy = scratch.View(0, asked.Count);
        algebra.Copy(asked, copy);
        return copy;
    }

    private double[] Norms(PanelView<T> vectors)
    {
        var norms = new double[vectors.Count];
        for (int column = 0; column < norms.Length; column++)
        {
            norms[column] = Math.Sqrt(algebra.Dot(vectors.Slice(column, 1), vectors.Slice(column, 1)));
        }

        return norms;
    }

    /// <summary>Classical Gram-Schmidt, twice, of the whole block against the old basis: three reads of the basis for any number of vectors.</summary>
    private void ProjectBlock(PanelView<T> vectors, int oldRank)
    {
        if (oldRank == 0)
        {
            return;
        }

        PanelView<T> old = basis.View(0, oldRank);
        using var first = new DenseMatrix<double>(oldRank, vectors.Count);
        using var second = new DenseMatrix<double>(oldRank, vectors.Count);
        algebra.Gram(old, vectors, first);
        Negate(first);
        algebra.AddProductThenGram(old, first, vectors, second);
        Negate(second);
        algebra.AddProduct(old, second, vectors);
        for (int column = 0; column < vectors.Count; column++)
        {
            Span<double> target = coordinates.Column(Count + column);
            for (int row = 0; row < oldRank; row++)
            {
                target[row] = -(first[row, column] + second[row, column]);
            }
        }
    }

    /// <summary>Orthogonalises one column, already free of the old basis, against the new directions of its own block, and appends it if it is new.</summary>
    private void AppendColumn(PanelView<T> vector, double norm, int oldRank, int query)
    {
        double residual = Math.Sqrt(algebra.Dot(vector, vector));
        if (Rank > oldRank && residual > RankThreshold * norm)
        {
            double before = residual;
            AddToCoordinates(query, oldRank, Project(oldRank, vector));
            AddToCoordinates(query, oldRank, Project(oldRank, vector));
            residual = Math.Sqrt(algebra.Dot(vector, vector));

            // Losing half the length inside the block may have raised the share of old directions above rounding: sweep over everything again.
            if (residual < 0.5 * before && residual > RankThreshold * norm)
            {
                AddToCoordinates(query, 0, Project(0, vector));
                AddToCoordinates(query, 0, Project(0, vector));
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

    private double[] Project(int firstColumn, PanelView<T> vector)
    {
        PanelView<T> against = basis.View(firstColumn, Rank - firstColumn);
        using var coefficients = new DenseMatrix<double>(against.Count, 1);
        algebra.Gram(against, vector, coefficients);
        double[] found = coefficients.AsSpan().ToArray();
        Negate(coefficients);
        algebra.AddProduct(against, coefficients, vector);
        return found;
    }

    private void AddToCoordinates(int query, int firstRow, double[] found)
    {
        Span<double> target = coordinates.Column(query)[firstRow..];
        for (int row = 0; row < found.Length; row++)
        {
            target[row] += found[row];
        }
    }

    private static void Negate(DenseMatrix<double> matrix)
    {
        foreach (ref double entry in matrix.AsSpan())
        {
            entry = -entry;
        }
    }
}
