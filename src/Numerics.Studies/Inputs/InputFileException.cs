namespace Numerics.Studies.Inputs;

/// <summary>An input file that cannot be used; the message is one sentence for the user.</summary>
/// <param name="message">The sentence.</param>
public sealed class InputFileException(string message) : Exception(message);
