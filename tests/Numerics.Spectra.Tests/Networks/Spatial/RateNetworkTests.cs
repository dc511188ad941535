using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Sparse;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks.Spatial;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Tests.Networks.Spatial;

/// <summary>Rates in time: against an independent integration, and order parameters against waves that are given.</summary>
public sealed class RateNetworkTests
{
    private static readonly SpatialNetwork Ring = SpatialSets.Regime("wave", 100);

    [Theory]
    [InlineData(RateScheme.Heun)]
    [InlineData(RateScheme.Euler)]
    public void Steps_are_those_of_an_independent_integration(RateScheme scheme)
    {
        var settings = new RateSettings(Noise: 0, Step: 0.1, Duration: 10, InitialAmplitude: 2, scheme);
        SparseMatrix j = SpatialConnectivity.Draw(Ring, RateRun.Streams(3), fixRowSums: false, ShardExecutor.Sequential);
        using DenseMatrix<double> dense = j.ToDense();
        var rates = new RateNetwork(j, Ring.Excitatory, settings, RateRun.Streams(3)(8), RateRun.Streams(3)(9), RateRun.Streams(3)(10), ShardExecutor.Sequential);
        double[] x = rates.State.ToArray();
        for (int step = 0; step < 50; step++)
        {
            double[] f = Drift(dense, x);
            double[] euler = [.. x.Select((value, i) => value + (0.1 * f[i]))];
            double[] g = Drift(dense, euler);
            x = scheme == RateScheme.Euler ? euler : [.. x.Select((value, i) => value + (0.05 * (f[i] + g[i])))];
            rates.Step();
        }

        Assert.True(x.Max(Math.Abs) > 0.5);
        Assert.All(Enumerable.Range(0, x.Length), i => Assert.Equal(x[i], rates.State[i], 1e-9));
    }

