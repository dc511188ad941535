using Numerics.LinearAlgebra.Evidence;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>What a factorization's result rests on; travels with every result.</summary>
/// <param name="Routine">Routine that did the work, e.g. dsyevd('N'); joined by + if several.</param>
/// <param name="Provider">Provider name, see <see cref="Interop.Lapack.Name"/>.</param>
/// <param name="Info">LAPACK's info: zero, or a positive index whose meaning depends on the outcome: the order of the first leading minor that is not positive, or of the pivot that is zero.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="RelativeResidual">Frobenius norm of the residual relative to the input, where it was asked for; else null.</param>
public sealed record FactorizationEvidence(
    string Routine, string Provider, int Info, Outcome Outcome, double? RelativeResidual = null)
{
    /// <summary>Whether the result may be used.</summary>
    public bool Converged => Outcome == Outcome.Ok;

    /// <summary>A result, if it may be used.</summary>
    /// <param name="result">The result.</param>
    /// <param name="values">Number of values of the matrix it belongs to.</param>
    /// <exception cref="FactorizationException">The routine did not converge.</exception>
    internal TResult Usable<TResult>(TResult result, long values) => Converged ? result
        : throw new FactorizationException(
            $"{Routine} of {Provider} failed on a matrix with {values} values: {Outcomes.Clause(Outcome)} (info {Info}); take another library by --lapack, or other parameters.");
}
