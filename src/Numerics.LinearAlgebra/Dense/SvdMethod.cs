namespace Numerics.LinearAlgebra.Dense;

/// <summary>How singular values are computed.</summary>
public enum SvdMethod
{
    /// <summary>
    /// Square roots of the eigenvalues of the smaller Gram matrix. 1.5 to 3 times faster; error of a value s about eps smax^2 / s,
    /// so values below sqrt(eps) smax are noise: right for bulks and outliers, wrong for ranks and condition numbers.
    /// </summary>
    Gram,

    /// <summary>Bidiagonalization and divide and conquer (gesdd): error about eps smax for every value.</summary>
    Bidiagonal,
}
