using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks.Spatial;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Tests.Networks.Spatial;

/// <summary>Chaotic rates of 1000 neurons without noise: autocovariances of block mean-field theory, and Lyapunov exponents.</summary>
[Trait("speed", "slow")]
public sealed class ChaosAmplitudeTests
{
    private static readonly RateSettings Settings = new(Noise: 0, Step: 0.05, Duration: 150, InitialAmplitude: 0.5);

    /// <summary>Four networks each; the exponents are reference numbers of another program, with errors of .011 to .019.</summary>
    [Theory]
    [InlineData(0.5, -0.292, 0.05)]
    [InlineData(1.0, -0.001, 0.08)]
    [InlineData(1.6, 0.064, 0.06)]
    public void Variances_are_those_of_mean_field_theory(double heterogeneity, double exponent, double margin)
    {
        Measured[] networks = [.. Enumerable.Range(1, 4).Select(seed => Measured.Of(Network(PopulationMatrix.Uniform(heterogeneity)), (ulong)seed))];
        Assert.Equal(exponent, networks.Average(measured => measured.Exponent), margin);
        Compare(PopulationMatrix.Uniform(heterogeneity), networks);
    }

    [Fact]
    public void Unequal_blocks_have_unequal_variances()
    {
        PopulationMatrix blocks = new(1.2, 0.7, 2.2, 1.5);
        Compare(blocks, [.. Enumerable.Range(1, 4).Select(seed => Measured.Of(Network(blocks), (ulong)seed))]);
    }

    private static void Compare(PopulationMatrix heterogeneity, Measured[] networks)
    {
        var field = BlockMeanField.Solve(ModeMatrices.Variance(Network(heterogeneity), default), noise: 0);
        (double Theory, double[] Samples)[] pairs =
        [
            (field.Autocovariance(0, 0), [.. networks.Select(measured => measured.Excitatory)]),
            (field.Autocovariance(1, 0), [.. networks.Select(measured => measured.Inhibitory)]),
            (field.Autocovariance(0, 2), [.. networks.Select(measured => measured.Later)]),
        ];
        foreach ((double theory, double[] samples) in pairs)
        {
            double mean = samples.Average();
            double error = Math.Sqrt(samples.Sum(value => (value - mean) * (value - mean)) / (samples.Length * (samples.Length - 1)));
            // Four networks know a variance to some per cent: a factor of two would be seen.
            Assert.InRange(error, 0, 0.12 * Math.Max(theory, 0.01));
            Assert.Equal(theory, mean, Math.Max(4 * error, 1e-3));
        }
    }

    private static SpatialNetwork Network(PopulationMatrix heterogeneity) =>
        SpatialSets.Ring(1000, PopulationMatrix.Uniform(0.1), new(0.5, -0.5, 0.5, -0.5), heterogeneity, 0.5);

    /// <summary>Means over time and neurons of one network after a third of the time.</summary>
    private sealed record Measured(double Excitatory, double Inhibitory, double Later, double Exponent)
    {
        private const int Lag = 40;

        public static Measured Of(SpatialNetwork network, ulong seed)
        {
            var executor = new ShardExecutor(2);
            var rates = new RateNetwork(
                SpatialConnectivity.Draw(network, RateRun.Streams(seed), fixRowSums: false, executor), network.Excitatory, Settings, RateRun.Streams(seed)(8), RateRun.Streams(seed)(9), RateRun.Streams(seed)(10), executor);
            int start = Settings.Steps / 3;
            var past = new Queue<double[]>();
            double excitatory = 0, inhibitory = 0, later = 0, growth = 0;
            for (int step = 1; step <= Settings.Steps; step++)
            {
                double log = rates.Step();
                double[] x = rates.State.ToArray();
                past.Enqueue(x);
                double[] before = past.Count > Lag ? past.Dequeue() : past.Peek();
                if (step > start)
                {
                    growth += log;
                    excitatory += x.Take(network.Excitatory).Average(value => value * value);
                    inhibitory += x.Skip(network.Excitatory).Average(value => value * value);
                    later += x.Take(network.Excitatory).Zip(before).Average(pair => pair.First * pair.Second);
                }
            }

            int count = Settings.Steps - start;
            return new(excitatory / count, inhibitory / count, later / count, growth / (count * Settings.Step));
        }
    }
}
