namespace Numerics.LinearAlgebra.Dense;

/// <summary>What the pivots of a symmetric factorization tell of the matrix; the three counts add up to the order.</summary>
/// <param name="Negative">Negative eigenvalues.</param>
/// <param name="Zero">Eigenvalues not told from zero: pivots of at most 8 n eps max|A|.</param>
/// <param name="Positive">Positive eigenvalues.</param>
/// <param name="DeterminantSign">Sign of the product of the pivots, tiny ones included; 0 if one is exactly zero.</param>
/// <param name="LogAbsoluteDeterminant">Logarithm of its magnitude.</param>
public readonly record struct PivotSigns(int Negative, int Zero, int Positive, int DeterminantSign, double LogAbsoluteDeterminant)
{
    /// <summary>With one more eigenvalue or pivot of this size; magnitudes up to <paramref name="zero"/> count as zero.</summary>
    internal PivotSigns With(double pivot, double zero) => new(
        Negative + (pivot < -zero ? 1 : 0),
        Zero + (Math.Abs(pivot) <= zero ? 1 : 0),
        Positive + (pivot > zero ? 1 : 0),
        DeterminantSign * Math.Sign(pivot),
        LogAbsoluteDeterminant + Math.Log(Math.Abs(pivot)));
}
