using Numerics.Spectra.Theory.Bulk.Dyson;

namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>
/// Outliers produced by matrices with a finite number of rows or columns: the dimension of ratio zero.
/// </summary>
/// <remarks>
/// <code>
/// K_C(x) = x E_C - A_0,C - S_C[G],   outliers: det K_C(x) = 0 outside the support of the others
/// </code>
/// <para>Source: derived here, docs/bulk.md, section 5.</para>
/// <para>S_C[G] from the large dimensions alone; the small one does not act back on them. Each zero carries as many singular values as the dimension has.</para>
/// Equation: small-type-outliers
/// <para>At a small positive ratio c the zero opens into a band of half-width proportional to sqrt c: docs/bulk.md, section 5 (checked in the tests against the Dyson equation).</para>
/// </remarks>
internal static class SmallTypeOutliers
{
    /// <summary>Zeros above the support, descending; with another branch those between its start and its edge.</summary>
    /// <param name="equation">Equation of a pencil with <paramref name="type"/> of ratio zero.</param>
    /// <param name="above">Its branch above the support, or one of <see cref="DysonSpectrum.Branches"/>.</param>
    /// <param name="type">The small dimension.</param>
    /// <exception cref="ArgumentException">The dimension has a positive ratio.</exception>
    public static IReadOnlyList<double> Above(MatrixDysonEquation equation, RealBranch above, DimensionType type)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(above);
        ArgumentNullException.ThrowIfNull(type);
        return type.Ratio == 0
            ? OutlierSearch.Zeros(equation.Lapack, above, point => equation.InverseResolvent(type, point.X, point.G))
            : throw new ArgumentException($"Dimension {type.Name} has ratio {type.Ratio}; only a dimension of ratio zero makes outliers of its own.", nameof(type));
    }
}
