using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Cholesky factorization of a symmetric matrix, of which the lower triangle is read (potrf).</summary>
/// <remarks>Determinism: same bits for same input, provider, machine and LAPACK thread count.</remarks>
public static class Cholesky
{
    private const string What = "Cholesky";

    /// <summary>Factorizes; a matrix that is not positive definite is an outcome, not an error.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="a">Symmetric n x n; only the lower triangle is read; left as it is.</param>
    /// <exception cref="ArgumentException">Not square, or not finite.</exception>
    public static CholeskyFactorization<T> Factor<T>(Lapack lapack, DenseMatrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lapack);
        _ = MatrixChecks.RequireSquare(a, What);
        int n = MatrixChecks.RequireSides(a, What).Rows;
        MatrixChecks.RequireFiniteLower(a, What);
        DenseMatrix<T> lower = LowerTriangle(a);
        if (n == 0)
        {
            return new(lower, LapackInfo.Empty(lapack));
        }

        string routine = lapack.IsManaged ? "managed Cholesky" : FortranRoutines<T>.Prefix + "potrf";
        int info = lapack.IsManaged ? ManagedCholesky.Factor(lower) : Native(lapack, lower, n);
        return new(lower, LapackInfo.Evidence(lapack, routine, info, Outcome.NotPositiveDefinite));
    }

    private static unsafe int Native<T>(Lapack lapack, DenseMatrix<T> lower, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int info = lapack.Fortran<T>().Potrf('L', n, lower.Pointer, n);
        GC.KeepAlive(lower);
        return info;
    }

    private static DenseMatrix<T> LowerTriangle<T>(DenseMatrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lower = new DenseMatrix<T>(a.Rows, a.Columns);
        for (int j = 0; j < a.Columns; j++)
        {
            a.Column(j)[j..].CopyTo(lower.Column(j)[j..]);
        }

        return lower;
    }
}
