using BenchmarkDotNet.Attributes;
using Numerics.Kernels.Random;

namespace Numerics.Benchmarks.Kernels;

/// <summary>Random numbers on one core; the mean is nanoseconds per number.</summary>
[Config(typeof(TierConfig))]
public class GaussianBenchmarks
{
    private const int Count = 1 << 14;
    private readonly double[] numbers = new double[Count];
    private readonly float[] floats = new float[Count];
    private readonly StreamKey key = StreamKey.Derive(1, 2, 3, 4);

    [Benchmark(OperationsPerInvoke = Count)]
    public void GaussianDouble() => GaussianFill.Fill(key, 1, 0, 1, numbers);

    [Benchmark(OperationsPerInvoke = Count)]
    public void GaussianFloat() => GaussianFill.Fill(key, 1, 0, 1, floats);

    [Benchmark(OperationsPerInvoke = Count)]
    public void UniformDouble() => UniformFill.Fill(key, 1, 0, numbers);

    [Benchmark]
    public double ChiOne() => ChiSampler.ChiAt(key, 1, 5, 1000);
}
