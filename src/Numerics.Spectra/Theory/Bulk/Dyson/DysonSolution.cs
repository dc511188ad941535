using System.Numerics;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>Solution of a Dyson equation at one point.</summary>
/// <param name="Z">Spectral parameter.</param>
/// <param name="G">The unknowns.</param>
/// <param name="Trace">The normalised trace wanted, for example (1/D) tr of one corner block.</param>
/// <param name="Outcome">Whether it is the physical solution.</param>
/// <param name="Residual">|F(z, G) - G| over max(1, |G|), Euclidean, entries in the scales of the equation.</param>
public sealed record DysonSolution(Complex Z, PlanarVector G, Complex Trace, DysonOutcome Outcome, double Residual)
{
    /// <summary>Whether the outcome is <see cref="DysonOutcome.Converged"/>.</summary>
    public bool Converged => Outcome == DysonOutcome.Converged;
}
