namespace Numerics.Studies.Contract;

/// <summary>One thing wrong with a configuration.</summary>
/// <param name="Path">Path of the parameter, for example <c>inputs.file</c>.</param>
/// <param name="Message">One sentence: the value, the limit, the remedy.</param>
public sealed record ConfigurationError(string Path, string Message);
