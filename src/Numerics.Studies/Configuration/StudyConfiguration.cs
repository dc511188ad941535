using System.Text.Json.Nodes;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Sweeps;

namespace Numerics.Studies.Configuration;

/// <summary>A validated configuration: what to run, with every default filled in.</summary>
public sealed record StudyConfiguration
{
    /// <summary>The study.</summary>
    public required IStudy Study { get; init; }

    /// <summary>Parameters of every point of the sweep at the largest size, instances of <see cref="IStudy.ParametersType"/>; a single one without a sweep.</summary>
    public required IReadOnlyList<object> Points { get; init; }

    /// <summary>The same at every size of a ladder, ascending; the only entry is <see cref="Points"/> without one.</summary>
    public required IReadOnlyList<IReadOnlyList<object>> Rungs { get; init; }

    /// <summary>The sizes and their replicas; null for a single size.</summary>
    public required LadderSettings? Ladder { get; init; }

    /// <summary>What a verdict must be able to see.</summary>
    public required Resolution Resolution { get; init; }

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

    /// <summary>The resolved configuration, the resolution of its verdict included, as the text of a configuration file, which reads back as the same configuration.</summary>
    public string Print()
    {
        JsonObject root = new() { ["study"] = Study.Card.Name, ["seed"] = Seed };
        foreach ((string name, JsonNode? value) in ResolvedParameters)
        {
            root[name] = value?.DeepClone();
        }

        root[ResolutionReader.Key] ??= Resolution.Default.Relative;
        return root.ToJsonString(ConfigurationJson.Indented);
    }

    /// <summary>The experiment: the study reads its input files and declares its observables; nothing is simulated or solved.</summary>
    /// <exception cref="ConfigurationException">A resolution of an observable that there is not.</exception>
    public Experiment Prepare()
    {
        Experiment experiment = Ladder is null ? Prepare(Points) : new LadderExperiment(Ladder.Axis, Ladder.Sizes, [.. Rungs.Select(Prepare)], Ladder.Replicas);
        CheckResolution([.. experiment.Observables.Select(observable => observable.Name)]);
        return experiment;
    }

    /// <summary>Refuses a resolution of an observable that there is not.</summary>
    /// <param name="names">Names of all observables.</param>
    /// <exception cref="ConfigurationException">Names the observable and the nearest one.</exception>
    public void CheckResolution(IReadOnlyList<string> names)
    {
        if (Resolution.Own.Keys.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new ConfigurationException("configuration", $"resolution.{unknown}", $"There is no observable '{unknown}'.{NearestName.Suggestion(unknown, names)}");
        }
    }

    private Experiment Prepare(IReadOnlyList<object> points) => Sweep is null
        ? Study.Prepare(points[0], BaseDirectory)
        : new SweptExperiment(Sweep, [.. points.Select(point => Study.Prepare(point, BaseDirectory))], Study.Card.Summary);
}
