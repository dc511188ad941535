using System.Numerics;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Gradient flow of every shape of network against small steps, and what an integration refuses.</summary>
public sealed class FlowNetworkTests(ITestOutputHelper output)
{
    private static readonly double[] TwoTargets = [1, -0.6, 0.4, 0.8];

    /// <summary>
    /// The exact linear theory: flow over two intervals against 16, 32 and 64 steps in each, extrapolated twice to steps of no length. Batches change from one interval to the other.
    /// </summary>
    [Theory]
    [InlineData(2, 1, false)]
    [InlineData(3, 1, false)]
    [InlineData(2, 2, false)]
    [InlineData(2, 1, true)]
    [InlineData(3, 2, true)]
    public void Flow_is_what_small_steps_tend_to(int depth, int outputs, bool batches)
    {
        double[] Descend(int perInterval) => Solve(depth, outputs, batches, perInterval, 0).Output[^1];
        double[] one = Descend(16), two = Descend(32), four = Descend(64);
        TrainingTrajectory flow = Solve(depth, outputs, batches, 1, 1e-9);
        output.WriteLine($"{flow.Flow}");
        double euler = 0, error = 0;
        for (int m = 0; m < one.Length; m++)
        {
            double limit = ((8 * four[m]) - (6 * two[m]) + one[m]) / 3;
            output.WriteLine($"f_{m}: {one[m]:F8} {two[m]:F8} {four[m]:F8}, limit {limit:F8}, flow {flow.Output[^1][m]:F8}");
            euler = Math.Max(euler, Math.Abs(four[m] - limit));
            error = Math.Max(error, Math.Abs(flow.Output[^1][m] - limit));
        }

        // What is extrapolated is off by the third power of a step, a thousandth of what 64 steps are.
        Assert.InRange(euler, 1e-4, 1e-2);
        Assert.InRange(error, 0, 3e-3 * euler);
    }

    /// <summary>
    /// Single precision leaves out 1e-5 of a query, and the default tolerance of a flow is above what an integration sees of that: from the same numbers, rounded, its steps are those of double precision.
    /// Outputs are as close as two networks are of which one finds a direction a query earlier than the other: its answer is then another number of the same law.
    /// </summary>
    [Fact]
    public void Single_precision_follows_the_flow()
    {
        NetworkOptions options = Options(2, 4, 1) with { Activation = ActivationKind.Tanh, Width = 1000, FlowTolerance = 1e-6, RankTolerance = 1e-5 };
        TrainingTrajectory single = Finite(options, new RoundedSites()), exact = Finite(options, new IndependentSites<double>(ShardExecutor.Sequential));
        double error = single.Output[^1].Zip(exact.Output[^1], (a, b) => Math.Abs(a - b)).Max();
        output.WriteLine($"off by {error:E2}; {single.Flow}, {single.Bases} and {exact.Flow}, {exact.Bases}");
        Assert.InRange(error, 0, 1e-3);
        Assert.InRange(single.Flow!.Accepted, exact.Flow!.Accepted, exact.Flow.Accepted + 3);
        Assert.True(single.Loss[^1] < 0.5 * single.Loss[0]);
    }

    [Fact]
    public void An_integration_beyond_its_record_is_refused_in_a_sentence()
    {
        string message = Assert.Throws<ArithmeticException>(() => Solve(2, 1, batches: false, perInterval: 1, 1e-6, time: 2000)).Message;
        Assert.Contains("divide learningRate and multiply steps", message, StringComparison.Ordinal);
    }

    /// <summary>Inputs of no length: nothing moves, and no error is a number over nothing.</summary>
    [Fact]
    public void A_network_without_inputs_stays()
    {
        var set = new TrainingSet(new DenseMatrix<double>(2, 2), [1, -0.6]);
        NetworkOptions options = Options(2, 2, 1) with { FlowTolerance = 1e-6 };
        TrainingTrajectory flow = TrainingDmft.Solve(options, set, DmftSolver.ExactLinear, 0, new NetworkStreams(1, 1, 0), ShardExecutor.Sequential).Trajectory;
        Assert.Equal([0, 0], flow.Output[^1]);
        Assert.Equal(0, flow.Flow!.Rejected);
        Assert.True(double.IsFinite(flow.Bases!.LargestLeftOut));
    }

    /// <summary>One interval that would take hundreds of steps ends after the one in which it is cancelled.</summary>
    [Fact]
    public void An_interval_is_cancelled_between_its_steps()
    {
        using var source = new CancellationTokenSource();
        NetworkOptions options = Options(2, 1, 200) with { FlowTolerance = 1e-8 };
        using FlowNetwork<double> network = Network<double>(options, new CancellingSites(source));
        Assert.Throws<OperationCanceledException>(() => network.Train(null, source.Token));
        Assert.InRange(network.Flow!.Accepted + network.Flow.Rejected, 1, 5);
    }

