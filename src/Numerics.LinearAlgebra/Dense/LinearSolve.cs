using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Square linear systems and determinants by LU with row pivots (getrf, getrs).</summary>
/// <remarks>Determinism: same bits for same input, provider, machine and LAPACK thread count.</remarks>
public static class LinearSolve
{
    private const string What = "LinearSolve";

    /// <summary>Factorizes the n x n matrix, which is left as it is. A singular matrix is an outcome (outcome Singular), not an error.</summary>
    /// <exception cref="ArgumentException">Not square, or not finite.</exception>
    public static LuFactorization<T> Factor<T>(Lapack lapack, DenseMatrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lapack);
        _ = MatrixChecks.RequireSquare(a, What);
        int n = MatrixChecks.RequireSides(a, What).Rows;
        MatrixChecks.RequireFinite(a, What);
        var pivots = new int[n];
        if (n == 0)
        {
            return new(lapack, new DenseMatrix<T>(0, 0), managedFactors: null, pivots, LapackInfo.Empty(lapack));
        }

        if (lapack.IsManaged)
        {
            T[] entries = ManagedDense<T>.ToArray(a);
            int zero = ManagedDense<T>.Lu(entries, pivots);
            FactorizationEvidence managed = LapackInfo.Evidence(lapack, "MathNet.LUFactor", zero, Outcome.Singular);
            return new(lapack, new DenseMatrix<T>(0, 0), entries, pivots, managed);
        }

        return Native(lapack, a, pivots);
    }

    /// <summary>Solves A X = B; the evidence has |A X - B| / (|A| |X| + |B|) in Frobenius norms. X is null if A is exactly singular.</summary>
    /// <exception cref="ArgumentException">Shapes do not fit, or not finite.</exception>
    public static LinearSolution<T> Solve<T>(Lapack lapack, DenseMatrix<T> a, DenseMatrix<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(b);
        using LuFactorization<T> factorization = Factor(lapack, a);
        if (!factorization.Evidence.Converged)
        {
            return new(X: null, factorization.Evidence);
        }

        DenseMatrix<T> x = factorization.Solve(b);
        return new(x, factorization.Evidence with { RelativeResidual = Residuals.LinearSolve(lapack, a, x, b) });
    }

    /// <summary>Sign and logarithm of |det A|.</summary>
    /// <exception cref="ArgumentException">Not square, or not finite.</exception>
    public static LogDeterminant LogDeterminant<T>(Lapack lapack, DenseMatrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using LuFactorization<T> factorization = Factor(lapack, a);
        return factorization.LogDeterminant();
    }

    private static unsafe LuFactorization<T> Native<T>(Lapack lapack, DenseMatrix<T> a, int[] pivots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = pivots.Length, info;
        DenseMatrix<T> factors = a.Clone();
        fixed (int* p = pivots)
        {
            info = lapack.Fortran<T>().Getrf(n, n, factors.Pointer, n, p);
        }

        GC.KeepAlive(factors);
        return new(
            lapack, factors, managedFactors: null, pivots,
            LapackInfo.Evidence(lapack, FortranRoutines<T>.Prefix + "getrf", info, Outcome.Singular));
    }
}
