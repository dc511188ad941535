using System.Runtime.Intrinsics;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;

namespace Numerics.Benchmarks.Kernels;

/// <summary>One job per SIMD tier that this processor offers, allocations counted, every measurement exported as JSON.</summary>
public sealed class TierConfig : ManualConfig
{
    public TierConfig()
    {
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(JsonExporter.Full);
        (string Name, bool Here, string? Switch)[] tiers =
        [
            ("avx512", Vector512.IsHardwareAccelerated, null), ("avx2", Vector256.IsHardwareAccelerated, "DOTNET_EnableAVX512"),
            ("vector128", Vector128.IsHardwareAccelerated, "DOTNET_EnableAVX2"), ("scalar", true, "DOTNET_EnableHWIntrinsic"),
        ];
        foreach ((string name, bool here, string? variable) in tiers)
        {
            if (here)
            {
                Job job = Job.ShortRun.WithId(name);
                AddJob(variable is null ? job : job.WithEnvironmentVariables(new EnvironmentVariable(variable, "0")));
            }
        }
    }
}
