using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>
/// P A P^T = L D L^T of symmetric matrices of one order, one after the other (Bunch and Kaufman, sytrf): signs of the eigenvalues, determinant and
/// solutions from one factorization of n^3/3 operations, in memory that is reserved once.
/// </summary>
/// <remarks>
/// Use: write the lower triangle of <see cref="Matrix"/>, call <see cref="Factor"/>, then <see cref="Solve"/> if needed; the factors replace the matrix.
/// After the first call nothing is allocated. The managed provider takes eigenvalues and LU instead. Determinism: same bits for same
/// input, provider, machine and LAPACK thread count. Not for two threads at once. Nobody need dispose it: the collector knows of its memory.
/// </remarks>
public sealed class SymmetricIndefinite : IDisposable
{
    private const string What = "SymmetricIndefinite";

    private readonly Lapack lapack;
    private readonly NativeBuffer<int> pivots;
    private readonly FactorizationEvidence completed;
    private NativeBuffer<double>? work;
    private LuFactorization<double>? managed;
    private bool factored;

    /// <summary>Reserves memory for matrices of <paramref name="order"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or beyond 32 bits.</exception>
    public SymmetricIndefinite(Lapack lapack, long order)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        WorkspaceLimits.RequireShape("sytrf", order, order, order, "use a smaller matrix");
        this.lapack = lapack;
        Order = (int)order;
        Matrix = new DenseMatrix<double>(order, order);
        pivots = new NativeBuffer<int>(order, collectable: true);
        completed = new(lapack.IsManaged ? "MathNet.EigenDecomp(symmetric)" : "dsytrf", lapack.Name, 0, Outcome.Ok);
        Evidence = LapackInfo.Empty(lapack);
    }

    /// <summary>Order of the matrices.</summary>
    public int Order { get; }

    /// <summary>The matrix to factor: its lower triangle is read by <see cref="Factor"/> and destroyed.</summary>
    public DenseMatrix<double> Matrix { get; }

    /// <summary>Routine, provider and status of the last factorization; status Singular if a pivot is exactly zero.</summary>
    public FactorizationEvidence Evidence { get; private set; }

    /// <summary>Factorizes <see cref="Matrix"/>.</summary>
    /// <exception cref="ArgumentException">Not finite.</exception>
    public PivotSigns Factor()
    {
        MatrixChecks.RequireFiniteLower(Matrix, What);
        factored = true;
        managed?.Dispose();
        managed = null;
        if (Order == 0)
        {
            return new(0, 0, 0, 1, 0);
        }

        double zero = 8.0 * Order * Math.ScaleB(MatrixChecks.LargestLower(Matrix), -52);
        return lapack.IsManaged ? FactorManaged(zero) : FactorNative(zero);
    }

    /// <summary>Replaces the columns of B by those of A^-1 B, A the matrix factored last.</summary>
    /// <exception cref="ArgumentException">Wrong number of rows.</exception>
    /// <exception cref="InvalidOperationException">Nothing factored yet, or the matrix is exactly singular.</exception>
    public unsafe void Solve(DenseMatrix<double> rightSides)
    {
        ArgumentNullException.ThrowIfNull(rightSides);
        if (rightSides.Rows != Order)
        {
            throw new ArgumentException($"Right-hand sides have {rightSides.Rows} rows, the matrix has {Order}; they must agree.", nameof(rightSides));
        }

        if (!factored || !Evidence.Converged)
        {
            throw new InvalidOperationException(factored ? $"Pivot {Evidence.Info} of {Order} is exactly zero, so there is no unique solution." : "Call Factor before Solve.");
        }

        if (Order == 0 || rightSides.Columns == 0)
        {
            return;
        }

        if (lapack.IsManaged)
        {
            using DenseMatrix<double> solution = (managed ??= LinearSolve.Factor(lapack, Matrix)).Solve(rightSides);
            solution.AsSpan().CopyTo(rightSides.AsSpan());
            return;
        }

        int columns = MatrixChecks.RequireSides(rightSides, What).Columns;
        int info = lapack.Fortran<double>().Sytrs('L', Order, columns, Matrix.Pointer, Order, pivots.Pointer, rightSides.Pointer, Order);
        GC.KeepAlive(this);
        LapackInfo.RequireAccepted(lapack, "dsytrs", info);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Matrix.Dispose();
        pivots.Dispose();
        work?.Dispose();
        managed?.Dispose();
    }

    private unsafe PivotSigns FactorNative(double zero)
    {
        FortranRoutines<double> fortran = lapack.Fortran<double>();
        if (work is null)
        {
            double answer;
            LapackInfo.RequireAccepted(lapack, "dsytrf", fortran.Sytrf('L', Order, Matrix.Pointer, Order, pivots.Pointer, &answer, -1));
            work = new NativeBuffer<double>(WorkspaceLimits.FromQuery(answer, Order), collectable: true);
        }

        int info = fortran.Sytrf('L', Order, Matrix.Pointer, Order, pivots.Pointer, work.Pointer, (int)work.Length);
        Evidence = info == 0 ? completed : LapackInfo.Evidence(lapack, "dsytrf", info, Outcome.Singular);
        PivotSigns signs = ReadPivots(Matrix.Pointer, zero);
        GC.KeepAlive(this);
        return signs;
    }

    private unsafe PivotSigns ReadPivots(double* d, double zero)
    {
        var signs = new PivotSigns(0, 0, 0, 1, 0);
        for (long k = 0, n = Order; k < n; k++)
        {
            double diagonal = d[k + (k * n)];
            if (pivots.Pointer[k] > 0)
            {
                signs = signs.With(diagonal, zero);
                continue;
            }

            // A 2 x 2 block: always one negative and one positive eigenvalue, unless rounding makes it singular.
            double below = d[k + 1 + (k * n)], next = d[k + 1 + ((k + 1) * n)];
            double middle = (diagonal + next) / 2, radius = double.Hypot((diagonal - next) / 2, below);
            signs = signs.With(middle - radius, zero).With(middle + radius, zero);
            k++;
        }

        return signs;
    }

    private PivotSigns FactorManaged(double zero)
    {
        for (int j = 0; j < Order; j++)
        {
            for (int i = j + 1; i < Order; i++)
            {
                Matrix[j, i] = Matrix[i, j];
            }
        }

        var values = new double[Order];
        int info = ManagedDense<double>.Symmetric(Matrix, values, out _);
        Evidence = info == 0 ? completed : LapackInfo.Evidence(lapack, completed.Routine, info, Outcome.NotConverged);
        var signs = new PivotSigns(0, 0, 0, 1, 0);
        foreach (double value in values)
        {
            signs = signs.With(value, zero);
        }

        return signs;
    }
}
