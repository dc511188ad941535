namespace Numerics.Spectra.Theory.Outliers;

/// <summary>How the roots of an outlier equation were found.</summary>
/// <param name="Count">Number of roots, from the inertia of D at the edge of the bulk.</param>
/// <param name="FromCompanion">
/// Roots that the companion matrix gave and that two inertia counts, one on either side, confirm; the others come from bisection and Brent's method.
/// </param>
/// <param name="Factorizations">Factorizations of D.</param>
/// <param name="Reason">Why this route.</param>
public sealed record OutlierRootEvidence(int Count, int FromCompanion, int Factorizations, string Reason);
