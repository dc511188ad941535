using Numerics.LinearAlgebra.Evidence;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>The largest eigenvalues of a symmetric operator with residuals.</summary>
/// <param name="Values">Descending; lower bounds up to rounding.</param>
/// <param name="Residuals">|K q - lambda q| of the unit vector behind each value, absolute, from the Lanczos recursion.</param>
/// <param name="Outcome">Ok, or why not: NotConverged after the steps allowed, NonFinite with an empty list of values.</param>
/// <param name="Applications">How often the operator was applied.</param>
public sealed record LeadingEigenvalues(IReadOnlyList<double> Values, IReadOnlyList<double> Residuals, Outcome Outcome, int Applications);
