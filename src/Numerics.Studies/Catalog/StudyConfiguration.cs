using System.Text.Json.Nodes;

namespace Numerics.Studies.Catalog;

/// <summary>A validated configuration: what to run, with every default filled in.</summary>
public sealed record StudyConfiguration
{
    /// <summary>The study.</summary>
    public required IStudy Study { get; init; }

    /// <summary>Parameters, an instance of <see cref="IStudy.ParametersType"/>.</summary>
    public required object Parameters { get; init; }

    /// <summary>Root seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The parameters as JSON, defaults included, without study and seed.</summary>
    public required JsonObject ResolvedParameters { get; init; }

    /// <summary>Folder that relative file names refer to.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>SHA-256 over study, seed, parameters and the contents of input files; 64 hexadecimal digits.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The resolved configuration as the text of a configuration file, which reads back as the same configuration.</summary>
    public string Print()
    {
        JsonObject root = new() { ["study"] = Study.Name, ["seed"] = Seed };
        foreach ((string name, JsonNode? value) in ResolvedParameters)
        {
            root[name] = value?.DeepClone();
        }

        return root.ToJsonString(ConfigurationJson.Indented);
    }

    /// <summary>Prepares the run: the study reads its input files and fixes shapes.</summary>
    public IStudyRun Prepare() => Study.Prepare(Parameters, BaseDirectory);
}
