using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>All singular values of a real matrix, descending, without vectors.</summary>
/// <remarks>Determinism: same bits for same input, provider, machine and LAPACK thread count.</remarks>
public static class SingularValues
{
    private const string What = "SingularValues";

    /// <summary>The min(rows, columns) singular values, descending, not squared, not normalised.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="a">Any shape; left as it is.</param>
    /// <param name="method">Speed against accuracy of small values.</param>
    /// <exception cref="ArgumentException">Not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the 32-bit limit of the workspace.</exception>
    public static RealSpectrum<T> Compute<T>(Lapack lapack, DenseMatrix<T> a, SvdMethod method = SvdMethod.Gram)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(a);
        long count = Math.Min(a.Rows, a.Columns);
        WorkspaceLimits.RequireShape(
            "gesdd('N')", a.Rows, a.Columns, WorkspaceLimits.SingularValues(a.Rows, a.Columns), "ask for the top values only (GolubKahanLanczos)");
        MatrixChecks.RequireFinite(a, What);
        if (count == 0)
        {
            return new([], LapackInfo.Empty(lapack));
        }

        return method == SvdMethod.Gram ? ByGram(lapack, a, count) : ByBidiagonal(lapack, a, count);
    }

    private static RealSpectrum<T> ByGram<T>(Lapack lapack, DenseMatrix<T> a, long count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var gram = new DenseMatrix<T>(count, count);
        (string product, T scale) = Gram.Into(lapack, a, gram);
        RealSpectrum<T> squares = SymmetricEigen.Values(lapack, gram, overwrite: true);
        T[] values = [.. squares.Values.Reverse().Select(square => T.Sqrt(T.Max(square, T.Zero)) / scale)];
        return new(values, squares.Evidence with { Routine = $"{product}+{squares.Evidence.Routine}" });
    }

    private static unsafe RealSpectrum<T> ByBidiagonal<T>(Lapack lapack, DenseMatrix<T> a, long count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new T[count];
        if (lapack.IsManaged)
        {
            int failed = ManagedDense<T>.Singular(a, vectors: false, values, out _, out _);
            return new(values, LapackInfo.Evidence(lapack, "MathNet.SingularValueDecomposition", failed, Outcome.NotConverged));
        }

        FortranRoutines<T> fortran = lapack.Fortran<T>();
        (int rows, int columns) = MatrixChecks.RequireSides(a, What);
        string routine = $"{FortranRoutines<T>.Prefix}gesdd('N')";
        using DenseMatrix<T> copy = a.Clone();
        using var integerWork = new NativeBuffer<int>(8 * count);
        T answer, none = default;
        using var s = new NativeBuffer<T>(count);
        int info = fortran.Gesdd('N', rows, columns, copy.Pointer, rows, s.Pointer, &none, 1, &none, 1, &answer, -1, integerWork.Pointer);
        _ = LapackInfo.Evidence(lapack, routine, info, Outcome.NotConverged);
        using var work = new NativeBuffer<T>(WorkspaceLimits.FromQuery(answer, WorkspaceLimits.SingularValues(rows, columns)));
        info = fortran.Gesdd(
            'N', rows, columns, copy.Pointer, rows, s.Pointer, &none, 1, &none, 1, work.Pointer, (int)work.Length, integerWork.Pointer);
        s.Span(0, values.Length).CopyTo(values);
        return new(values, LapackInfo.Evidence(lapack, routine, info, Outcome.NotConverged));
    }
}
