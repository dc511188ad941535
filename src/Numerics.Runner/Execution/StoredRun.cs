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
internal sealed record StoredRun(ResultDirectory Directory, RunManifest Manifest, StudyConfiguration Configuration)
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

        IReadOnlyList<ConfigurationDifference> differences = Differences(configuration);
        throw differences.Count == 0
            ? new ConfigurationException(Directory.FullPath, "", "The contents of an input file have changed since the run began: this is another run, give it a directory of its own.")
            : new ConfigurationException(
                Directory.FullPath,
                differences[0].Path,
                $"was {differences[0].BeforeInShort}, is {differences[0].NowInShort}{ConfigurationDifference.AndOthers(differences.Count - 1)}: this is another run than the one in the directory, give it a directory of its own.");
    }

    /// <summary>Why the numbers of the directory need not be those of the configuration in its manifest, one sentence; null if they are.</summary>
    /// <param name="written">Result in the directory.</param>
    public string? WhyForeign(RunResult written)
    {
        ArgumentNullException.ThrowIfNull(written);
        if (written.Manifest.Fingerprint != Manifest.Fingerprint || written.Manifest.Seed != Manifest.Seed || written.Manifest.Study != Manifest.Study
            || !JsonNode.DeepEquals(written.Manifest.Parameters, Manifest.Parameters))
        {
            return $"{RunFiles.Manifest} and the manifest in {RunFiles.Json} differ: the files are not of one run, or were changed; nothing is verified, run it again.";
        }

        JsonObject parameters = (JsonObject)Manifest.Parameters.DeepClone();
        parameters.Remove(ResolutionReader.Key);
        string[] files = [.. Configuration.Points.SelectMany(point => Configuration.Study.InputFiles(point, Manifest.ConfigurationDirectory)).Distinct(StringComparer.Ordinal)];
        return Studies.Configuration.Fingerprint.Of(Manifest.Study, Manifest.Seed, parameters, files) == Manifest.Fingerprint ? null
            : $"The parameters of the manifest{(files.Length > 0 ? $" or the input file{(files.Length == 1 ? "" : "s")} {string.Join(", ", files)}" : "")} are not those that its fingerprint was made from: the run was of others; nothing is verified, run it again.";
    }

    /// <summary>Refuses to join another run.</summary>
    /// <exception cref="ConfigurationException">The fingerprints differ.</exception>
    public void RequireShard(StoredRun other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Manifest.Fingerprint == Manifest.Fingerprint)
        {
            return;
        }

        IReadOnlyList<ConfigurationDifference> differences = Differences(other.Configuration);
        string reason = differences.Count == 0
            ? "the contents of an input file are others"
            : $"{differences[0].Path} is {differences[0].BeforeInShort} in the one and {differences[0].NowInShort} in the other{ConfigurationDifference.AndOthers(differences.Count - 1)}";
        throw new ConfigurationException("merge", "", $"'{Directory.FullPath}' and '{other.Directory.FullPath}' are no shards of one run: {reason}; leave one of them out.");
    }

    private IReadOnlyList<ConfigurationDifference> Differences(StudyConfiguration configuration)
    {
        JsonObject now = (JsonObject)configuration.ResolvedParameters.DeepClone();
        now["study"] = configuration.Study.Card.Name;
        now["seed"] = configuration.Seed;
        return ConfigurationDifference.Between(Root(Manifest), now);
    }

    private static JsonObject Root(RunManifest manifest)
    {
        JsonObject root = (JsonObject)manifest.Parameters.DeepClone();
        root["study"] = manifest.Study;
        root["seed"] = manifest.Seed;
        return root;
    }
}
