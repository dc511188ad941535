using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>P A = L U of a square matrix: for many right-hand sides and for the determinant.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LuFactorization<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Lapack lapack;
    private readonly DenseMatrix<T> factors;
    private readonly T[]? managedFactors;
    private readonly int[] pivots;

    internal LuFactorization(Lapack lapack, DenseMatrix<T> factors, T[]? managedFactors, int[] pivots, FactorizationEvidence evidence)
    {
        this.lapack = lapack;
        this.factors = factors;
        this.managedFactors = managedFactors;
        this.pivots = pivots;
        Evidence = evidence;
    }

    /// <summary>Order n.</summary>
    public int Order => pivots.Length;

    /// <summary>Routine, provider, status; status Singular with info = 1-based index of the first zero pivot.</summary>
    public FactorizationEvidence Evidence { get; }

    /// <summary>Solves A X = B for an n x m matrix of right-hand sides.</summary>
    /// <exception cref="ArgumentException">Wrong number of rows, or not finite.</exception>
    /// <exception cref="InvalidOperationException">The matrix is exactly singular; see the evidence before asking.</exception>
    public DenseMatrix<T> Solve(DenseMatrix<T> rightSides)
    {
        ArgumentNullException.ThrowIfNull(rightSides);
        if (rightSides.Rows != Order)
        {
            throw new ArgumentException($"Right-hand sides have {rightSides.Rows} rows, the matrix has {Order}; they must agree.", nameof(rightSides));
        }

        MatrixChecks.RequireFinite(rightSides, "LinearSolve");
        if (!Evidence.Converged)
        {
            throw new InvalidOperationException($"Pivot {Evidence.Info} of {Order} is exactly zero, so there is no unique solution; look at the evidence before solving.");
        }

        DenseMatrix<T> solution = rightSides.Clone();
        if (Order == 0 || rightSides.Columns == 0)
        {
            return solution;
        }

        if (managedFactors is null)
        {
            Native(solution);
            return solution;
        }

        T[] managed = ManagedDense<T>.ToArray(solution);
        ManagedDense<T>.LuSolve(managedFactors, pivots, managed, (int)solution.Columns);
        solution.Dispose();
        return ManagedDense<T>.ToMatrix(managed, Order, (int)rightSides.Columns, Order);
    }

    /// <summary>Sign and logarithm of the determinant.</summary>
    public LogDeterminant LogDeterminant()
    {
        int sign = 1, first = managedFactors is null ? 1 : 0;
        double logarithm = 0;
        for (int i = 0; i < Order; i++)
        {
            double diagonal = double.CreateChecked(managedFactors is null ? factors[i, i] : managedFactors[i + ((long)i * Order)]);
            sign *= Math.Sign(diagonal) * (pivots[i] == i + first ? 1 : -1);
            logarithm += Math.Log(Math.Abs(diagonal));
        }

        return new(sign, logarithm, Evidence);
    }

    /// <inheritdoc/>
    public void Dispose() => factors.Dispose();

    private unsafe void Native(DenseMatrix<T> solution)
    {
        int columns = MatrixChecks.RequireSides(solution, "LinearSolve").Columns;
        int info;
        fixed (int* p = pivots)
        {
            info = lapack.Fortran<T>().Getrs('N', Order, columns, factors.Pointer, Order, p, solution.Pointer, Order);
        }

        GC.KeepAlive(factors);
        GC.KeepAlive(solution);
        _ = LapackInfo.Evidence(lapack, "getrs", info, Outcome.Ok);
    }
}
