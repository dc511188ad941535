using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>Largest triplets of an operator with one short side: its columns or rows are written out and decomposed densely.</summary>
internal static class ShortSideSvd
{
    public static SingularTriplets Compute(Lapack lapack, ILinearOperator matrix, int k, double tolerance)
    {
        bool byColumns = matrix.Columns <= matrix.Rows;
        int small = (int)Math.Min(matrix.Rows, matrix.Columns), count = Math.Min(k, small);
        using DenseMatrix<double> tall = Write(matrix, byColumns, small);
        if (!AllFinite(tall))
        {
            double[] missing = [.. Enumerable.Repeat(double.NaN, count)];
            return new(missing, new(matrix.Rows, count), new(matrix.Columns, count), [.. missing], Outcome.NonFinite, small, 0);
        }

        using SingularVectors<double> full = SingularValueDecomposition.Compute(lapack, tall);
        using DenseMatrix<double> v = full.VTransposed.Transpose();
        DenseMatrix<double> longSide = full.U.Leading(tall.Rows, count), shortSide = v.Leading(small, count);
        (DenseMatrix<double> left, DenseMatrix<double> right) = byColumns ? (longSide, shortSide) : (shortSide, longSide);
        double[] values = full.Values[..count];
        double[] residuals = GolubKahanLanczos.MeasureResiduals(matrix, values, left, right);
        Outcome measured = residuals.All(residual => residual <= tolerance * values[0]) ? Outcome.Ok : Outcome.NotConverged;
        return new(values, left, right, residuals, Outcomes.Combine(full.Evidence.Outcome, measured), small + (2L * count), 0);
    }

    private static DenseMatrix<double> Write(ILinearOperator matrix, bool byColumns, int small)
    {
        var tall = new DenseMatrix<double>(byColumns ? matrix.Rows : matrix.Columns, small);
        using DenseMatrix<double> unitColumn = new(small, 1);
        Span<double> unit = unitColumn.Column(0);
        for (int j = 0; j < small; j++)
        {
            unit[j] = 1;
            if (byColumns)
            {
                matrix.Apply(unit, tall.Column(j));
            }
            else
            {
                matrix.ApplyTransposed(unit, tall.Column(j));
            }

            unit[j] = 0;
        }

        return tall;
    }

    private static bool AllFinite(DenseMatrix<double> matrix)
    {
        for (long j = 0; j < matrix.Columns; j++)
        {
            if (matrix.Column(j).ContainsAnyExceptInRange(double.MinValue, double.MaxValue))
            {
                return false;
            }
        }

        return true;
    }
}
