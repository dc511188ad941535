using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Sparse;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks.Spatial;

namespace Numerics.Spectra.Tests.Support;

/// <summary>One network of rates from its sample to its order parameters.</summary>
/// <param name="Seen">Order parameters over the second half of the time.</param>
/// <param name="Exponent">Largest Lyapunov exponent over the same time.</param>
internal sealed record RateRun(OrderParameters Seen, double Exponent)
{
    public static Func<uint, StreamKey> Streams(ulong seed) => matrix => StreamKey.Derive(seed, 999_999, 0, matrix);

    public static RateRun Of(SpatialNetwork network, RateSettings settings, ulong seed)
    {
        Func<uint, StreamKey> streams = Streams(seed);
        var executor = new ShardExecutor(2);
        SparseMatrix connectivity = SpatialConnectivity.Draw(network, streams, fixRowSums: false, executor);
        var rates = new RateNetwork(connectivity, network.Excitatory, settings, streams(8), streams(9), streams(10), executor);
        var observer = new ActivityObserver(network);
        double[] activity = new double[network.Excitatory];
        double growth = 0;
        for (int step = 1; step <= settings.Steps; step++)
        {
            double log = rates.Step();
            if (step > settings.Steps / 2)
            {
                growth += log;
                if (step % 4 == 0)
                {
                    rates.ExcitatoryActivity(activity);
                    observer.Watch(activity);
                }
            }
        }

        return new(observer.Read(4 * settings.Step), growth / (settings.Steps / 2 * settings.Step));
    }

    /// <summary>The network with its whole connectivity multiplied, so that every eigenvalue is.</summary>
    public static SpatialNetwork Scaled(SpatialNetwork network, double factor) =>
        network with { MeanStrength = factor * network.MeanStrength, Heterogeneity = factor * network.Heterogeneity };
}
