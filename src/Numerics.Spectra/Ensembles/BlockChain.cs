using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Ensembles;

/// <summary>
/// A block tridiagonal matrix: diagonal blocks D_j, upper blocks E_j (row group j, column group j + 1), lower blocks F_j (row group j + 1, column group j).
/// </summary>
public sealed class BlockChain : ILinearOperator
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
            AddProduct(diagonal[j], x[column..], y[row..]);
            if (j + 1 < diagonal.Count)
            {
                AddProduct(upper[j], x[(column + columns)..], y[row..]);
                AddProduct(lower[j], x[column..], y[(row + rows)..]);
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
            AddTransposedProduct(diagonal[j], x[row..], y[column..]);
            if (j + 1 < diagonal.Count)
            {
                AddTransposedProduct(upper[j], x[row..], y[(column + columns)..]);
                AddTransposedProduct(lower[j], x[(row + rows)..], y[column..]);
            }

            row += rows;
            column += columns;
        }
    }

    private static void AddProduct(DenseMatrix<double> block, ReadOnlySpan<double> x, Span<double> y)
    {
        int rows = (int)block.Rows;
        int columns = (int)block.Columns;
        if (rows > 0 && columns > 0)
        {
            PanelUpdate.Add<double>(block.AsSpan(), rows, columns, x[..columns], y, rows, 1, rows);
        }
    }

    private static void AddTransposedProduct(DenseMatrix<double> block, ReadOnlySpan<double> x, Span<double> y)
    {
        int rows = (int)block.Rows;
        int columns = (int)block.Columns;
        if (rows > 0 && columns > 0)
        {
            PanelGram.Accumulate<double>(block.AsSpan(), rows, columns, x, rows, 1, rows, y[..columns]);
        }
    }
}
