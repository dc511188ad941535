using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using Numerics.Kernels.Lanes;

namespace Numerics.Benchmarks.Kernels;

/// <summary>One job per SIMD tier that this processor offers, allocations counted, every measurement exported as JSON.</summary>
public sealed class TierConfig : ManualConfig
{
    public TierConfig()
    {
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(JsonExporter.Full);
        BuildTimeout = TimeSpan.FromMinutes(15); // each run builds the project anew; the default of two minutes is too short for a busy machine
        (SimdTier Tier, string? Switch)[] tiers =
        [
            (SimdTier.Avx512, null), (SimdTier.Avx2, "DOTNET_EnableAVX512"), (SimdTier.Vector128, "DOTNET_EnableAVX2"), (SimdTier.Scalar, "DOTNET_EnableHWIntrinsic"),
        ];
        foreach ((SimdTier tier, string? variable) in tiers)
        {
            if (tier <= SimdTiers.Current)
            {
                Job job = Job.ShortRun.WithId(SimdTiers.Name(tier)).WithArguments([new MsBuildArgument("/p:RunAnalyzers=false")]);
                AddJob(variable is null ? job : job.WithEnvironmentVariables(new EnvironmentVariable(variable, "0")));
            }
        }
    }
}
