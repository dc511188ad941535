using BenchmarkDotNet.Attributes;
using Numerics.Kernels.Random;

namespace Numerics.Benchmarks.Kernels;

/// <summary>Random numbers on one core, at sizes that leave a partial group; the baseline makes them one by one in scalar code.</summary>
[Config(typeof(TierConfig))]
public class GaussianBenchmarks
{
    private readonly StreamKey key = StreamKey.Derive(1, 2, 3, 4);
    private double[] numbers = [];
    private float[] floats = [];

    [Params(37, 16_387, 1_000_003)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup() => (numbers, floats) = (new double[Count], new float[Count]);

    [Benchmark]
    public void GaussianDouble() => GaussianFill.Fill(key, 1, 0, 1, numbers);

    [Benchmark]
    public void GaussianFloat() => GaussianFill.Fill(key, 1, 0, 1, floats);

    [Benchmark]
    public void UniformDouble() => UniformFill.Fill(key, 1, 0, numbers);

    [Benchmark(Baseline = true)]
    public void GaussianOneByOne()
    {
        for (int i = 0; i < Count; i++)
        {
            numbers[i] = GaussianFill.GaussianAt(key, 1, i);
        }
    }

    [Benchmark]
    public double ChiOne() => ChiSampler.ChiAt(key, 1, 5, 1000);
}
