using BenchmarkDotNet.Attributes;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;

namespace Numerics.Benchmarks.Kernels;

/// <summary>Activations of standard normal numbers, at sizes that leave a tail, in the first-level cache and beyond all caches.</summary>
[Config(typeof(TierConfig))]
public class ActivationBenchmarks
{
    private double[] h = [];
    private double[] phi = [];
    private float[] hf = [];
    private float[] phif = [];

    [Params(37, 1025, 1_000_003)]
    public int Count { get; set; }

    [Params(ActivationKind.Tanh, ActivationKind.Erf, ActivationKind.Sine)]
    public ActivationKind Kind { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (h, phi, hf, phif) = (new double[Count], new double[Count], new float[Count], new float[Count]);
        GaussianFill.Fill(StreamKey.Derive(1, 1, 1, 1), 0, 0, 1, h);
        GaussianFill.Fill(StreamKey.Derive(1, 1, 1, 1), 0, 0, 1, hf);
    }

    [Benchmark]
    public void Double() => Activations.Activate<double>(Kind, h, phi);

    [Benchmark]
    public void Float() => Activations.Activate<float>(Kind, hf, phif);

    [Benchmark]
    public void MultiplyByDerivativeDouble() => Activations.MultiplyByDerivative<double>(Kind, h, h, phi);

    /// <summary>What the loop costs with the base class library's scalar function.</summary>
    [Benchmark(Baseline = true)]
    public void ScalarTanh()
    {
        for (int i = 0; i < Count; i++)
        {
            phi[i] = Math.Tanh(h[i]);
        }
    }
}
