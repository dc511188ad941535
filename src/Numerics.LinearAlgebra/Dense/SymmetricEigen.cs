using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>
/// Eigenvalues and eigenvectors of a real symmetric matrix, of which the lower triangle is read. Divide and conquer (syevd).
/// </summary>
/// <remarks>
/// Eigenvalue errors are about n eps |A|. Determinism: same bits for same input, provider, machine and LAPACK thread count.
/// </remarks>
public static class SymmetricEigen
{
    private const string What = "SymmetricEigen";

    /// <summary>Eigenvalues of the n x n matrix, ascending.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="a">Symmetric matrix; only the lower triangle is read.</param>
    /// <param name="overwrite">Allow the content of <paramref name="a"/> to be destroyed, which saves a copy.</param>
    /// <exception cref="ArgumentException">Not square, or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the 32-bit limit of the workspace.</exception>
    public static RealSpectrum<T> Values<T>(Lapack lapack, DenseMatrix<T> a, bool overwrite = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lapack);
        long n = MatrixChecks.RequireSquare(a, What);
        WorkspaceLimits.RequireOrder("syevd('N')", n, WorkspaceLimits.SymmetricEigenvalues, "ask for the top values only (GolubKahanLanczos)");
        MatrixChecks.RequireFiniteLower(a, What);
        var values = new T[n];
        if (n == 0)
        {
            return new(values, LapackInfo.Empty(lapack));
        }

        if (overwrite || lapack.IsManaged)
        {
            return new(values, Run(lapack, 'N', a, values, out _));
        }

        using DenseMatrix<T> copy = a.Clone();
        return new(values, Run(lapack, 'N', copy, values, out _));
    }

    /// <summary>Eigenvalues, ascending, and orthonormal eigenvectors of the n x n matrix; n is at most 32,766.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="a">Symmetric matrix; only the lower triangle is read; left as it is.</param>
    /// <param name="measureResidual">Also compute |A V - V diag(values)| / |A| in the Frobenius norm, at the cost of one product.</param>
    /// <exception cref="ArgumentException">Not square, or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the 32-bit limit of the workspace.</exception>
    public static SymmetricEigenDecomposition<T> Decompose<T>(Lapack lapack, DenseMatrix<T> a, bool measureResidual = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lapack);
        long n = MatrixChecks.RequireSquare(a, What);
        WorkspaceLimits.RequireOrder("syevd('V')", n, WorkspaceLimits.SymmetricEigenvectors, "ask for values only, or for the top vectors (GolubKahanLanczos)");
        MatrixChecks.RequireFiniteLower(a, What);
        var values = new T[n];
        if (n == 0)
        {
            return new(values, new DenseMatrix<T>(0, 0), LapackInfo.Empty(lapack));
        }

        DenseMatrix<T> vectors = a.Clone();
        FactorizationEvidence evidence = Run(lapack, 'V', vectors, values, out T[]? managedVectors);
        if (managedVectors is not null)
        {
            vectors.Dispose();
            vectors = ManagedDense<T>.ToMatrix(managedVectors, (int)n, (int)n, (int)n);
        }

        return new(values, vectors, measureResidual ? evidence with { RelativeResidual = Residuals.SymmetricEigen(lapack, a, values, vectors) } : evidence);
    }

    private static unsafe FactorizationEvidence Run<T>(Lapack lapack, char job, DenseMatrix<T> a, T[] values, out T[]? managedVectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        managedVectors = null;
        if (lapack.IsManaged)
        {
            int failed = ManagedDense<T>.Symmetric(a, values, out managedVectors);
            return LapackInfo.Evidence(lapack, "MathNet.EigenDecomp(symmetric)", failed, Outcome.NotConverged);
        }

        FortranRoutines<T> fortran = lapack.Fortran<T>();
        int n = values.Length, integerAnswer;
        T answer;
        string routine = $"{FortranRoutines<T>.Prefix}syevd('{job}')";
        using var w = new NativeBuffer<T>(n);
        int info = fortran.Syevd(job, 'L', n, a.Pointer, n, w.Pointer, &answer, -1, &integerAnswer, -1);
        _ = LapackInfo.Evidence(lapack, routine, info, Outcome.NotConverged);
        Int128 minimum = job == 'V' ? WorkspaceLimits.SymmetricEigenvectors(n) : WorkspaceLimits.SymmetricEigenvalues(n);
        using var work = new NativeBuffer<T>(WorkspaceLimits.FromQuery(answer, minimum));
        using var integerWork = new NativeBuffer<int>(Math.Max(integerAnswer, job == 'V' ? 3 + (5 * n) : 1));
        info = fortran.Syevd(job, 'L', n, a.Pointer, n, w.Pointer, work.Pointer, (int)work.Length, integerWork.Pointer, (int)integerWork.Length);
        w.Span(0, n).CopyTo(values);
        GC.KeepAlive(a);
        return LapackInfo.Evidence(lapack, routine, info, Outcome.NotConverged);
    }
}
