namespace Numerics.Spectra.Ensembles;

/// <summary>The spectrum of one random matrix.</summary>
/// <param name="Values">Eigenvalues, singular values or moduli, descending, exact zeros as 0.</param>
/// <param name="Overlap">Squared overlap of the top vector with the spike; null for ensembles without one.</param>
public sealed record EnsembleSample(IReadOnlyList<double> Values, double? Overlap);
