using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Theory.Bulk.Dyson;

namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>Finds the zeros of eigenvalues of a symmetric matrix that grows with x, outside the support.</summary>
/// <remarks>
/// The k-th eigenvalue is monotone in x; it has a zero between the start of the branch and the edge exactly if its sign differs at the two ends.
/// So none is missed, not even coinciding ones.
/// <para>Source: derived here, docs/bulk.md, section 5: monotonicity of the eigenvalues; S. Belinschi, H. Bercovici and M. Capitaine, IMRN 2021, 2588, for the determinant.</para>
/// </remarks>
internal static class OutlierSearch
{
    /// <summary>All zeros, descending for a branch that comes from above.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="branch">Branch from its start to the edge.</param>
    /// <param name="matrix">The symmetric matrix at a point of the branch, owned by the caller.</param>
    public static IReadOnlyList<double> Zeros(Lapack lapack, RealBranch branch, Func<BranchPoint, DenseMatrix<double>> matrix)
    {
        double[][] values = [.. branch.Points.Select(point => Eigenvalues(lapack, matrix(point)))];
        List<double> zeros = [];
        for (int k = 0; k < values[0].Length; k++)
        {
            int sign = Math.Sign(values[0][k]);
            int crossing = Array.FindIndex(values, row => Math.Sign(row[k]) != sign);
            if (crossing < 0)
            {
                continue;
            }

            BranchPoint before = branch.Points[crossing - 1];
            BranchPoint after = branch.Points[crossing];
            double c = BracketedRoot.Find(
                at => Eigenvalues(lapack, matrix(branch.At(at)))[k],
                before.Coordinate, values[crossing - 1][k], after.Coordinate, values[crossing][k], 1e-13);
            zeros.Add(branch.At(c).X);
        }

        return [.. zeros.OrderDescending()];
    }

    private static double[] Eigenvalues(Lapack lapack, DenseMatrix<double> matrix)
    {
        using (matrix)
        {
            return SymmetricEigen.Values(lapack, matrix, overwrite: true).Values;
        }
    }
}
