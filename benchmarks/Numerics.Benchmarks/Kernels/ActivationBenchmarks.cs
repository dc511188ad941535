using BenchmarkDotNet.Attributes;
using MathNet.Numerics;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;

namespace Numerics.Benchmarks.Kernels;

/// <summary>Activations of standard normal numbers, at sizes that leave a tail, in the first-level cache and beyond all caches.</summary>
[Config(typeof(TierConfig))]
public class ActivationBenchmarks
{
    private double[] h = [];
    private double[] phi = [];
    private double[] slope = [];
    private float[] hf = [];
    private float[] phif = [];

    [Params(37, 1025, 1_000_003)]
    public int Count { get; set; }

    [Params(ActivationKind.Tanh, ActivationKind.Erf, ActivationKind.Sine)]
    public ActivationKind Kind { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (h, phi, slope, hf, phif) = (new double[Count], new double[Count], new double[Count], new float[Count], new float[Count]);
        GaussianFill.Fill(StreamKey.Derive(1, 1, 1, 1), 0, 0, 1, h);
        GaussianFill.Fill(StreamKey.Derive(1, 1, 1, 1), 0, 0, 1, hf);
    }

    [Benchmark]
    public void Double() => Activations.Activate<double>(Kind, h, phi);

    [Benchmark]
    public void Float() => Activations.Activate<float>(Kind, hf, phif);

    [Benchmark]
    public void WithDerivativeDouble() => Activations.ActivateWithDerivative<double>(Kind, h, phi, slope);

    [Benchmark]
    public void MultiplyByDerivativeDouble() => Activations.MultiplyByDerivative<double>(Kind, h, h, phi);

    /// <summary>What the loop costs with the scalar function of the base class library, or of MathNet.Numerics for erf.</summary>
    [Benchmark(Baseline = true)]
    public void ScalarDouble()
    {
        for (int i = 0; i < Count; i++)
        {
            phi[i] = Kind switch
            {
                ActivationKind.Tanh => Math.Tanh(h[i]),
                ActivationKind.Erf => SpecialFunctions.Erf(Math.Sqrt(Math.PI) / 2 * h[i]),
                _ => Math.Sin(h[i]),
            };
        }
    }
}
