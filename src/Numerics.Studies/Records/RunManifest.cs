using System.Text.Json.Nodes;

namespace Numerics.Studies.Records;

/// <summary>
/// Everything needed to repeat a run or to understand its file; written first, embedded in every result file.
/// </summary>
public sealed record RunManifest
{
    /// <summary>What stands for the provider where none has been loaded.</summary>
    public const string NoProvider = "none";

    /// <summary>Schema version, <see cref="ResultSchema.Version"/>.</summary>
    public int SchemaVersion { get; init; } = ResultSchema.Version;

    /// <summary>Name of the study.</summary>
    public required string Study { get; init; }

    /// <summary>Resolved parameters, defaults included.</summary>
    public required JsonObject Parameters { get; init; }

    /// <summary>Root seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Generator and stream scheme.</summary>
    public required string RandomScheme { get; init; }

    /// <summary>SHA-256 over study, parameters, seed and the contents of input files in canonical form; decides whether two runs are the same run.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What was asked for: "run" (theory and simulation), "theory" or "simulate"; null in manifests that do not say.</summary>
    public string? Mode { get; init; }

    /// <summary>Command line.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>Version of this program with the commit it was built from, "+dirty" if the tree had changes.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>Version of the .NET runtime.</summary>
    public required string RuntimeVersion { get; init; }

    /// <summary>Operating system.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>Processor model.</summary>
    public required string Processor { get; init; }

    /// <summary>SIMD tier of the kernels.</summary>
    public required string SimdTier { get; init; }

    /// <summary>LAPACK provider, its version and path; <see cref="NoProvider"/> if a theory loaded none: it needed none and none was named, or it has not ended.</summary>
    public required string LapackProvider { get; init; }

    /// <summary>Threads inside LAPACK.</summary>
    public int LapackThreads { get; init; } = 1;

    /// <summary>Threads of the run.</summary>
    public required int Threads { get; init; }

    /// <summary>Ranks of the run.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>Shard i of n in the form "i/n", null for a whole run.</summary>
    public string? Shard { get; init; }

    /// <summary>Memory limit in bytes.</summary>
    public required long MemoryLimitBytes { get; init; }

    /// <summary>Folder that relative file names in the parameters refer to; empty if not known.</summary>
    public string ConfigurationDirectory { get; init; } = "";

    /// <summary>Start in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Replicas asked.</summary>
    public required int ReplicasAsked { get; init; }

    /// <summary>Cost by phase; empty in the manifest written at the start.</summary>
    public IReadOnlyList<PhaseTiming> Timing { get; init; } = [];
}
