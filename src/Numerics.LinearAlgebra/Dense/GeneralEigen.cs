using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Eigenvalues of a real matrix without symmetry (geev).</summary>
/// <remarks>
/// Errors depend on the conditioning of each eigenvalue; for strongly non-normal matrices they exceed n eps |A| by far.
/// Determinism: same bits for same input, provider, machine and LAPACK thread count.
/// </remarks>
public static class GeneralEigen
{
    private const string What = "GeneralEigen";

    /// <summary>The n complex eigenvalues in no particular order; non-real ones come in exactly conjugate pairs.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="a">Square matrix; left as it is.</param>
    /// <exception cref="ArgumentException">Not square, or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the 32-bit limit of the workspace.</exception>
    public static ComplexSpectrum Values<T>(Lapack lapack, DenseMatrix<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(lapack);
        long n = MatrixChecks.RequireSquare(a, What);
        WorkspaceLimits.RequireOrder("geev('N','N')", n, WorkspaceLimits.GeneralEigenvalues, "use a smaller matrix");
        MatrixChecks.RequireFinite(a, What);
        if (n == 0)
        {
            return new([], LapackInfo.Empty(lapack));
        }

        if (lapack.IsManaged)
        {
            int failed = ManagedDense<T>.General(a, out Complex[] managed);
            return new(managed, LapackInfo.Evidence(lapack, "MathNet.EigenDecomp(general)", failed, Outcome.NotConverged));
        }

        return Native(lapack, a, (int)n);
    }

    private static unsafe ComplexSpectrum Native<T>(Lapack lapack, DenseMatrix<T> a, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FortranRoutines<T> fortran = lapack.Fortran<T>();
        string routine = FortranRoutines<T>.Prefix + "geev('N','N')";
        using DenseMatrix<T> copy = a.Clone();
        using var real = new NativeBuffer<T>(n);
        using var imaginary = new NativeBuffer<T>(n);
        T answer;
        int info = fortran.GeevValues(n, copy.Pointer, n, real.Pointer, imaginary.Pointer, &answer, -1);
        _ = LapackInfo.Evidence(lapack, routine, info, Outcome.NotConverged);
        using var work = new NativeBuffer<T>(WorkspaceLimits.FromQuery(answer, WorkspaceLimits.GeneralEigenvalues(n)));
        info = fortran.GeevValues(n, copy.Pointer, n, real.Pointer, imaginary.Pointer, work.Pointer, (int)work.Length);
        var values = new Complex[n];
        for (int i = 0; i < n; i++)
        {
            values[i] = new Complex(double.CreateChecked(real.Pointer[i]), double.CreateChecked(imaginary.Pointer[i]));
        }

        return new(values, LapackInfo.Evidence(lapack, routine, info, Outcome.NotConverged));
    }
}
