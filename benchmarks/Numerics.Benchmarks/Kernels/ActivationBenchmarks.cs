using BenchmarkDotNet.Attributes;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;

namespace Numerics.Benchmarks.Kernels;

/// <summary>Activations of standard normal numbers in the first-level cache; the mean is nanoseconds per element.</summary>
public class ActivationBenchmarks
{
    private const int Count = 1024;
    private readonly double[] h = new double[Count];
    private readonly double[] phi = new double[Count];
    private readonly float[] hf = new float[Count];
    private readonly float[] phif = new float[Count];

    [Params(ActivationKind.Tanh, ActivationKind.Erf, ActivationKind.Sine)]
    public ActivationKind Kind { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        GaussianFill.Fill(StreamKey.Derive(1, 1, 1, 1), 0, 0, 1, h);
        GaussianFill.Fill(StreamKey.Derive(1, 1, 1, 1), 0, 0, 1, hf);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Double() => Activations.Activate<double>(Kind, h, phi);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Float() => Activations.Activate<float>(Kind, hf, phif);

    [Benchmark(OperationsPerInvoke = Count)]
    public void MultiplyByDerivativeDouble() => Activations.MultiplyByDerivative<double>(Kind, h, h, phi);

    /// <summary>What the loop costs with the base class library's scalar function.</summary>
    [Benchmark(OperationsPerInvoke = Count, Baseline = true)]
    public void ScalarTanh()
    {
        for (int i = 0; i < Count; i++)
        {
            phi[i] = Math.Tanh(h[i]);
        }
    }
}
