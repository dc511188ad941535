using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Diagnostics;

/// <summary>
/// Runs every factorization of a provider on small fixed matrices and measures what is left over; for the diagnosis of an installation.
/// </summary>
/// <remarks>
/// Closed forms come from the second difference of order n, with 2 on the diagonal and -1 beside it: eigenvalues 2 - 2 cos(j pi / (n + 1)),
/// determinant n + 1.
/// </remarks>
public static class ResidualSelfTest
{
    /// <summary>Order of the matrices.</summary>
    public const int Order = 48;

    /// <summary>Limit of every row: about 1000 units of rounding, times the order where the quantity asks for it.</summary>
    public const double Limit = 1e-12;

    /// <summary>Runs all rows; takes milliseconds.</summary>
    public static IReadOnlyList<SelfTestRow> Run(Lapack lapack)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        using DenseMatrix<double> difference = SecondDifference(), general = Hashes();
        return [.. Symmetric(lapack, difference), .. Singular(lapack, difference, general), .. Triangular(lapack, difference, general)];
    }

    private static IEnumerable<SelfTestRow> Symmetric(Lapack lapack, DenseMatrix<double> difference)
    {
        double[] exact = [.. Enumerable.Range(1, Order).Select(j => 2 - (2 * Math.Cos(j * Math.PI / (Order + 1))))];
        yield return new("SymmetricEigen.Values, closed form", Distance(SymmetricEigen.Values(lapack, difference).Values, exact), Limit);

        using SymmetricEigenDecomposition<double> eigen = SymmetricEigen.Decompose(lapack, difference, measureResidual: true);
        yield return new("SymmetricEigen.Decompose, A V - V D", eigen.Evidence.RelativeResidual ?? double.NaN, Limit);
        yield return new("SymmetricEigen.Decompose, V^T V - 1", Residuals.Orthogonality(lapack, eigen.Vectors), Limit);

        double[] general = [.. GeneralEigen.Values(lapack, difference).Values.Select(value => value.Real).Order()];
        yield return new("GeneralEigen.Values, closed form", Distance(general, exact), Limit);

        using DenseMatrix<double> shifted = difference.Clone();
        for (int i = 0; i < Order; i++)
        {
            shifted[i, i] = 1;
        }

        int below = exact.Count(value => value < 1);
        yield return new("Inertia.Compute, wrong count", Math.Abs(Inertia.Compute(lapack, shifted).Negative - below), 0);
    }

    private static IEnumerable<SelfTestRow> Singular(Lapack lapack, DenseMatrix<double> difference, DenseMatrix<double> general)
    {
        double[] exact = [.. Enumerable.Range(1, Order).Select(j => 2 - (2 * Math.Cos(j * Math.PI / (Order + 1)))).OrderDescending()];
        yield return new("SingularValues, bidiagonal, closed form", Distance(SingularValues.Compute(lapack, difference, SvdMethod.Bidiagonal).Values, exact), Limit);

        // The smallest value is 0.004: the Gram route loses the condition number, about 10^3, of its digits there.
        yield return new("SingularValues, Gram, closed form", Distance(SingularValues.Compute(lapack, difference).Values, exact), 1e3 * Limit);

        using SingularVectors<double> svd = SingularValueDecomposition.Compute(lapack, general, measureResidual: true);
        yield return new("SingularValueDecomposition, A - U S V^T", svd.Evidence.RelativeResidual ?? double.NaN, Limit);
        yield return new("SingularValueDecomposition, U^T U - 1", Residuals.Orthogonality(lapack, svd.U), Limit);

        var options = new GolubKahanLanczosOptions { MaximumSubspace = 12, Tolerance = 1e-11 };
        using SingularTriplets top = GolubKahanLanczos.Compute(lapack, new DenseOperator(lapack, general), 3, options);
        yield return new("GolubKahanLanczos, top 3", Distance(top.Values, svd.Values[..3]) / svd.Values[0], 1e2 * Limit);
    }

    private static IEnumerable<SelfTestRow> Triangular(Lapack lapack, DenseMatrix<double> difference, DenseMatrix<double> general)
    {
        using QrDecomposition<double> qr = Qr.Decompose(lapack, general, measureResidual: true);
        yield return new("Qr, A - Q R", qr.Evidence.RelativeResidual ?? double.NaN, Limit);
        yield return new("Qr, Q^T Q - 1", Residuals.Orthogonality(lapack, qr.Q), Limit);

        using CholeskyFactorization<double> cholesky = Cholesky.Factor(lapack, difference);
        double product = Residuals.Product(lapack, difference, cholesky.Lower, cholesky.Lower, transposeRight: true);
        yield return new("Cholesky, A - L L^T", cholesky.Evidence.Converged ? product : double.NaN, Limit);

        using DenseMatrix<double> right = DenseMatrix<double>.Identity(Order);
        using LinearSolution<double> solution = LinearSolve.Solve(lapack, general, right);
        yield return new("LinearSolve, A X - B", solution.Evidence.RelativeResidual ?? double.NaN, Limit);

        LogDeterminant determinant = LinearSolve.LogDeterminant(lapack, difference);
        yield return new("LogDeterminant, closed form", Math.Abs((determinant.Sign * determinant.LogAbsolute) - Math.Log(Order + 1)), Order * Limit);
    }

    private static DenseMatrix<double> SecondDifference()
    {
        var matrix = new DenseMatrix<double>(Order, Order);
        for (int i = 0; i < Order; i++)
        {
            matrix[i, i] = 2;
            if (i > 0)
            {
                matrix[i, i - 1] = -1;
                matrix[i - 1, i] = -1;
            }
        }

        return matrix;
    }

    private static DenseMatrix<double> Hashes()
    {
        var matrix = new DenseMatrix<double>(Order, Order);
        for (int j = 0; j < Order; j++)
        {
            HashVector.Fill(matrix.Column(j), j);
        }

        return matrix;
    }

    private static double Distance(double[] values, double[] exact) =>
        values.Length == exact.Length ? values.Zip(exact, (value, reference) => Math.Abs(value - reference)).Max() : double.NaN;
}
