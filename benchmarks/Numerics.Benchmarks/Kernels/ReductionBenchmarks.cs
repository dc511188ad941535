using BenchmarkDotNet.Attributes;
using Numerics.Kernels.Random;
using Numerics.Kernels.Reductions;

namespace Numerics.Benchmarks.Kernels;

/// <summary>Reductions of a vector, at sizes that leave a tail; the baseline is the plain loop.</summary>
[Config(typeof(TierConfig))]
public class ReductionBenchmarks
{
    private readonly double[] power = new double[4];
    private double[] x = [];

    [Params(37, 4099, 1_000_003)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        x = new double[Count];
        GaussianFill.Fill(StreamKey.Derive(1, 1, 1, 1), 0, 0, 1, x);
    }

    [Benchmark]
    public double Sum() => Reduction.Sum<double>(x);

    [Benchmark]
    public double SumOfSquares() => Reduction.SumOfSquares<double>(x);

    [Benchmark]
    public void FourMoments() => Moments.AddPowerSums<double>(x, power);

    [Benchmark(Baseline = true)]
    public double PlainSum()
    {
        double sum = 0;
        foreach (double value in x)
        {
            sum += value;
        }

        return sum;
    }
}
