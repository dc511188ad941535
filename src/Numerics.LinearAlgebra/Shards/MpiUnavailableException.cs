namespace Numerics.LinearAlgebra.Shards;

/// <summary>MPI is needed and cannot be used; the message is one sentence with the remedy.</summary>
/// <param name="message">One sentence.</param>
public sealed class MpiUnavailableException(string message) : Exception(message);
