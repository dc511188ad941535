namespace Numerics.Studies.Execution;

/// <summary>The run does not fit into the memory it may use; nothing was allocated.</summary>
/// <param name="message">One sentence with the numbers.</param>
public sealed class MemoryRefusedException(string message) : Exception(message);
