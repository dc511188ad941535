using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Spectrum;

/// <summary>
/// A block tridiagonal matrix: diagonal blocks D_j, upper blocks E_j (row group j, column group j + 1), lower blocks F_j (row group j + 1, column group j).
/// </summary>
/// <remarks>Source: derived here, docs/nonlinear-mup.md, section 5; after I. Dumitriu and A. Edelman, J. Math. Phys. 43 (2002) 5830.</remarks>
internal sealed class BlockChain : ILinearOperator
{
    private readonly IReadOnlyList<DenseMatrix<double>> diagonal;
    private readonly IReadOnlyList<DenseMatrix<double>> upper;
    private readonly IReadOnlyList<DenseMatrix<double>> lower;

    /// <summary>A chain of the given blocks.</summary>
    /// <param name="diagonal">D_0 .. D_n.</param>
    /// <param name="upper">E_0 .. E_(n-1).</param>
    /// <param name="lower">F_0 .. F_(n-1).</param>
    public BlockChain(
        IReadOnlyList<DenseMatrix<double>> diagonal, IReadOnlyList<DenseMatrix<double>> upper, IReadOnlyList<DenseMatrix<double>> lower)
    {
        this.diagonal = diagonal;
        this.upper = upper;
        this.lower = lower;
        Rows = diagonal.Sum(block => block.Rows);
        Columns = diagonal.Sum(block => block.Columns);
    }

    /// <summary>Rows and columns of every level.</summary>
    public IEnumerable<(int Rows, int Columns)> Levels => diagonal.Select(block => ((int)block.Rows, (int)block.Columns));

    /// <summary>The whole matrix, written out.</summary>
    public DenseMatrix<double> ToDense()
    {
        var dense = new DenseMatrix<double>(Rows, Columns);
        long row = 0;
        long column = 0;
        for (int j = 0; j < diagonal.Count; j++)
        {
            Place(diagonal[j], dense, row, column);
            if (j + 1 < diagonal.Count)
            {
                Place(upper[j], dense, row, column + diagonal[j].Columns);
                Place(lower[j], dense, row + diagonal[j].Rows, column);
            }

            row += diagonal[j].Rows;
            column += diagonal[j].Columns;
        }

        return dense;
    }

    /// <inheritdoc/>
    public long Rows { get; }

    /// <inheritdoc/>
    public long Columns { get; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        y.Clear();
        int row = 0;
        int column = 0;
        for (int j = 0; j < diagonal.Count; j++)
        {
            int rows = (int)diagonal[j].Rows;
            int columns = (int)diagonal[j].Columns;
            BlockProducts.AddProduct(diagonal[j], x[column..], y[row..]);
            if (j + 1 < diagonal.Count)
            {
                BlockProducts.AddProduct(upper[j], x[(column + columns)..], y[row..]);
                BlockProducts.AddProduct(lower[j], x[column..], y[(row + rows)..]);
            }

            row += rows;
            column += columns;
        }
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> x, Span<double> y)
    {
        y.Clear();
        int row = 0;
        int column = 0;
        for (int j = 0; j < diagonal.Count; j++)
        {
            int rows = (int)diagonal[j].Rows;
            int columns = (int)diagonal[j].Columns;
            BlockProducts.AddTransposedProduct(diagonal[j], x[row..], y[column..]);
            if (j + 1 < diagonal.Count)
            {
                BlockProducts.AddTransposedProduct(upper[j], x[row..], y[(column + columns)..]);
                BlockProducts.AddTransposedProduct(lower[j], x[(row + rows)..], y[column..]);
            }

            row += rows;
            column += columns;
        }
    }

    private static void Place(DenseMatrix<double> block, DenseMatrix<double> target, long row, long column)
    {
        for (long j = 0; j < block.Columns; j++)
        {
            block.Column(j).CopyTo(target.Column(column + j)[(int)row..]);
        }
    }
}
