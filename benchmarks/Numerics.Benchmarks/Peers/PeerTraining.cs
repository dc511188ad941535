using System.Diagnostics;
using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Benchmarks.Peers;

/// <summary>Reference set R1 at width 10^5 in single precision, matrix-free: two hidden tanh layers, 2 samples, 30 steps.</summary>
internal static class PeerTraining
{
    private const int Width = 100_000;

    /// <summary>The last loss, and the largest outlier from the determinant, which is not timed.</summary>
    public static double[] Run(Lapack lapack, ShardExecutor executor, ulong seed, Stopwatch watch)
    {
        watch.Start();
        using DenseMatrix<double> gram = DenseMatrix<double>.FromArray(new[,] { { 1, 0.3 }, { 0.3, 1 } });
        var options = new NetworkOptions
        {
            Depth = 2, Activation = ActivationKind.Tanh, LearningRate = 0.1, OutputScale = 4, HiddenScale = 1, Steps = 30, Width = Width,
        };
        var set = new TrainingSet(gram, [1, -1]);
        var streams = new NetworkStreams(seed, 902, 0);
        var shards = new RowShards(Width);
        var sites = new IndependentSites<float>(executor);
        using var revealed = new RevealedGaussian<float>(
            new(shards, shards, 1, set.ForwardQueries(options.Steps), set.BackwardQueries(options.Steps), streams.Right(1), streams.Left(1)), sites, sites, executor);
        var matrix = new LowRankPlus<float>(revealed);
        using var network = new NonlinearNetwork<float>(options, set, [matrix], [sites, sites], streams, executor);
        TrainingTrajectory trajectory = network.Train();
        watch.Stop();

        HiddenLayerHistory history = HiddenLayerHistory.Of(revealed, matrix.Spikes, trajectory.Marks[0]);
        var equation = new OutlierEquation(lapack, history.Full, history.SpikesAt(options.Steps));
        return [trajectory.Loss[^1], equation.Outliers()[0]];
    }
}
