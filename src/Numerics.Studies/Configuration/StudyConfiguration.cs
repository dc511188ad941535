using System.Text.Json.Nodes;
using Numerics.Studies.Contract;
using Numerics.Studies.Sweeps;

namespace Numerics.Studies.Configuration;

/// <summary>A validated configuration: what to run, with every default filled in.</summary>
public sealed record StudyConfiguration
{
    /// <summary>The study.</summary>
    public required IStudy Study { get; init; }

    /// <summary>Parameters of every point of the sweep, instances of <see cref="IStudy.ParametersType"/>; a single one without a sweep.</summary>
    public required IReadOnlyList<object> Points { get; init; }

    /// <summary>What is swept; null for nothing.</summary>
    public required Sweep? Sweep { get; init; }

    /// <summary>Parameters of a run that sweeps nothing, otherwise of the first point.</summary>
    public object Parameters => Points[0];

    /// <summary>Root seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The parameters as JSON, defaults included, without study and seed; with the sweep, whose parameters have no value of their own.</summary>
    public required JsonObject ResolvedParameters { get; init; }

    /// <summary>Folder that relative file names refer to.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>SHA-256 over study, seed, parameters and the contents of input files; 64 hexadecimal digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The resolved configuration as the text of a configuration file, which reads back as the same configuration.</summary>
    public string Print()
    {
        JsonObject root = new() { ["study"] = Study.Card.Name, ["seed"] = Seed };
        foreach ((string name, JsonNode? value) in ResolvedParameters)
        {
            root[name] = value?.DeepClone();
        }

        return root.ToJsonString(ConfigurationJson.Indented);
    }

    /// <summary>The experiment: the study reads its input files and declares its observables; nothing is simulated or solved.</summary>
    public Experiment Prepare() => Sweep is null
        ? Study.Prepare(Parameters, BaseDirectory)
        : new SweptExperiment(Sweep, [.. Points.Select(point => Study.Prepare(point, BaseDirectory))]);
}