    /// <summary>In a state of rest the tangent vector grows as exp((max Re lambda - 1) t); a difference of two neighbouring states must do the same.</summary>
    [Fact]
    public void The_tangent_vector_is_the_difference_of_neighbouring_states()
    {
        var settings = new RateSettings(Noise: 0, Step: 0.05, Duration: 20, InitialAmplitude: 1);
        SparseMatrix j = SpatialConnectivity.Draw(Ring, RateRun.Streams(5), fixRowSums: false, ShardExecutor.Sequential);
        using DenseMatrix<double> dense = j.ToDense();
        var rates = new RateNetwork(j, Ring.Excitatory, settings, RateRun.Streams(5)(8), RateRun.Streams(5)(9), RateRun.Streams(5)(10), ShardExecutor.Sequential);
        double[] x = rates.State.ToArray();
        double[] v = new double[x.Length];
        Numerics.Kernels.Random.GaussianFill.Fill(RateRun.Streams(5)(10), 0, 0, 1, v);
        double norm = Math.Sqrt(v.Sum(value => value * value)), logarithm = 0;
        double[] y = [.. x.Select((value, i) => value + (1e-7 * v[i] / norm))];
        for (int step = 0; step < 20; step++)
        {
            (x, y) = (Heun(dense, x, settings.Step), Heun(dense, y, settings.Step));
            logarithm += rates.Step();
        }

        double distance = Math.Sqrt(x.Zip(y).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));
        Assert.Equal(Math.Log(distance / 1e-7), logarithm, 1e-5);
    }

    [Fact]
    public void Two_vectors_at_once_are_two_products()
    {
        SparseMatrix j = SpatialConnectivity.Draw(Ring, RateRun.Streams(1), fixRowSums: false, ShardExecutor.Sequential);
        double[] x = [.. Enumerable.Range(0, 100).Select(i => Math.Sin(i))], y = [.. Enumerable.Range(0, 100).Select(i => Math.Cos(3 * i))];
        double[] first = new double[100], second = new double[100], both = new double[200];
        j.Multiply(ShardExecutor.Sequential, x, first);
        j.Multiply(ShardExecutor.Sequential, y, second);
        j.MultiplyPairs(new ShardExecutor(2), [.. x.Zip(y).SelectMany(pair => new[] { pair.First, pair.Second })], both);
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal((first[i], second[i]), (both[2 * i], both[(2 * i) + 1])));
    }

    [Theory]
    [InlineData("travelling", ActivityRegime.Wave)]
    [InlineData("standing", null)]
    [InlineData("static", ActivityRegime.Bump)]
    [InlineData("uniform", ActivityRegime.Oscillation)]
    [InlineData("constant", ActivityRegime.Synchronous)]
    [InlineData("silent", ActivityRegime.Asynchronous)]
    public void Given_waves_have_their_order_parameters(string kind, ActivityRegime? regime)
    {
        const double Frequency = 0.283;
        var observer = new ActivityObserver(Ring);
        for (int t = 0; t < 375; t++)
        {
            double phase = 2 * Math.PI * Frequency * 0.2 * t;
            observer.Watch([.. Enumerable.Range(0, 80).Select(i => 0.6 * (kind switch
            {
                "travelling" => Math.Cos((4 * Math.PI * i / 80) - phase),
                "standing" => Math.Cos(4 * Math.PI * i / 80) * Math.Cos(phase),
                "static" => Math.Cos(4 * Math.PI * i / 80),
                "uniform" => Math.Cos(phase),
                "constant" => 1,
                _ => 0.01,
            }))]);
        }

        OrderParameters seen = observer.Read(0.2);
        Assert.Equal(regime, seen.Regime(-0.1));
        Assert.Equal(1, seen.ModeFraction, 1e-9);
        Assert.Equal(kind is "uniform" or "constant" or "silent" ? 0 : 4, seen.SquaredWaveNumber);
        Assert.Equal(kind is "travelling" or "standing" or "uniform" ? Frequency : 0, seen.PeakFrequency, 1e-3);
        Assert.InRange(seen.LineFraction, 0.99, 1);
        Assert.Equal(kind == "travelling" ? 1 : 0, seen.OneSidedness, 0.01);
        if (kind == "travelling")
        {
            Assert.Equal(0.6 / Math.Sqrt(2), seen.Activity, 1e-3);
        }
    }

    [Fact]
    public void On_the_torus_a_wave_along_the_second_axis_is_found()
    {
        var observer = new ActivityObserver(SpatialSets.Torus);
        for (int t = 0; t < 200; t++)
        {
            observer.Watch([.. Enumerable.Range(0, 900).Select(i => Math.Cos((2 * Math.PI * ((i % 30) + (2 * (i / 30))) / 30.0) - (0.4 * t)))]);
        }

        OrderParameters seen = observer.Read(0.2);
        Assert.Equal(5, seen.SquaredWaveNumber);
        Assert.Equal(0.4 / (2 * Math.PI * 0.2), seen.PeakFrequency, 1e-2);
        Assert.Equal(1, seen.OneSidedness, 0.01);
    }

    [Fact]
    public void Spread_power_is_chaos_if_neighbours_part() =>
        Assert.Equal([ActivityRegime.Chaos, null], new double[] { 0.05, -0.05 }.Select(new OrderParameters(0.9, 0.02, 1, 1, 0.1, 0.2, 0).Regime));

    [Theory]
    [InlineData(0.05, 0.9, 0, false)]
    [InlineData(0.05, 1.25, 3.3, false)]
    [InlineData(1.2, -1.8, 0, true)]
    [InlineData(0.9, 0.5, 2.5, true)]
    public void Steps_that_turn_a_decay_into_growth_are_unstable(double step, double real, double imaginary, bool unstable) =>
        Assert.Equal(unstable, new RateSettings(0, step, 100, 1).IsUnstable(new System.Numerics.Complex(real, imaginary)));

    private static double[] Heun(DenseMatrix<double> j, double[] x, double h)
    {
        double[] f = Drift(j, x), g = Drift(j, [.. x.Select((value, i) => value + (h * f[i]))]);
        return [.. x.Select((value, i) => value + (h / 2 * (f[i] + g[i])))];
    }

    private static double[] Drift(DenseMatrix<double> j, double[] x) => [.. Enumerable.Range(0, x.Length).Select(i =>
        Enumerable.Range(0, x.Length).Sum(k => j[i, k] * (k < Ring.Excitatory ? Math.Tanh(x[k]) : 5 * Math.Tanh(x[k] / 5))) - x[i])];
}
