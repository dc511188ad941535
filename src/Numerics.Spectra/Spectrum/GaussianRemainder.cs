using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Spectrum;

/// <summary>
/// The part of a Gaussian matrix that nothing is known of, rotated to a block tridiagonal chain: an exact sample, level by level.
/// </summary>
/// <remarks>
/// Let W be (rows x columns) with independent N(0, s^2) entries, of which r rows and c columns couple to what is known. Its first r x c block is
/// plain Gaussian; the rest of these rows is rotated to a lower-triangular r x r block, the rest of these columns to an upper-triangular c x c block, with
/// N(0, s^2) off the diagonal and s chi_n, s chi_(n-1), ... on it, n the remaining columns (rows); what remains of W is again independent Gaussian and couples
/// through these blocks only. Where fewer than r columns remain no rotation is needed and the block is plain Gaussian.
/// Equation: gaussian-remainder
/// Source: blockwise form of the bidiagonal models of Dumitriu and Edelman (2002).
/// Determinism: every entry is addressed by (key, level, kind, position); extending the chain never changes earlier levels.
/// </remarks>
internal sealed class GaussianRemainder
{
    private readonly StreamKey key;
    private readonly double deviation;
    private readonly List<DenseMatrix<double>> diagonal = [];
    private readonly List<DenseMatrix<double>> upper = [];
    private readonly List<DenseMatrix<double>> lower = [];
    private long rowsLeft;
    private long columnsLeft;
    private int nextRows;
    private int nextColumns;

    /// <summary>A remainder of which nothing is drawn yet.</summary>
    /// <param name="key">Stream.</param>
    /// <param name="rows">Rows of W.</param>
    /// <param name="columns">Columns of W.</param>
    /// <param name="coupledRows">r, rows that couple to the known part.</param>
    /// <param name="coupledColumns">c, columns that couple to the known part.</param>
    /// <param name="deviation">s.</param>
    public GaussianRemainder(StreamKey key, long rows, long columns, int coupledRows, int coupledColumns, double deviation)
    {
        this.key = key;
        this.deviation = deviation;
        rowsLeft = rows;
        columnsLeft = columns;
        nextRows = (int)Math.Min(coupledRows, rows);
        nextColumns = (int)Math.Min(coupledColumns, columns);
    }

    /// <summary>Blocks on the diagonal.</summary>
    public IReadOnlyList<DenseMatrix<double>> Diagonal => diagonal;

    /// <summary>Blocks above the diagonal; the last one leads to a level that is not drawn yet.</summary>
    public IReadOnlyList<DenseMatrix<double>> Upper => upper;

    /// <summary>Blocks below the diagonal; the last one leads to a level that is not drawn yet.</summary>
    public IReadOnlyList<DenseMatrix<double>> Lower => lower;

    /// <summary>Whether the whole of W has been drawn.</summary>
    public bool Exhausted => nextRows == 0 && nextColumns == 0;

    /// <summary>Draws levels until there are <paramref name="levels"/> or W is exhausted.</summary>
    public void Extend(int levels)
    {
        while (diagonal.Count < levels && !Exhausted)
        {
            uint level = (uint)diagonal.Count;
            int rows = nextRows;
            int columns = nextColumns;
            rowsLeft -= rows;
            columnsLeft -= columns;
            diagonal.Add(Plain(rows, columns, 4 * level));

            nextColumns = (int)Math.Min(rows, columnsLeft);
            upper.Add(columnsLeft >= rows
                ? LowerTriangular(rows, columnsLeft, (4 * level) + 1)
                : Plain(rows, nextColumns, (4 * level) + 1));

            nextRows = (int)Math.Min(columns, rowsLeft);
            lower.Add(rowsLeft >= columns
                ? LowerTriangular(columns, rowsLeft, (4 * level) + 2).Transpose()
                : Plain(nextRows, columns, (4 * level) + 2));
        }
    }

    private DenseMatrix<double> Plain(int rows, int columns, uint address)
    {
        var block = new DenseMatrix<double>(rows, columns);
        GaussianFill.Fill(key, address, 0, deviation, block.AsSpan());
        return block;
    }

    /// <summary>Gaussian below the diagonal, s chi_n, s chi_(n-1), ... on it, zero above.</summary>
    private DenseMatrix<double> LowerTriangular(int order, long degrees, uint address)
    {
        DenseMatrix<double> block = Plain(order, order, address);
        for (int column = 0; column < order; column++)
        {
            for (int row = 0; row < column; row++)
            {
                block[row, column] = 0;
            }

            block[column, column] = deviation * ChiSampler.ChiAt(key, address, column, degrees - column);
        }

        return block;
    }
}
