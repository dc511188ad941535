using Numerics.LinearAlgebra.Dense;
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

    /// <summary>Mean squares below are zeros: the inverse of smaller ones is beyond the range of double precision.</summary>
    private const double LeastSquare = 1e-290;

    /// <summary>Scales in place.</summary>
    /// <returns>Largest deviation of a mean square of a row from 1 before the last step.</returns>
    public static double Divide(DenseMatrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        // Squares of r_i and c_j. The matrix itself is written once, at the end.
        var rows = new double[matrix.Rows];
        var columns = new double[matrix.Columns];
        rows.AsSpan().Fill(1);
        var squares = new double[matrix.Rows];
        var sums = new double[matrix.Rows];
        double deviation = double.PositiveInfinity;
        for (int step = 0; step < Steps && deviation > Tolerance; step++)
        {
            Array.Clear(sums);
            for (long j = 0; j < matrix.Columns; j++)
            {
                matrix.Column(j).CopyTo(squares);
                SpanProducts.Multiply(1, squares, squares);
                columns[j] = Inverse(SpanProducts.Dot(squares, rows) / matrix.Rows);
                SpanProducts.Add(columns[j] / matrix.Columns, squares, sums);
            }

            deviation = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                deviation = Math.Max(deviation, sums[i] > LeastSquare ? Math.Abs((rows[i] * sums[i]) - 1) : 0);
                rows[i] = Inverse(sums[i]);
            }
        }

        double[] roots = Array.ConvertAll(rows, Math.Sqrt);
        for (long j = 0; j < matrix.Columns; j++)
        {
            SpanProducts.Multiply(Math.Sqrt(columns[j]), roots, matrix.Column(j));
        }

        return deviation;
    }

    private static double Inverse(double meanSquare) => meanSquare > LeastSquare ? 1 / meanSquare : 0;
}
