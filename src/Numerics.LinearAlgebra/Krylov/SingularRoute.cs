namespace Numerics.LinearAlgebra.Krylov;

/// <summary>How the largest singular values of a stored matrix are found.</summary>
public enum SingularRoute
{
    /// <summary>The cheapest by size and number, see <see cref="LargestSingularValues"/>.</summary>
    Automatic,

    /// <summary>All values from the smaller Gram matrix, no vectors.</summary>
    Gram,

    /// <summary>Full decomposition with vectors (gesdd).</summary>
    Bidiagonal,

    /// <summary>Golub-Kahan-Lanczos with vectors and residuals.</summary>
    Krylov,
}