    [Fact]
    public void What_cannot_be_integrated_is_refused_before_anything_is_drawn()
    {
        using var lapack = Lapack.Load();
        NetworkOptions options = Options(2, 4, 1) with { FlowTolerance = 1e-6 };
        NonlinearNetwork<double> Make(NetworkOptions asked, MatrixKind kind) => TrainingRoute.Plain(asked, Set(1, null), new GaussianFactory<double>(kind, lapack, ShardExecutor.Sequential), Streams);
        Assert.Contains("take revealed ones", Assert.Throws<ArgumentException>(() => Make(options with { Width = 20 }, MatrixKind.Stored)).Message, StringComparison.Ordinal);
        Assert.Contains("neither momentum", Assert.Throws<ArgumentException>(() => Make(options with { Optimizer = new OptimizerMemory(4, 0.5, 0) }, MatrixKind.Revealed)).Message, StringComparison.Ordinal);
    }

    private static NetworkStreams Streams => new(12, 900, 1);

    private static NetworkOptions Options(int depth, int steps, double interval) => new()
    {
        Depth = depth, Activation = ActivationKind.Linear, LearningRate = interval, OutputScale = 2, HiddenScale = 0.5, Steps = steps, Width = 400,
    };

    private static TrainingSet Set(int outputs, int[][]? batches)
    {
        DenseMatrix<double> gram = DenseMatrix<double>.FromArray(new[,] { { 1, 0.3 }, { 0.3, 1 } });
        return new TrainingSet(gram, TwoTargets[..(2 * outputs)], batches, outputs);
    }

    /// <summary>Two intervals; a step of descent is a part of one.</summary>
    private static TrainingTrajectory Solve(int depth, int outputs, bool batches, int perInterval, double tolerance, double time = 0.5)
    {
        NetworkOptions options = Options(depth, 2 * perInterval, time / perInterval) with { FlowTolerance = tolerance };
        int[][] asked = [.. Enumerable.Range(0, 2 * perInterval).Select(step => step < perInterval ? new[] { 1 } : [0, 1])];
        return TrainingDmft.Solve(options, Set(outputs, batches ? asked : null), DmftSolver.ExactLinear, 0, new NetworkStreams(1, 1, 0), ShardExecutor.Sequential).Trajectory;
    }

    private static TrainingTrajectory Finite<T>(NetworkOptions options, ISiteSource<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using FlowNetwork<T> network = Network(options, numbers);
        return network.Train();
    }

    private static FlowNetwork<T> Network<T>(NetworkOptions options, ISiteSource<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TrainingSet set = Set(1, null);
        var matrix = new RevealedGaussian<T>(TrainingRoute.Matrix<T>(options, set, new RowShards(options.Width), Streams, 1), numbers, numbers, ShardExecutor.Sequential);
        return new FlowNetwork<T>(options, set, [new LowRankPlus<T>(matrix)], [numbers, numbers], Streams, ShardExecutor.Sequential, ownsMatrices: true);
    }

    /// <summary>The numbers of double precision, rounded: those of single precision are others of the same law.</summary>
    private sealed class RoundedSites : ISiteSource<float>
    {
        private readonly IndependentSites<double> sites = new(ShardExecutor.Sequential);

        public void Draw(StreamKey key, uint firstColumn, PanelView<float>? conditioned, PanelView<float> target, double entryDeviation)
        {
            using var exact = new Panel<double>(target.Panel.Shards, target.Count);
            sites.Draw(key, firstColumn, null, exact.View(), entryDeviation);
            for (int column = 0; column < target.Count; column++)
            {
                for (long row = 0; row < exact.Rows; row++)
                {
                    target.Panel[row, target.First + column] = (float)exact[row, column];
                }
            }
        }
    }

    /// <summary>Cancels with the answers to a stage of the first step.</summary>
    private sealed class CancellingSites(CancellationTokenSource source) : ISiteSource<double>
    {
        private readonly IndependentSites<double> sites = new(ShardExecutor.Sequential);
        private int draws;

        public void Draw(StreamKey key, uint firstColumn, PanelView<double>? conditioned, PanelView<double> target, double entryDeviation)
        {
            // Readout and first layer, then the answers to both queries of the start and of the first stages.
            if (++draws == 5)
            {
                source.Cancel();
            }

            sites.Draw(key, firstColumn, conditioned, target, entryDeviation);
        }
    }
}
