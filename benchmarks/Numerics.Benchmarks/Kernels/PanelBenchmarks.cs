using BenchmarkDotNet.Attributes;
using Numerics.Kernels.Drivers;
using Numerics.Kernels.Random;

namespace Numerics.Benchmarks.Kernels;

/// <summary>
/// Panel kernels at a small odd number of rows and at one beyond the caches (not a power of two, so that columns do not compete for cache sets). Bytes moved at
/// least: 8 rows (Ka + Kb) for the Gram matrix, 8 rows (Ka + 2 Kb) for the update and for the fused sweep. The baseline is the Gram matrix by plain loops.
/// </summary>
[Config(typeof(TierConfig))]
public class PanelBenchmarks
{
    private double[] a = [];
    private double[] y = [];
    private double[] small = [];
    private double[] gram = [];

    [Params(37, 262_209)]
    public int Rows { get; set; }

    [Params(10, 40)]
    public int Ka { get; set; }

    [Params(1, 4, 8)]
    public int Kb { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        a = new double[Rows * Ka];
        y = new double[Rows * Kb];
        small = new double[Ka * Kb];
        gram = new double[Ka * Kb];
        GaussianFill.Fill(StreamKey.Derive(1, 1, 1, 1), 0, 0, 1, a);
        GaussianFill.Fill(StreamKey.Derive(1, 1, 1, 2), 0, 0, 1, y);
        GaussianFill.Fill(StreamKey.Derive(1, 1, 1, 3), 0, 0, 1e-9, small);
    }

    [Benchmark]
    public void Gram() => PanelGram.Accumulate<double>(a, Rows, Ka, y, Rows, Kb, Rows, gram);

    [Benchmark(Baseline = true)]
    public void PlainGram()
    {
        for (int j = 0; j < Kb; j++)
        {
            for (int i = 0; i < Ka; i++)
            {
                ReadOnlySpan<double> left = a.AsSpan(i * Rows, Rows), right = y.AsSpan(j * Rows, Rows);
                double sum = 0;
                for (int row = 0; row < left.Length; row++)
                {
                    sum += left[row] * right[row];
                }

                gram[(j * Ka) + i] += sum;
            }
        }
    }

    [Benchmark]
    public void Update() => PanelUpdate.Add<double>(a, Rows, Ka, small, y, Rows, Kb, Rows);

    [Benchmark]
    public void UpdateThenGram() => PanelUpdate.AddThenGram<double>(a, Rows, Ka, small, y, Rows, Kb, Rows, gram);
}
