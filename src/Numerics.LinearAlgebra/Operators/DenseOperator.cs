using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>A stored matrix as an operator (gemv). Safe for calls from many threads at once.</summary>
/// <remarks>The matrix is neither copied nor owned; it must outlive the operator. Finite elements are checked once, here.</remarks>
internal sealed class DenseOperator : ILinearOperator
{
    private readonly Lapack lapack;
    private readonly DenseMatrix<double> matrix;

    /// <summary>Wraps a matrix.</summary>
    /// <exception cref="ArgumentException">Not finite.</exception>
    public DenseOperator(Lapack lapack, DenseMatrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(matrix);
        MatrixChecks.RequireFinite(matrix, "DenseOperator");
        this.lapack = lapack;
        this.matrix = matrix;
    }

    /// <inheritdoc/>
    public long Rows => matrix.Rows;

    /// <inheritdoc/>
    public long Columns => matrix.Columns;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => MatrixVector.Into(lapack, transpose: false, matrix, (int)matrix.Columns, 1, x, 0, y);

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> x, Span<double> y) =>
        MatrixVector.Into(lapack, transpose: true, matrix, (int)matrix.Columns, 1, x, 0, y);
}
