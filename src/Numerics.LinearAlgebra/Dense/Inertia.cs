using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Managed;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>
/// Signs of the eigenvalues of a symmetric matrix without the eigenvalues: by Sylvester's law those of D in A = L D L^T
/// (Bunch-Kaufman, sytrf), about a tenth of the cost. Counting A - t I for several t gives the distribution function of the spectrum.
/// </summary>
/// <remarks>
/// A pivot is taken for zero if its magnitude is at most 8 n eps max|A|. Eigenvalues within that rounding of zero may be counted on either
/// side. The managed provider counts eigenvalues. Determinism: same counts for same input, provider, machine and LAPACK thread count.
/// </remarks>
public static class Inertia
{
    private const string What = "Inertia";

    /// <summary>Counts signs.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="symmetric">Only the lower triangle is read; left as it is.</param>
    /// <param name="workspace">Memory of the same order to use again; null allocates.</param>
    /// <exception cref="ArgumentException">Not square, not finite, or a workspace of another order.</exception>
    public static InertiaCount Compute(Lapack lapack, DenseMatrix<double> symmetric, InertiaWorkspace? workspace = null)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        long n = MatrixChecks.RequireSquare(symmetric, What);
        if (workspace is not null && workspace.Order != n)
        {
            throw new ArgumentException($"The workspace is for order {workspace.Order}, the matrix has {n}; make a workspace of order {n}.", nameof(workspace));
        }

        MatrixChecks.RequireFiniteLower(symmetric, What);
        if (n == 0)
        {
            return new(0, 0, 0, LapackInfo.Empty(lapack));
        }

        double zero = 8 * n * Math.ScaleB(1.0, -52) * LargestLower(symmetric);
        if (lapack.IsManaged)
        {
            return ByEigenvalues(lapack, symmetric, zero);
        }

        if (workspace is not null)
        {
            return ByPivots(lapack, symmetric, workspace, zero);
        }

        using var own = new InertiaWorkspace(n);
        return ByPivots(lapack, symmetric, own, zero);
    }

    private static unsafe InertiaCount ByPivots(Lapack lapack, DenseMatrix<double> symmetric, InertiaWorkspace workspace, double zero)
    {
        FortranRoutines<double> fortran = lapack.Fortran<double>();
        int n = workspace.Order;
        CopyLower(symmetric, workspace.Copy);
        double* d = workspace.Copy.Pointer;
        int* pivots = workspace.Pivots.Pointer;
        double answer;
        int info = fortran.Sytrf('L', n, d, n, pivots, &answer, -1);
        _ = LapackInfo.Evidence(lapack, "dsytrf", info, FactorizationStatus.Completed);
        NativeBuffer<double> work = workspace.RequireWork(WorkspaceLimits.FromQuery(answer, n));
        info = fortran.Sytrf('L', n, d, n, pivots, work.Pointer, (int)work.Length);
        FactorizationEvidence evidence = LapackInfo.Evidence(lapack, "dsytrf", info, FactorizationStatus.Completed);
        long negative = 0, zeros = 0;
        for (long k = 0; k < n; k++)
        {
            double diagonal = d[k + (k * n)];
            if (pivots[k] > 0)
            {
                Count(diagonal, zero, ref negative, ref zeros);
                continue;
            }

            // A 2 x 2 block: always one negative and one positive eigenvalue, unless rounding makes it singular.
            double below = d[k + 1 + (k * n)], next = d[k + 1 + ((k + 1) * n)];
            double middle = (diagonal + next) / 2, radius = double.Hypot((diagonal - next) / 2, below);
            Count(middle - radius, zero, ref negative, ref zeros);
            Count(middle + radius, zero, ref negative, ref zeros);
            k++;
        }

        GC.KeepAlive(workspace);
        return new(negative, zeros, n - negative - zeros, evidence);
    }

    private static InertiaCount ByEigenvalues(Lapack lapack, DenseMatrix<double> symmetric, double zero)
    {
        var values = new double[symmetric.Rows];
        int info = ManagedDense<double>.Symmetric(symmetric, values, out _);
        long negative = 0, zeros = 0;
        foreach (double value in values)
        {
            Count(value, zero, ref negative, ref zeros);
        }

        return new(
            negative, zeros, values.Length - negative - zeros,
            LapackInfo.Evidence(lapack, "MathNet.EigenDecomp(symmetric)", info, FactorizationStatus.NotConverged));
    }

    private static void Count(double pivot, double zero, ref long negative, ref long zeros)
    {
        if (Math.Abs(pivot) <= zero)
        {
            zeros++;
        }
        else if (pivot < 0)
        {
            negative++;
        }
    }

    private static double LargestLower(DenseMatrix<double> a)
    {
        double largest = 0;
        for (int j = 0; j < a.Columns; j++)
        {
            foreach (double value in a.Column(j)[j..])
            {
                largest = Math.Max(largest, Math.Abs(value));
            }
        }

        return largest;
    }

    private static void CopyLower(DenseMatrix<double> from, DenseMatrix<double> to)
    {
        for (int j = 0; j < from.Columns; j++)
        {
            from.Column(j)[j..].CopyTo(to.Column(j)[j..]);
        }
    }
}
