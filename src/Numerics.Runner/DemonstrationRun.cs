namespace Numerics.Runner;

/// <summary>One run of the demonstration.</summary>
/// <param name="Name">Name of its subdirectory.</param>
/// <param name="File">Full path of its configuration file.</param>
public sealed record DemonstrationRun(string Name, string File);
