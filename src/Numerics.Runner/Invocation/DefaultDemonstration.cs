namespace Numerics.Runner.Invocation;

/// <summary>What <c>run</c> without a study runs, one after the other; under a minute on two cores.</summary>
/// <param name="Runs">Runs in order.</param>
internal sealed record DefaultDemonstration(IReadOnlyList<DemonstrationRun> Runs)
{
    /// <summary>
    /// Two classes of handwritten digits: a wide network with revealed matrices, and one of width 1,000 with stored ones. The configurations are the
    /// examples that lie beside the program.
    /// </summary>
    public static DefaultDemonstration Standard { get; } = new(
    [
        Example("digits-revealed", "nonlinear-mup-digits.json"),
        Example("digits-stored", "nonlinear-mup-digits-stored.json"),
    ]);

    private static DemonstrationRun Example(string name, string file) => new(name, Path.Combine(AppContext.BaseDirectory, "examples", file));
}

/// <summary>One run of the demonstration.</summary>
/// <param name="Name">Name of its subdirectory.</param>
/// <param name="File">Full path of its configuration file.</param>
internal sealed record DemonstrationRun(string Name, string File);
