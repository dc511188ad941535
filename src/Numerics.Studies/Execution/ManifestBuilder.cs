using System.Reflection;
using System.Runtime.InteropServices;
using Numerics.Studies.Configuration;
using Numerics.Studies.Records;

namespace Numerics.Studies.Execution;

/// <summary>Describes a run so that it can be repeated: program, machine, provider, configuration. Never the name of the host.</summary>
public static class ManifestBuilder
{
    /// <summary>Generator and stream scheme.</summary>
    public const string RandomScheme = "Philox4x32-10, key = (seed, study, replica, matrix), counter = (column, global row)";

    /// <summary>Builds the manifest that is written before anything is computed.</summary>
    /// <param name="configuration">What is run.</param>
    /// <param name="simdTier">SIMD tier of the kernels.</param>
    /// <param name="lapackProvider">LAPACK provider with version and path.</param>
    /// <param name="threads">Threads of the run.</param>
    /// <param name="limit">Memory limit.</param>
    /// <param name="replicasAsked">Replicas that this process is asked for.</param>
    /// <param name="shard">Shard, or null.</param>
    /// <param name="commandLine">Arguments as given.</param>
    public static RunManifest Build(
        StudyConfiguration configuration,
        string simdTier,
        string lapackProvider,
        int threads,
        MemoryLimit limit,
        int replicasAsked,
        ReplicaShard? shard,
        IReadOnlyList<string> commandLine)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(limit);
        return new RunManifest
        {
            Study = configuration.Study.Card.Name,
            Parameters = configuration.ResolvedParameters,
            Seed = configuration.Seed,
            RandomScheme = RandomScheme,
            Fingerprint = configuration.Fingerprint,
            CommandLine = commandLine,
            ProgramVersion = ProgramVersion,
            RuntimeVersion = RuntimeInformation.FrameworkDescription,
            OperatingSystem = $"{RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture})",
            Processor = Processor,
            SimdTier = simdTier,
            LapackProvider = lapackProvider,
            Threads = threads,
            Shard = shard?.ToString(),
            MemoryLimitBytes = limit.Bytes,
            Started = DateTimeOffset.UtcNow,
            ReplicasAsked = replicasAsked,
            ConfigurationDirectory = configuration.BaseDirectory,
        };
    }

    /// <summary>Version with the commit it was built from, "+dirty" at the end if the tree had changes.</summary>
    public static string ProgramVersion { get; } = typeof(ManifestBuilder).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Model of the processor as the operating system gives it.</summary>
    public static string Processor { get; } = ReadProcessor();

    private static string ReadProcessor()
    {
        try
        {
            string? line = File.Exists("/proc/cpuinfo")
                ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal))
                : null;
            return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
        catch (IOException)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
