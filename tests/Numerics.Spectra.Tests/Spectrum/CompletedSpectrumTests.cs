using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Spectrum;

/// <summary>Training with revealed matrices and completion, against training with stored matrices and full decompositions: one law at every width.</summary>
public sealed class CompletedSpectrumTests : IDisposable
{
    private const int Replicas = 800;
    private const int Width = 40;

    private static readonly NetworkOptions Options = new()
    {
        Depth = 2,
        Activation = ActivationKind.Tanh,
        LearningRate = 0.5,
        OutputScale = 3,
        HiddenScale = 1,
        Steps = 3,
        Width = Width,
    };

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Fact]
    public void Revealed_and_stored_training_give_top_singular_values_of_one_law()
    {
        using DenseMatrix<double> gram = DenseMatrix<double>.Identity(1);
        var set = new TrainingSet(gram, [1.0]);
        double[][] revealed = Sample(set, 0, Revealed);
        double[][] stored = Sample(set, Replicas, Stored);
        for (int i = 0; i < revealed.Length; i++)
        {
            (double mean, double error, double deviation) = Statistics.Of(revealed[i]);
            (double otherMean, double otherError, double otherDeviation) = Statistics.Of(stored[i]);
            double difference = Math.Sqrt((error * error) + (otherError * otherError));
            Assert.InRange(mean - otherMean, -4 * difference, 4 * difference);

            // The logarithm of a sample deviation scatters by about 1/sqrt(2 replicas).
            Assert.InRange(Math.Log(deviation / otherDeviation), -4 / Math.Sqrt(Replicas), 4 / Math.Sqrt(Replicas));
        }
    }

    /// <summary>Largest and second value before training and after it, and the loss after it: one list per quantity.</summary>
    private static double[][] Sample(TrainingSet set, int first, Func<TrainingSet, NetworkStreams, double[]> draw)
    {
        double[][] drawn = [.. Enumerable.Range(first, Replicas).Select(replica => draw(set, new NetworkStreams(9, 1, (uint)replica)))];
        return [.. Enumerable.Range(0, drawn[0].Length).Select(i => drawn.Select(values => values[i]).ToArray())];
    }

    private double[] Revealed(TrainingSet set, NetworkStreams streams)
    {
        var sites = new IndependentSites<double>(ShardExecutor.Sequential);
        using var gaussian = new RevealedGaussian<double>(Matrix(set, streams), sites, sites, ShardExecutor.Sequential);
        var matrix = new LowRankPlus<double>(gaussian);
        TrainingTrajectory trajectory = Train(set, streams, matrix);
        var completed = new CompletedSpectrum(lapack, HiddenLayerHistory.Of(gaussian, matrix.Spikes, trajectory.Marks[0]), Width, Width, streams.Completion(1));
        return [.. completed.Largest(0, 2).Values, .. completed.Largest(Options.Steps, 2).Values, trajectory.Loss[^1]];
    }

    private double[] Stored(TrainingSet set, NetworkStreams streams)
    {
        using var gaussian = new StoredGaussian<double>(lapack, Matrix(set, streams), ShardExecutor.Sequential);
        var matrix = new LowRankPlus<double>(gaussian);
        TrainingTrajectory trajectory = Train(set, streams, matrix);
        StoredSpectrum spectrum = StoredSpectrum.Of(lapack, gaussian, matrix.Spikes, trajectory.Marks[0]);
        return [.. spectrum.Largest(0, 2).Values, .. spectrum.Largest(Options.Steps, 2).Values, trajectory.Loss[^1]];
    }

    private static GaussianOptions Matrix(TrainingSet set, NetworkStreams streams)
    {
        var shards = new RowShards(Width);
        return new GaussianOptions(
            shards, shards, Options.HiddenScale, set.ForwardQueries(Options.Steps), set.BackwardQueries(Options.Steps), streams.Right(1), streams.Left(1));
    }

    private static TrainingTrajectory Train(TrainingSet set, NetworkStreams streams, LowRankPlus<double> matrix)
    {
        var sites = new IndependentSites<double>(ShardExecutor.Sequential);
        using var network = new NonlinearNetwork<double>(Options, set, [matrix], [sites, sites], streams, ShardExecutor.Sequential);
        return network.Train();
    }
}
