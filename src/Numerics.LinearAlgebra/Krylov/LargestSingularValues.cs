using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>The k largest singular values of a stored matrix by the cheapest route, with the reason for it.</summary>
/// <remarks>
/// Gram (n^3 operations for all values), bidiagonalization (with vectors, some ten times as much) or Golub-Kahan-Lanczos (passes over the matrix, their
/// number growing with k). Determinism: same bits for same input, options, provider, machine and LAPACK thread count; the executor's threads do not matter.
/// </remarks>
public sealed class LargestSingularValues : IDisposable
{
    /// <summary>
    /// Side below which a dense decomposition is taken always: there an iteration spends its time between the passes. Measured on AVX2 at side 150, k = 3:
    /// 1.4 ms for all values, 3.1 ms for the iteration.
    /// </summary>
    private const int SmallestKrylovSide = 200;

    private LargestSingularValues(double[] values, SingularRoute route, string reason, Outcome outcome)
    {
        Values = values;
        Route = route;
        Reason = reason;
        Outcome = outcome;
    }

    /// <summary>min(k, sides) values, descending.</summary>
    public double[] Values { get; }

    /// <summary>The route taken.</summary>
    public SingularRoute Route { get; }

    /// <summary>Why this route, and by which routine.</summary>
    public string Reason { get; }

    /// <summary>How the computation ended.</summary>
    public Outcome Outcome { get; }

    /// <summary>Whether every value may be used.</summary>
    public bool Converged => Outcome == Outcome.Ok;

    /// <summary>rows x count, orthonormal; null on the Gram route.</summary>
    public DenseMatrix<double>? Left { get; private init; }

    /// <summary>columns x count, orthonormal; null on the Gram route.</summary>
    public DenseMatrix<double>? Right { get; private init; }

    /// <summary>Measured max(|A v - s u|, |A^T u - s v|), absolute; empty on the Gram route.</summary>
    public double[] Residuals { get; private init; } = [];

    /// <summary>Passes over the matrix that the Krylov route made, a shared one counted twice; 0 on the others.</summary>
    public long Applications { get; private init; }

    /// <summary>Computes the values.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="matrix">Any shape, finite; left as it is.</param>
    /// <param name="k">Values asked for, at least 1.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">k below 1, or beyond a 32-bit limit.</exception>
    /// <exception cref="ArgumentException">Not finite, or vectors asked of the Gram route.</exception>
    public static LargestSingularValues Compute(Lapack lapack, DenseMatrix<double> matrix, int k, LargestSingularValuesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        options ??= new LargestSingularValuesOptions();
        long side = Math.Min(matrix.Rows, matrix.Columns);
        (SingularRoute route, string reason) = options.Route == SingularRoute.Automatic
            ? Choose(side, k, options.Vectors)
            : (options.Route, "asked for");
        if (options.Vectors && route == SingularRoute.Gram)
        {
            throw new ArgumentException("The Gram route gives no singular vectors; ask for another route or for values only.", nameof(options));
        }

        int count = (int)Math.Min(k, side);
        return route switch
        {
            SingularRoute.Gram => ByGram(lapack, matrix, count, reason),
            SingularRoute.Bidiagonal => ByBidiagonal(lapack, matrix, count, reason),
            _ => ByKrylov(lapack, matrix, count, options, reason),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Left?.Dispose();
        Right?.Dispose();
    }

    /// <summary>
    /// Cost in shared passes over a matrix of side n, each at the speed of memory. Krylov with search for missed values: 84, 114 to 158, 160 to 232 passes for
    /// k = 1, 3, 8 at sides 500 to 2000, so 70 + 16 k. All values by Gram and syevd: the time of n/3 passes (24, 112 and 1014 ms at sides 500, 1000, 2000;
    /// a pass 0.12, 0.3 to 0.5, 1.6 to 2 ms); gesdd with vectors about ten times that.
    /// </summary>
    private static (SingularRoute Route, string Reason) Choose(long side, int k, bool vectors)
    {
        double krylov = 70 + (16.0 * k), dense = vectors ? 3.0 * side : side / 3.0;
        SingularRoute alternative = vectors ? SingularRoute.Bidiagonal : SingularRoute.Gram;
        return side < SmallestKrylovSide ? (alternative, $"side {side} is below {SmallestKrylovSide}")
            : krylov < dense ? (SingularRoute.Krylov, $"about {krylov:0} passes for {k} of {side} values against {dense:0} for all of them")
            : (alternative, $"all {side} values cost about {dense:0} passes, {k} of them {krylov:0} by iteration");
    }

    private static LargestSingularValues ByGram(Lapack lapack, DenseMatrix<double> matrix, int count, string reason)
    {
        RealSpectrum<double> all = SingularValues.Compute(lapack, matrix);
        return new(all.Values[..count], SingularRoute.Gram, $"{reason}; {all.Evidence.Routine}", all.Evidence.Outcome);
    }

    private static LargestSingularValues ByBidiagonal(Lapack lapack, DenseMatrix<double> matrix, int count, string reason)
    {
        using SingularVectors<double> all = SingularValueDecomposition.Compute(lapack, matrix);
        using DenseMatrix<double> v = all.VTransposed.Transpose();
        double[] values = all.Values[..count];
        DenseMatrix<double> left = all.U.Leading(matrix.Rows, count), right = v.Leading(matrix.Columns, count);
        return new(values, SingularRoute.Bidiagonal, $"{reason}; {all.Evidence.Routine}", all.Evidence.Outcome)
        {
            Left = left,
            Right = right,
            Residuals = GolubKahanLanczos.MeasureResiduals(new DenseOperator(lapack, matrix), values, left, right),
        };
    }

    /// <summary>On the transpose, whose rows are contiguous: what is right there is left here.</summary>
    private static LargestSingularValues ByKrylov(Lapack lapack, DenseMatrix<double> matrix, int count, LargestSingularValuesOptions options, string reason)
    {
        var transposed = new TransposedDenseOperator(matrix, options.Executor);
        SingularTriplets found = GolubKahanLanczos.Compute(lapack, transposed, count, new()
        {
            Tolerance = options.Tolerance,
            SearchForMissed = options.SearchForMissed,
            WarmStart = Start(options.Previous, matrix.Rows),
        });
        return new(found.Values, SingularRoute.Krylov, $"{reason}; Golub-Kahan-Lanczos, {found.Restarts} restarts", found.Outcome)
        {
            Left = found.Right,
            Right = found.Left,
            Residuals = found.Residuals,
            Applications = found.OperatorApplications,
        };
    }

    private static double[]? Start(LargestSingularValues? previous, long rows)
    {
        if (previous?.Left is not { } left || left.Rows != rows)
        {
            return null;
        }

        var start = new double[rows];
        for (int i = 0; i < left.Columns; i++)
        {
            SpanProducts.Add(1, left.Column(i), start);
        }

        return start;
    }
}
