using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>
/// Signs of the eigenvalues of a symmetric matrix without the eigenvalues: by Sylvester's law those of D in A = L D L^T
/// (Bunch-Kaufman, sytrf), about a tenth of the cost. Counting A - t I for several t gives the distribution function of the spectrum.
/// </summary>
/// <remarks>
/// A pivot is taken for zero if its magnitude is at most 8 n eps max|A|. Eigenvalues within that rounding of zero may be counted on either
/// side. The managed provider counts eigenvalues. Repeated counts without allocation: <see cref="SymmetricIndefinite"/>. Determinism: same counts for same input, provider, machine and LAPACK thread count.
/// </remarks>
public static class Inertia
{
    private const string What = "Inertia";

    /// <summary>Counts signs.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="symmetric">Only the lower triangle is read; left as it is.</param>
    /// <param name="workspace">Memory of the same order to use again, its matrix is overwritten; null allocates.</param>
    /// <exception cref="ArgumentException">Not square, not finite, or a workspace of another order.</exception>
    public static InertiaCount Compute(Lapack lapack, DenseMatrix<double> symmetric, SymmetricIndefinite? workspace = null)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        long n = MatrixChecks.RequireSquare(symmetric, What);
        if (workspace is not null && workspace.Order != n)
        {
            throw new ArgumentException($"The workspace is for order {workspace.Order}, the matrix has {n}; make a workspace of order {n}.", nameof(workspace));
        }

        MatrixChecks.RequireFiniteLower(symmetric, What);
        using SymmetricIndefinite? own = workspace is null ? new SymmetricIndefinite(lapack, n) : null;
        SymmetricIndefinite factorization = workspace ?? own!;
        for (int j = 0; j < n; j++)
        {
            symmetric.Column(j)[j..].CopyTo(factorization.Matrix.Column(j)[j..]);
        }

        PivotSigns signs = factorization.Factor();
        FactorizationEvidence evidence = factorization.Evidence;
        return new(
            signs.Negative, signs.Zero, signs.Positive,
            evidence.Outcome == Outcome.Singular ? evidence with { Outcome = Outcome.Ok } : evidence);
    }
}
