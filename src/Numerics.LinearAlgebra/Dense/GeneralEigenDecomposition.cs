using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Eigenvalues and right eigenvectors of a real matrix without symmetry (geev).</summary>
/// <param name="Values">The n values in no particular order; the members of a pair that is not real follow each other, positive imaginary part first.</param>
/// <param name="Packed">Column j holds the vector of a real value; of a pair, column j the real and column j + 1 the imaginary part of the first one's vector. Norm 1 up to rounding.</param>
/// <param name="Evidence">Routine, provider, status.</param>
public sealed record GeneralEigenDecomposition(Complex[] Values, DenseMatrix<double> Packed, FactorizationEvidence Evidence)
{
    /// <summary>Decomposes a square matrix, which is left as it is.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="a">Square and finite.</param>
    /// <exception cref="ArgumentException">Not square, or not finite.</exception>
    public static unsafe GeneralEigenDecomposition Of(Lapack lapack, DenseMatrix<double> a)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        int n = (int)MatrixChecks.RequireSquare(a, "GeneralEigenDecomposition");
        MatrixChecks.RequireFinite(a, "GeneralEigenDecomposition");
        WorkspaceLimits.RequireOrder("geev('N','V')", n, WorkspaceLimits.GeneralEigenvectors, "use a smaller matrix");
        if (lapack.IsManaged)
        {
            int failed = ManagedDense<double>.General(a, out Complex[] managed, out double[] columns);
            var packed = new DenseMatrix<double>(n, n);
            columns.CopyTo(packed.AsSpan());
            return new(managed, packed, LapackInfo.Evidence(lapack, "MathNet.EigenDecomp(general)", failed, Outcome.NotConverged));
        }

        FortranRoutines<double> fortran = lapack.Fortran<double>();
        const string Routine = "dgeev('N','V')";
        using DenseMatrix<double> copy = a.Clone();
        var vectors = new DenseMatrix<double>(n, n);
        using var real = new NativeBuffer<double>(n);
        using var imaginary = new NativeBuffer<double>(n);
        double answer;
        int info = fortran.GeevVectors(n, copy.Pointer, n, real.Pointer, imaginary.Pointer, vectors.Pointer, n, &answer, -1);
        _ = LapackInfo.Evidence(lapack, Routine, info, Outcome.NotConverged);
        using var work = new NativeBuffer<double>(WorkspaceLimits.FromQuery(answer, WorkspaceLimits.GeneralEigenvectors(n)));
        info = fortran.GeevVectors(n, copy.Pointer, n, real.Pointer, imaginary.Pointer, vectors.Pointer, n, work.Pointer, (int)work.Length);
        var values = new Complex[n];
        for (int i = 0; i < n; i++)
        {
            values[i] = new Complex(real.Pointer[i], imaginary.Pointer[i]);
        }

        GC.KeepAlive(vectors);
        return new(values, vectors, LapackInfo.Evidence(lapack, Routine, info, Outcome.NotConverged));
    }
}
