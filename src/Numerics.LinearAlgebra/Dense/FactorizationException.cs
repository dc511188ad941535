namespace Numerics.LinearAlgebra.Dense;

/// <summary>The result of a factorization that did not converge was asked for; the message names routine, provider and matrix.</summary>
/// <param name="message">One sentence.</param>
public sealed class FactorizationException(string message) : ArithmeticException(message);
