using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>The largest singular values with their vectors and residuals.</summary>
/// <param name="Values">Descending; min(k, rows, columns) of them.</param>
/// <param name="Left">rows x count, orthonormal columns.</param>
/// <param name="Right">columns x count, orthonormal columns; the signs of a pair are arbitrary together.</param>
/// <param name="Residuals">Measured max(|A v - s u|, |A^T u - s v|) for each value, absolute.</param>
/// <param name="Outcome">Ok, or why not: NotConverged after the restarts allowed, NonFinite with values that are NaN.</param>
/// <param name="OperatorApplications">How often A or A^T was applied, checks included.</param>
/// <param name="Restarts">Restarts taken.</param>
public sealed record SingularTriplets(
    double[] Values, DenseMatrix<double> Left, DenseMatrix<double> Right, double[] Residuals, Outcome Outcome, long OperatorApplications, int Restarts)
    : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Left.Dispose();
        Right.Dispose();
    }
}
