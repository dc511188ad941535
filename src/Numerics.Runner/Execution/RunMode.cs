using Numerics.Studies.Records;

namespace Numerics.Runner.Execution;

/// <summary>What a run consists of.</summary>
/// <param name="Theory">Whether the theory is computed.</param>
/// <param name="Simulation">Whether replicas are simulated.</param>
internal sealed record RunMode(bool Theory, bool Simulation)
{
    private const string TheoryVerb = "theory";
    private const string SimulationVerb = "simulate";

    /// <summary>The verb that asks for it; what a manifest holds.</summary>
    public string Verb => !Simulation ? TheoryVerb : !Theory ? SimulationVerb : "run";

    /// <summary>What a verb asks for: everything unless it is "theory" or "simulate".</summary>
    public static RunMode Of(string? verb) => new(verb != SimulationVerb, verb != TheoryVerb);

    /// <summary>What an earlier run asked for. Of manifests without a mode: theory alone where no replicas were asked, otherwise the verb if it comes first on the command line.</summary>
    public static RunMode Of(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return Of(manifest.Mode ?? (manifest.ReplicasAsked == 0 ? TheoryVerb : manifest.CommandLine.Count > 0 && manifest.CommandLine[0] == SimulationVerb ? SimulationVerb : null));
    }

    /// <summary>What any of several shards of one run asked for, with the simulation that they are joined for.</summary>
    public static RunMode OfShards(IEnumerable<RunManifest> manifests) => new(manifests.Any(manifest => Of(manifest).Theory), Simulation: true);
}
