using System.Numerics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>Solution of a Dyson equation at one point.</summary>
/// <param name="Z">Spectral parameter.</param>
/// <param name="G">The unknowns.</param>
/// <param name="Trace">The normalised trace wanted, for example (1/D) tr of one corner block.</param>
/// <param name="Outcome">Ok for the physical solution; WrongBranch for another; else how Newton's method ended.</param>
/// <param name="Residual">|F(z, G) - G| over max(1, |G|), Euclidean, entries in the scales of the equation.</param>
public sealed record DysonSolution(Complex Z, PlanarVector G, Complex Trace, Outcome Outcome, double Residual)
{
    /// <summary>Whether the outcome is Ok, so that it is the physical solution.</summary>
    public bool Converged => Outcome == Outcome.Ok;
}
