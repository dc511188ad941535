using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>
/// The k largest singular triplets of an operator by Golub-Kahan-Lanczos bidiagonalization with full reorthogonalization (twice) and thick
/// restart (Baglama and Reichel, SIAM J. Sci. Comput. 27, 19, 2005).
/// </summary>
/// <remarks>
/// Convergence is decided by residuals measured with the operator itself. Values are lower bounds up to rounding. Whether a value was missed
/// altogether cannot be proved by any Krylov method; see <see cref="GolubKahanLanczosOptions.SearchForMissed"/>. If the smaller side does not exceed
/// the subspace, the operator is written out and decomposed densely. Determinism: same bits for same operator, options, provider, machine.
/// </remarks>
public static class GolubKahanLanczos
{
    /// <summary>Sum of the sides from which B is decomposed before the basis is full: there an application costs more than a decomposition of B.</summary>
    private const int EarlyChecksFrom = 1000;

    /// <summary>Steps before the first decomposition of B; later ones follow after a quarter of the size.</summary>
    private const int FirstCheck = 7;

    /// <summary>Computes the largest triplets.</summary>
    /// <param name="lapack">Provider for the small dense problems and the reorthogonalization.</param>
    /// <param name="matrix">Operator, sides below 2^31.</param>
    /// <param name="k">Triplets asked for, at least 1; ask for one more than expected outliers.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">k, tolerance, subspace, restarts or sides outside their range.</exception>
    /// <exception cref="ArgumentException">A warm start of the wrong length, zero, or not finite.</exception>
    public static SingularTriplets Compute(Lapack lapack, ILinearOperator matrix, int k, GolubKahanLanczosOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(matrix);
        options ??= new GolubKahanLanczosOptions();
        RequireOptions(matrix, k, options);
        long subspace = options.MaximumSubspace > 0 ? options.MaximumSubspace : Math.Max((2L * k) + 40, 4L * k);
        return Math.Min(matrix.Rows, matrix.Columns) <= subspace
            ? ShortSideSvd.Compute(lapack, matrix, k, options.Tolerance)
            : Iterate(lapack, matrix, k, (int)subspace, options);
    }

    /// <summary>Measured residuals max(|A v - s u|, |A^T u - s v|) of given triplets; two applications each.</summary>
    public static double[] MeasureResiduals(ILinearOperator matrix, double[] values, DenseMatrix<double> left, DenseMatrix<double> right)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var residuals = new double[values.Length];
        using DenseMatrix<double> imageColumn = new(matrix.Rows, 1), preimageColumn = new(matrix.Columns, 1);
        Span<double> image = imageColumn.Column(0), preimage = preimageColumn.Column(0);
        for (int i = 0; i < values.Length; i++)
        {
            matrix.Apply(right.Column(i), image);
            matrix.ApplyTransposed(left.Column(i), preimage);
            SpanProducts.Add(-values[i], left.Column(i), image);
            SpanProducts.Add(-values[i], right.Column(i), preimage);
            residuals[i] = Math.Max(SpanProducts.Norm(image), SpanProducts.Norm(preimage));
        }

