namespace Numerics.Runner;

/// <summary>One run of the demonstration.</summary>
/// <param name="Name">Name of its subdirectory.</param>
/// <param name="Configuration">Text of a configuration file.</param>
public sealed record DemonstrationRun(string Name, string Configuration);
