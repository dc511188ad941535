using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>
/// Divides the scales of rows and columns out of a matrix: mean squares of all rows and all columns become 1 (Sinkhorn iteration on the squares).
/// </summary>
/// <remarks>
/// <code>
/// W_ij -> r_i W_ij c_j,   mean_j (r_i W_ij c_j)^2 = 1 for all i,   mean_i (r_i W_ij c_j)^2 = 1 for all j
/// </code>
/// <para>Source: R. Sinkhorn and P. Knopp, Pacific J. Math. 21 (1967) 343.</para>
/// Equation: scale-profile
/// <para>Rows and columns of zeros stay zero. A matrix without total support has no such scales; the iteration then ends at its last step, which is close to them in rows.</para>
/// </remarks>
public static class ScaleProfile
{
    private const int Steps = 300;
    private const double Tolerance = 1e-10;

    /// <summary>Scales in place.</summary>
    /// <returns>Largest deviation of a mean square of a row from 1 before the last step.</returns>
    public static double Divide(DenseMatrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var rows = new double[matrix.Rows];
        double deviation = double.PositiveInfinity;
        for (int step = 0; step < Steps && deviation > Tolerance; step++)
        {
            Array.Clear(rows);
            for (long j = 0; j < matrix.Columns; j++)
            {
                Span<double> column = matrix.Column(j);
                double scale = Scale(SquareOf(column) / matrix.Rows);
                for (int i = 0; i < column.Length; i++)
                {
                    column[i] *= scale;
                    rows[i] += column[i] * column[i] / matrix.Columns;
                }
            }

            deviation = rows.Where(square => square > 0).Select(square => Math.Abs(square - 1)).DefaultIfEmpty(0).Max();
            double[] scales = Array.ConvertAll(rows, Scale);
            for (long j = 0; j < matrix.Columns; j++)
            {
                Span<double> column = matrix.Column(j);
                for (int i = 0; i < column.Length; i++)
                {
                    column[i] *= scales[i];
                }
            }
        }

        return deviation;
    }

    private static double Scale(double meanSquare) => meanSquare > 0 ? 1 / Math.Sqrt(meanSquare) : 0;

    private static double SquareOf(ReadOnlySpan<double> column)
    {
        double sum = 0;
        foreach (double value in column)
        {
            sum += value * value;
        }

        return sum;
    }
}
