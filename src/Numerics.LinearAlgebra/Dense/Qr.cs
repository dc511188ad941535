using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Thin Householder QR (geqrf, orgqr).</summary>
/// <remarks>Determinism: same bits for same input, provider, machine and LAPACK thread count.</remarks>
public static class Qr
{
    private const string What = "Qr";

    /// <summary>Q (m x k) and R (k x n) with k = min(m, n); rank-deficient matrices give zeros on the diagonal of R.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="a">m x n; left as it is.</param>
    /// <param name="measureResidual">Also compute |A - Q R| / |A| in the Frobenius norm.</param>
    /// <exception cref="ArgumentException">Not finite.</exception>
    public static QrDecomposition<T> Decompose<T>(Lapack lapack, DenseMatrix<T> a, bool measureResidual = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(a);
        (int rows, int columns) = MatrixChecks.RequireSides(a, What);
        MatrixChecks.RequireFinite(a, What);
        int k = Math.Min(rows, columns);
        if (k == 0)
        {
            return new(new DenseMatrix<T>(rows, 0), new DenseMatrix<T>(0, columns), LapackInfo.Empty(lapack));
        }

        QrDecomposition<T> result = lapack.IsManaged ? Managed(lapack, a, k) : Native(lapack, a, rows, columns, k);
        return measureResidual
            ? result with { Evidence = result.Evidence with { RelativeResidual = Residuals.Product(lapack, a, result.Q, result.R) } }
            : result;
    }

    private static unsafe QrDecomposition<T> Native<T>(Lapack lapack, DenseMatrix<T> a, int rows, int columns, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FortranRoutines<T> fortran = lapack.Fortran<T>();
        using DenseMatrix<T> packed = a.Clone();
        using var tau = new NativeBuffer<T>(k);
        T answer;
        Accept(lapack, fortran.Geqrf(rows, columns, packed.Pointer, rows, tau.Pointer, &answer, -1));
        using (var work = new NativeBuffer<T>(WorkspaceLimits.FromQuery(answer, columns)))
        {
            Accept(lapack, fortran.Geqrf(rows, columns, packed.Pointer, rows, tau.Pointer, work.Pointer, (int)work.Length));
        }

        DenseMatrix<T> r = UpperTrapezoid(packed, k), q = packed.Leading(rows, k);
        Accept(lapack, fortran.Orgqr(rows, k, k, q.Pointer, rows, tau.Pointer, &answer, -1));
        using (var work = new NativeBuffer<T>(WorkspaceLimits.FromQuery(answer, k)))
        {
            Accept(lapack, fortran.Orgqr(rows, k, k, q.Pointer, rows, tau.Pointer, work.Pointer, (int)work.Length));
        }

        GC.KeepAlive(q);
        string prefix = FortranRoutines<T>.Prefix;
        return new(q, r, new($"{prefix}geqrf+{prefix}orgqr", lapack.Name, 0, Outcome.Ok));
    }

    /// <summary>MathNet wants at least as many rows as columns: for a wide matrix the leading square gives Q, and R = Q^T A.</summary>
    private static QrDecomposition<T> Managed<T>(Lapack lapack, DenseMatrix<T> a, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = (int)a.Rows;
        using DenseMatrix<T> leading = a.Leading(rows, k);
        T[] entries = ManagedDense<T>.ToArray(leading);
        DenseMatrix<T> r = ManagedDense<T>.ToMatrix(ManagedDense<T>.ThinQr(entries, rows, k), k, k, k);
        DenseMatrix<T> q = ManagedDense<T>.ToMatrix(entries, rows, k, rows);
        var evidence = new FactorizationEvidence("MathNet.ThinQRFactor", lapack.Name, 0, Outcome.Ok);
        if (a.Columns == k)
        {
            return new(q, r, evidence);
        }

        using DenseMatrix<T> square = r, product = Multiply.Product(lapack, q, a, transposeA: true);
        return new(q, UpperTrapezoid(product, k), evidence);
    }

    private static DenseMatrix<T> UpperTrapezoid<T>(DenseMatrix<T> packed, int k)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var r = new DenseMatrix<T>(k, packed.Columns);
        for (long j = 0; j < packed.Columns; j++)
        {
            int height = (int)Math.Min(j + 1, k);
            packed.Column(j)[..height].CopyTo(r.Column(j));
        }

        return r;
    }

    private static void Accept(Lapack lapack, int info) => LapackInfo.Evidence(lapack, "geqrf/orgqr", info, Outcome.NotConverged);
}
