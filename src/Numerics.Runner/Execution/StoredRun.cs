using System.Text.Json.Nodes;
using Numerics.Results;
using Numerics.Results.Files;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Runner.Execution;

/// <summary>The directory of a run together with the configuration it was made from.</summary>
/// <param name="Directory">Directory.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Configuration">The configuration read back from the manifest.</param>
public sealed record StoredRun(ResultDirectory Directory, RunManifest Manifest, StudyConfiguration Configuration)
{
    /// <summary>Opens a directory and validates the configuration in its manifest again.</summary>
    /// <param name="reader">Reader.</param>
    /// <param name="path">Directory.</param>
    /// <param name="overrides">Overrides applied on top, for comparison with what was run.</param>
    /// <exception cref="ResultFileException">Not the directory of a run.</exception>
    /// <exception cref="ConfigurationException">This program does not accept the configuration.</exception>
    public static StoredRun Open(ConfigurationReader reader, string path, IReadOnlyList<ConfigurationOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ResultDirectory directory = ResultDirectory.Open(path);
        RunManifest manifest = directory.ReadManifest();
        StudyConfiguration configuration = reader.FromJson(
            Root(manifest), overrides, directory.ManifestPath, manifest.ConfigurationDirectory);
        return new StoredRun(directory, manifest, configuration);
    }

    /// <summary>The shard of the run, or null.</summary>
    public ReplicaShard? Shard => Manifest.Shard is { } text ? ReplicaShard.Parse(text) : null;

    /// <summary>Refuses to go on with another configuration, and says in what it differs.</summary>
    /// <exception cref="ConfigurationException">The fingerprints differ.</exception>
    public void RequireSame(StudyConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.Fingerprint == Manifest.Fingerprint)
        {
            return;
        }

        JsonObject now = (JsonObject)configuration.ResolvedParameters.DeepClone();
        now["study"] = configuration.Study.Card.Name;
        now["seed"] = configuration.Seed;
        ConfigurationError[] differences =
        [
            .. ConfigurationDifference.Between(Root(Manifest), now)
                .Select(difference => new ConfigurationError(difference.Path, $"was {difference.Before}, is {difference.Now}.")),
        ];
        ConfigurationError last = new(
            "",
            differences.Length == 0
                ? "The contents of an input file have changed since the run began: this is another run, give it a directory of its own."
                : "This is another run than the one in the directory: give it a directory of its own.");
        throw new ConfigurationException(Directory.FullPath, [.. differences, last]);
    }

    private static JsonObject Root(RunManifest manifest)
    {
        JsonObject root = (JsonObject)manifest.Parameters.DeepClone();
        root["study"] = manifest.Study;
        root["seed"] = manifest.Seed;
        return root;
    }
}