        return residuals;
    }

    private static SingularTriplets Iterate(Lapack lapack, ILinearOperator matrix, int k, int subspace, GolubKahanLanczosOptions options)
    {
        using var basis = new GolubKahanBasis(lapack, matrix, subspace);
        basis.Begin(options.WarmStart);

        // Triplets dropped from the coupling by the search for missed ones may add up over k of them, hence the margin.
        double estimateTolerance = options.Tolerance / (4 * Math.Sqrt(k));
        double[]? searched = null;
        long checks = 0;
        for (int restart = 0; ; restart++)
        {
            using SingularVectors<double>? small = Grow(lapack, matrix, basis, k, estimateTolerance);
            if (small is null || !small.Evidence.Converged)
            {
                return BrokenDown(matrix, k, basis.Applications + checks, restart);
            }

            bool settled = EstimatesWithin(basis, small, k, estimateTolerance * small.Values[0]);
            bool lookForMissed = settled && options.SearchForMissed && !Same(searched, small.Values, options.Tolerance);
            bool last = restart >= options.MaximumRestarts;
            if (last || (settled && !lookForMissed))
            {
                SingularTriplets result = Measured(matrix, basis, small, k, options.Tolerance, checks, restart);
                checks += 2L * k;
                if (last || result.Outcome == Outcome.Ok)
                {
                    return result;
                }

                result.Dispose();
                estimateTolerance /= 4;
            }

            searched = lookForMissed ? small.Values[..k] : searched;
            basis.Restart(small, lookForMissed ? k : Math.Min(small.Values.Length, k + ((subspace - k) / 2)), freshDirection: lookForMissed);
        }
    }

    /// <summary>
    /// Grows the basis to capacity, or until the estimates are small enough; returns the decomposition of B, null after numbers that are not finite.
    /// </summary>
    private static SingularVectors<double>? Grow(Lapack lapack, ILinearOperator matrix, GolubKahanBasis basis, int k, double tolerance)
    {
        bool early = matrix.Rows + matrix.Columns >= EarlyChecksFrom;
        int size = early ? Math.Max(basis.Size, k) + FirstCheck : basis.Capacity;
        for (; ; size += size / 4)
        {
            basis.Grow(Math.Min(size, basis.Capacity));
            if (!basis.IsFinite)
            {
                return null;
            }

            using DenseMatrix<double> b = basis.Small.Leading(basis.Size, basis.Size);
            SingularVectors<double> small = SingularValueDecomposition.Compute(lapack, b);
            if (basis.Size == basis.Capacity || !small.Evidence.Converged || EstimatesWithin(basis, small, k, tolerance * small.Values[0]))
            {
                return small;
            }

            small.Dispose();
        }
    }

    /// <summary>For the pair of B's i-th singular vectors |A^T u - s v| = beta |last component of the left one|.</summary>
    private static bool EstimatesWithin(GolubKahanBasis basis, SingularVectors<double> small, int k, double limit)
    {
        for (int i = 0; i < k; i++)
        {
            if (basis.LastBeta * Math.Abs(small.U[basis.Size - 1, i]) > limit)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Same(double[]? earlier, double[] now, double tolerance)
    {
        if (earlier is null)
        {
            return false;
        }

        for (int i = 0; i < earlier.Length; i++)
        {
            if (Math.Abs(now[i] - earlier[i]) > tolerance * now[0])
            {
                return false;
            }
        }

        return true;
    }

    private static SingularTriplets Measured(
        ILinearOperator matrix, GolubKahanBasis basis, SingularVectors<double> small, int k, double tolerance, long checks, int restarts)
    {
        (DenseMatrix<double> left, DenseMatrix<double> right) = basis.Leading(small, k);
        double[] values = small.Values[..k];
        double[] residuals = MeasureResiduals(matrix, values, left, right);
        Outcome outcome = residuals.All(residual => residual <= tolerance * values[0]) ? Outcome.Ok : Outcome.NotConverged;
        return new(values, left, right, residuals, outcome, basis.Applications + checks + (2L * k), restarts);
    }

    private static SingularTriplets BrokenDown(ILinearOperator matrix, int k, long applications, int restarts)
    {
        double[] missing = [.. Enumerable.Repeat(double.NaN, k)];
        return new(
            missing, new DenseMatrix<double>(matrix.Rows, k), new DenseMatrix<double>(matrix.Columns, k), [.. missing],
            Outcome.NonFinite, applications, restarts);
    }

    private static void RequireOptions(ILinearOperator matrix, int k, GolubKahanLanczosOptions options)
    {
        if (k < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(k), $"{k} triplets asked, at least 1 needed.");
        }

        WorkspaceLimits.RequireShape("GolubKahanLanczos", matrix.Rows, matrix.Columns, 0, "use an operator on panels");
        if (!(options.Tolerance >= GolubKahanLanczosOptions.SmallestTolerance))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"Tolerance {options.Tolerance} is below {GolubKahanLanczosOptions.SmallestTolerance}, which rounding allows; ask for no less.");
        }

        if (options.MaximumSubspace != 0 && options.MaximumSubspace < (2L * k) + 2)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"A subspace of {options.MaximumSubspace} vectors is too small for {k} triplets; allow at least {(2L * k) + 2}, or 0 for the default.");
        }

        if (options.MaximumRestarts < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"{options.MaximumRestarts} restarts asked; allow 0 or more.");
        }

        if (options.WarmStart is { } start && (start.Length != matrix.Columns || !(SpanProducts.Norm(start) is > 0 and < double.PositiveInfinity)))
        {
            throw new ArgumentException($"A warm start needs {matrix.Columns} finite numbers that are not all zero, got {start.Length} with norm {SpanProducts.Norm(start)}.", nameof(options));
        }
    }
}
