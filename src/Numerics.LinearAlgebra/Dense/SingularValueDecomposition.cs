using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Thin singular value decomposition (gesdd).</summary>
/// <remarks>Determinism: same bits for same input, provider, machine and LAPACK thread count.</remarks>
public static class SingularValueDecomposition
{
    private const string What = "SingularValueDecomposition";

    /// <summary>U (m x k), s (k, descending), V^T (k x n) with k = min(m, n); a square matrix has at most 23,169 rows.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="a">m x n; left as it is.</param>
    /// <param name="measureResidual">Also compute |A - U diag(s) V^T| / |A| in the Frobenius norm.</param>
    /// <exception cref="ArgumentException">Not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the 32-bit limit of the workspace.</exception>
    public static SingularVectors<T> Compute<T>(Lapack lapack, DenseMatrix<T> a, bool measureResidual = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(a);
        WorkspaceLimits.RequireShape(
            "gesdd('S')", a.Rows, a.Columns, WorkspaceLimits.SingularVectors(a.Rows, a.Columns), "ask for values only, or for the top triplets (GolubKahanLanczos)");
        MatrixChecks.RequireFinite(a, What);
        int k = (int)Math.Min(a.Rows, a.Columns);
        if (k == 0)
        {
            return new(new DenseMatrix<T>(a.Rows, 0), [], new DenseMatrix<T>(0, a.Columns), LapackInfo.Empty(lapack));
        }

        SingularVectors<T> result = lapack.IsManaged ? Managed(lapack, a, k) : Native(lapack, a, k);
        return measureResidual && result.Evidence.Converged ? result with { Evidence = result.Evidence with { RelativeResidual = Residual(lapack, a, result) } } : result;
    }

    private static unsafe SingularVectors<T> Native<T>(Lapack lapack, DenseMatrix<T> a, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FortranRoutines<T> fortran = lapack.Fortran<T>();
        string routine = FortranRoutines<T>.Prefix + "gesdd('S')";
        int rows = (int)a.Rows, columns = (int)a.Columns;
        using DenseMatrix<T> copy = a.Clone();
        var u = new DenseMatrix<T>(rows, k);
        var vt = new DenseMatrix<T>(k, columns);
        var values = new T[k];
        using var integerWork = new NativeBuffer<int>(8L * k);
        T answer;
        using var s = new NativeBuffer<T>(k);
        int info = fortran.Gesdd('S', rows, columns, copy.Pointer, rows, s.Pointer, u.Pointer, rows, vt.Pointer, k, &answer, -1, integerWork.Pointer);
        _ = LapackInfo.Evidence(lapack, routine, info, Outcome.NotConverged);
        using var work = new NativeBuffer<T>(WorkspaceLimits.FromQuery(answer, WorkspaceLimits.SingularVectors(rows, columns)));
        info = fortran.Gesdd(
            'S', rows, columns, copy.Pointer, rows, s.Pointer, u.Pointer, rows, vt.Pointer, k, work.Pointer, (int)work.Length, integerWork.Pointer);
        s.Span(0, k).CopyTo(values);
        GC.KeepAlive(u);
        GC.KeepAlive(vt);
        return new(u, values, vt, LapackInfo.Evidence(lapack, routine, info, Outcome.NotConverged));
    }

    private static SingularVectors<T> Managed<T>(Lapack lapack, DenseMatrix<T> a, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = (int)a.Rows, columns = (int)a.Columns;
        var values = new T[k];
        int info = ManagedDense<T>.Singular(a, vectors: true, values, out T[] u, out T[] vt);
        return new(
            ManagedDense<T>.ToMatrix(u, rows, k, rows), values, ManagedDense<T>.ToMatrix(vt, k, columns, columns),
            LapackInfo.Evidence(lapack, "MathNet.SingularValueDecomposition", info, Outcome.NotConverged));
    }

    private static double Residual<T>(Lapack lapack, DenseMatrix<T> a, SingularVectors<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using DenseMatrix<T> scaled = Residuals.ScaleColumns(result.U, result.Values);
        return Residuals.Product(lapack, a, scaled, result.VTransposed);
    }
}
