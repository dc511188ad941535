using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>A real solution outside the support and the tangent of the branch there.</summary>
/// <param name="Coordinate">c, the trace (a linear functional of G); it falls as x grows.</param>
/// <param name="X">Spectral parameter.</param>
/// <param name="G">Solution.</param>
/// <param name="Slope">dG/dc.</param>
/// <param name="XSlope">dx/dc: negative on the physical branch, zero at an edge.</param>
public sealed record BranchPoint(double Coordinate, double X, PlanarVector G, PlanarVector Slope, double XSlope);
