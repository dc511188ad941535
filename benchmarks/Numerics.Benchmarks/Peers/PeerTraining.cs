using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Sweeps;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Benchmarks.Peers;

/// <summary>
/// Two hidden tanh layers without a stored matrix, full batches, in single sweeps: reference set R1 at any width, or more samples of the same overlap. The argument is
/// WIDTH,PRECISION,SAMPLES,STEPS,SEED, the precision double, single or mixed (double, with histories kept in single precision).
/// </summary>
internal static class PeerTraining
{
    private const double Overlap = 0.3;

    /// <summary>The last loss, and the largest outlier from the determinant, which is not timed.</summary>
    public static double[] Run(Lapack lapack, ShardExecutor executor, string argument, Stopwatch watch)
    {
        string[] words = argument.Split(',');
        ulong[] numbers = [.. new[] { 0, 2, 3, 4 }.Select(i => ulong.Parse(words[i], CultureInfo.InvariantCulture))];
        var options = new NetworkOptions
        {
            Depth = 2, Activation = ActivationKind.Tanh, LearningRate = 0.1, OutputScale = 4, HiddenScale = 1, Steps = (int)numbers[2], Width = (long)numbers[0], HistoryInSingle = words[1] == "mixed",
        };
        return words[1] switch
        {
            "single" => Run<float>(lapack, executor, options, (int)numbers[1], numbers[3], watch),
            "double" or "mixed" => Run<double>(lapack, executor, options, (int)numbers[1], numbers[3], watch),
            var other => throw new ArgumentException($"Precision '{other}' is none of double, single and mixed.", nameof(argument)),
        };
    }

    private static double[] Run<T>(Lapack lapack, ShardExecutor executor, NetworkOptions options, int samples, ulong seed, Stopwatch watch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        watch.Start();
        using DenseMatrix<double> gram = Gram(samples);
        var set = new TrainingSet(gram, [.. Enumerable.Range(0, samples).Select(m => m % 2 == 0 ? 1.0 : -1.0)]);
        using var network = new SweptNetwork<T>(options, set, new NetworkStreams(seed, 902, 0), executor);
        TrainingTrajectory trajectory = network.Train();
        watch.Stop();

        SweptGaussian<T> matrix = network.Matrices[0];
        HiddenLayerHistory history = HiddenLayerHistory.Of(matrix, matrix.Spikes, trajectory.Marks[0]);
        var equation = new OutlierEquation(lapack, history.Full, history.SpikesAt(options.Steps));
        return [trajectory.Loss[^1], equation.Outliers()[0]];
    }

    private static DenseMatrix<double> Gram(int samples)
    {
        var gram = new DenseMatrix<double>(samples, samples);
        for (int i = 0; i < samples; i++)
        {
            for (int j = 0; j < samples; j++)
            {
                gram[i, j] = i == j ? 1 : Overlap;
            }
        }

        return gram;
    }
}
