namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// An operator that can apply itself and its transpose in one pass over its memory: half the bytes of a step of Golub-Kahan-Lanczos, whose time they are.
/// </summary>
internal interface IGramOperator : ILinearOperator
{
    /// <summary>image = M x and gram = M^T M x.</summary>
    /// <param name="x">Length columns.</param>
    /// <param name="image">Length rows.</param>
    /// <param name="gram">Length columns; must not overlap <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    void ApplyWithGram(ReadOnlySpan<double> x, Span<double> image, Span<double> gram);
}
