namespace Numerics.LinearAlgebra.Operators;

/// <summary>A real matrix known by what it does to vectors.</summary>
/// <remarks>Implementers must give the same bits for the same input; whether calls may run at once is theirs to say.</remarks>
public interface ILinearOperator
{
    /// <summary>Number of rows.</summary>
    long Rows { get; }

    /// <summary>Number of columns.</summary>
    long Columns { get; }

    /// <summary>y = A x.</summary>
    /// <param name="x">Length <see cref="Columns"/>.</param>
    /// <param name="y">Length <see cref="Rows"/>, overwritten.</param>
    void Apply(ReadOnlySpan<double> x, Span<double> y);

    /// <summary>y = A^T x.</summary>
    /// <param name="x">Length <see cref="Rows"/>.</param>
    /// <param name="y">Length <see cref="Columns"/>, overwritten.</param>
    void ApplyTransposed(ReadOnlySpan<double> x, Span<double> y);
}
