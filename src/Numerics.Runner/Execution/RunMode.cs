namespace Numerics.Runner.Execution;

/// <summary>What a run consists of.</summary>
/// <param name="Theory">Whether the theory is computed.</param>
/// <param name="Simulation">Whether replicas are simulated.</param>
internal sealed record RunMode(bool Theory, bool Simulation)
{
    /// <summary>Option that asks for the weights.</summary>
    public const string SaveWeightsOption = "--save-weights";

    private static readonly string[] Verbs = ["run", "theory", "simulate"];

    /// <summary>Whether the weights of replicas are saved after training.</summary>
    public bool SavesWeights { get; init; }

    /// <summary>What a verb asks for: everything unless it is "theory" or "simulate".</summary>
    public static RunMode Of(string? verb) => new(verb != "simulate", verb != "theory");

    /// <summary>What the command line of an earlier run asked for.</summary>
    public static RunMode OfCommandLine(IReadOnlyList<string> commandLine) =>
        Of(commandLine.FirstOrDefault(Verbs.Contains)) with { SavesWeights = commandLine.Contains(SaveWeightsOption) };
}
