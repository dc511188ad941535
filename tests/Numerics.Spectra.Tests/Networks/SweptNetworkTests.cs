using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Sweeps;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Training in single sweeps against the plain route with the same Gaussian numbers.</summary>
public sealed class SweptNetworkTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-10;

    public static TheoryData<ActivationKind, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<ActivationKind, int, bool>();
            foreach (ActivationKind kind in (ActivationKind[])[ActivationKind.Tanh, ActivationKind.Erf, ActivationKind.Relu, ActivationKind.Sine])
            {
                foreach (int depth in (int[])[2, 3, 4])
                {
                    cases.Add(kind, depth, false);
                    cases.Add(kind, depth, true);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sweeps_train_like_the_plain_route(ActivationKind activation, int depth, bool miniBatches)
    {
        using var problem = new NetworkCase(activation, depth, miniBatches);
        Compare(problem.Options, problem.Set, problem.Streams);
    }

    [Theory]
    [InlineData(ActivationKind.Tanh, 1, 150, 0.8)]
    [InlineData(ActivationKind.Tanh, 2, 150, 0.8)]
    [InlineData(ActivationKind.Tanh, 8, 40, 0.8)]
    [InlineData(ActivationKind.Erf, 1, 100, 0.8)]
    [InlineData(ActivationKind.Erf, 2, 150, 0.8)]
    [InlineData(ActivationKind.Relu, 1, 150, 0.1)]
    [InlineData(ActivationKind.Relu, 2, 150, 0.1)]
    [InlineData(ActivationKind.Relu, 8, 40, 0.1, Traits = ["speed", "slow"])]
    [InlineData(ActivationKind.Linear, 1, 40, 0.1)]
    [InlineData(ActivationKind.Linear, 2, 40, 0.1)]
    [InlineData(ActivationKind.Linear, 8, 20, 0.1)]
    public void Converged_runs_agree_with_the_plain_route(ActivationKind activation, int samples, int steps, double learningRate)
    {
        // Directions of a converged run are reproducible to their resolution only, so outputs are compared here and not what is known of the matrix.
        Compare(Options(activation, 4000, steps) with { LearningRate = learningRate }, Data(samples), new NetworkStreams(7, 903, 1), converged: true);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Spectra_are_those_of_the_plain_route(int depth)
    {
        using var lapack = Lapack.Load();
        NetworkOptions options = Options(ActivationKind.Tanh, 3000, 8) with { Depth = depth, LearningRate = 1, OutputScale = 4 };
        TrainingSet set = Data(2);
        var streams = new NetworkStreams(7, 903, 2);
        var factory = new GaussianFactory<double>(MatrixKind.Revealed, lapack, ShardExecutor.Sequential);
        using NonlinearNetwork<double> plain = TrainingRoute.Plain(options, set, factory, streams);
        TrainingTrajectory trajectory = plain.Train();
        var request = new SpectrumRequest { Steps = [0, 4, 8], Count = 3 };
        MeasuredSpectra expected = MeasuredSpectra.Of(lapack, plain.Trained, trajectory.Marks, null, streams, request, Communicator.Alone, _ => { }, TestContext.Current.CancellationToken);
        NonlinearObservation actual = NonlinearSimulation.Run(lapack, options, set, factory, streams, request, cancellation: TestContext.Current.CancellationToken);
        Assert.NotNull(actual.Trajectory.Sweeps);
        Assert.True(expected.Largest.Values.Max(top => top.Values[0]) > 2.1, "The run must have an outlier for the comparison to say something.");
        foreach (((int layer, int step), TopSingularValues top) in expected.Largest)
        {
            TopSingularValues other = actual.Spectra.Largest[(layer, step)];
            for (int rank = 0; rank < 3; rank++)
            {
                // The bulk values come from the completion, in which bases that differ by rounding are one.
                Assert.Equal(top.Values[rank], other.Values[rank], 1e-8);
                Assert.Equal(top.CapturedLeft[rank], other.CapturedLeft[rank], 1e-6);
                Assert.Equal(top.CapturedRight[rank], other.CapturedRight[rank], 1e-6);
            }
        }
    }

    [Fact]
    public void Single_precision_trains_like_the_plain_route_to_its_rounding()
    {
        NetworkOptions options = Options(ActivationKind.Tanh, 20_000, 30) with { LearningRate = 0.3 };
        TrainingSet set = Data(2);
        var streams = new NetworkStreams(7, 903, 4);
        using NonlinearNetwork<float> plain = TrainingRoute.Plain(options, set, new GaussianFactory<float>(MatrixKind.Revealed, null, ShardExecutor.Sequential), streams);
        using var swept = new SweptNetwork<float>(options, set, streams, ShardExecutor.Sequential);
        TrainingTrajectory expected = plain.Train(), actual = swept.Train();
        output.WriteLine($"{expected.Loss[^1]} and {actual.Loss[^1]}, {actual.Sweeps}");
        for (int step = 0; step <= options.Steps; step++)
        {
            Assert.Equal(expected.Output[step][0], actual.Output[step][0], 2e-6);
        }

        Assert.InRange(actual.Sweeps!.OrthogonalityDefect, 0, 1e-5);
    }

    /// <summary>
    /// Histories in single precision, arithmetic in double: another direction by 6e-8 of its new part, so outputs, sums over N entries, move by some 1e-8 / sqrt(N) of their scale; all else double would move
    /// by 1e-6 of it (single precision, tested above). What is known of the matrix is exact for what is kept: orthogonality stays at 1e-14.
    /// </summary>
    [Theory]
    [InlineData(ActivationKind.Tanh, 2, 2, 30, 0.8)]
    [InlineData(ActivationKind.Tanh, 3, 2, 30, 0.8)]
    [InlineData(ActivationKind.Tanh, 2, 8, 40, 0.8)]
    [InlineData(ActivationKind.Relu, 2, 2, 150, 0.1)]
    [InlineData(ActivationKind.Tanh, 2, 1, 150, 0.8)]
    [InlineData(ActivationKind.Linear, 2, 2, 40, 0.1)]
    public void Histories_in_single_precision_move_outputs_by_less_than_a_tenth_of_a_millionth(ActivationKind activation, int depth, int samples, int steps, double learningRate)
    {
        NetworkOptions options = Options(activation, 4000, steps) with { Depth = depth, LearningRate = learningRate };
        var streams = new NetworkStreams(7, 903, 6);
        using var exact = new SweptNetwork<double>(options, Data(samples), streams, new ShardExecutor(2));
        using var mixed = new SweptNetwork<double>(options with { HistoryInSingle = true }, Data(samples), streams, new ShardExecutor(2));
        TrainingTrajectory expected = exact.Train(), actual = mixed.Train();
        double scale = expected.Output.Max(row => row.Max(Math.Abs));
        double deviation = Enumerable.Range(0, steps + 1).Max(step => expected.Output[step].Zip(actual.Output[step], (a, b) => Math.Abs(a - b)).Max()) / scale;
        output.WriteLine($"outputs within {deviation:G3}; loss {expected.Loss[0]:G4} to {expected.Loss[^1]:G4}; {expected.Bases} and {actual.Bases}; {actual.Sweeps}");
        Assert.InRange(deviation, 1e-12, 1e-7);
        Assert.InRange(actual.Sweeps!.OrthogonalityDefect, 0, 1e-14);
        Assert.InRange(actual.Sweeps.LargestLoss, 0, 1e-5);
    }

    /// <summary>More queries than dimensions, of which few are independent: both routes leave out the same, and outputs and what is known of the matrix stay the same.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-5)]
    public void What_adds_little_is_left_out_as_on_the_plain_route(double rankTolerance)
    {
        NetworkOptions options = Options(ActivationKind.Tanh, 400, 240) with { LearningRate = 3.0 / 240, OutputScale = 4, RankTolerance = rankTolerance };
        using NonlinearNetwork<double> plain = Plain(options, Data(2), new NetworkStreams(7, 903, 5), ShardExecutor.Sequential);
        using var swept = new SweptNetwork<double>(options, Data(2), new NetworkStreams(7, 903, 5), ShardExecutor.Sequential);
        TrainingTrajectory expected = plain.Train(), actual = swept.Train();
        double deviation = Enumerable.Range(0, options.Steps + 1).Max(step => expected.Output[step].Zip(actual.Output[step], (a, b) => Math.Abs(a - b)).Max());
        output.WriteLine($"outputs within {deviation:E2}; loss {expected.Loss[0]:G4} to {expected.Loss[^1]:G4}; {expected.Bases} and {actual.Bases}");
        Assert.True(expected.Bases!.Dependent > 400 && expected.Loss[^1] < 0.2 * expected.Loss[0]);
        Assert.Equal(expected.Bases.Directions, actual.Bases!.Directions);
        Assert.Equal(expected.Bases.LargestLeftOut, actual.Bases.LargestLeftOut, 1e-6 * rankTolerance);
        Assert.InRange(deviation, 0, 1e-8);
        Assert.Equal(expected.Marks[0], actual.Marks[0]);
        CheckKnowledge((RevealedGaussian<double>)plain.Matrices[0].Gaussian, swept.Matrices[0]);
    }

    [Fact]
    public void A_diverging_run_is_given_up_where_the_plain_route_gives_up()
    {
        NetworkOptions options = Options(ActivationKind.Linear, 500, 10) with { LearningRate = 1e4 };
        using NonlinearNetwork<double> plain = TrainingRoute.Plain(options, Data(2), new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential), new NetworkStreams(1, 903, 1));
        using var swept = new SweptNetwork<double>(options, Data(2), new NetworkStreams(1, 903, 1), ShardExecutor.Sequential);
        int? expected = plain.Train().DivergedAt;
        TrainingTrajectory actual = swept.Train();
        Assert.NotNull(expected);
        Assert.Equal(expected, actual.DivergedAt);
        Assert.Null(actual.Sweeps);
    }

    private void Compare(NetworkOptions options, TrainingSet set, NetworkStreams streams, bool converged = false)
    {
        var executor = new ShardExecutor(2);
        using NonlinearNetwork<double> plain = Plain(options, set, streams, executor);
        using var swept = new SweptNetwork<double>(options, set, streams, executor);
        TrainingTrajectory expected = plain.Train();
        TrainingTrajectory actual = swept.Train();
        Assert.Null(expected.DivergedAt);
        Assert.Null(actual.DivergedAt);
        double scale = expected.Output.Max(row => row.Max(Math.Abs));
        double deviation = 0;
        for (int step = 0; step <= options.Steps; step++)
        {
            deviation = Math.Max(deviation, expected.Output[step].Zip(actual.Output[step], (a, b) => Math.Abs(a - b)).Max());
        }

        SweepEvidence evidence = actual.Sweeps!;
        output.WriteLine($"outputs within {deviation / scale:G3}; loss {expected.Loss[0]:G4} to {expected.Loss[^1]:G4}; {evidence}");
        Assert.InRange(deviation / scale, 0, Tolerance);
        Assert.InRange(evidence.OrthogonalityDefect, 0, 1e-14);
        Assert.Equal(converged, expected.Loss[^1] < 0.02 * expected.Loss[0]);
        for (int layer = 0; layer < options.Depth - 1 && !converged; layer++)
        {
            Assert.Equal(expected.Marks[layer], actual.Marks[layer]);
            CheckKnowledge((RevealedGaussian<double>)plain.Matrices[layer].Gaussian, swept.Matrices[layer]);
        }
    }

    /// <summary>The plain route with noise addressed by query, as the sweeps address it: the same numbers where queries add no direction, too.</summary>
    private static NonlinearNetwork<double> Plain(NetworkOptions options, TrainingSet set, NetworkStreams streams, ShardExecutor executor)
    {
        RowShards shards = executor.Cut(options.Width);
        LowRankPlus<double>[] matrices = [.. Enumerable.Range(1, options.Depth - 1).Select(layer =>
        {
            var sites = new QuerySites(executor);
            var revealed = new RevealedGaussian<double>(
                new GaussianOptions(shards, shards, options.OperatorScale, set.ForwardQueries(options.Steps), set.BackwardQueries(options.Steps), streams.Right(layer), streams.Left(layer))
                {
                    RankTolerance = options.RankTolerance, FewDirections = options.RankTolerance > 0,
                },
                sites,
                sites,
                executor);
            sites.SideOf = key => key == streams.Right(layer) ? revealed.RightSide : revealed.LeftSide;
            return new LowRankPlus<double>(revealed);
        })];
        ISiteSource<double>[] layers = [.. Enumerable.Range(0, options.Depth).Select(_ => new IndependentSites<double>(executor))];
        return new NonlinearNetwork<double>(options, set, matrices, layers, streams, executor, ownsMatrices: true);
    }

    /// <summary>Draws the noise of a direction at the address of the query that brought it.</summary>
    private sealed class QuerySites(ShardExecutor executor) : ISiteSource<double>
    {
        private readonly IndependentSites<double> sites = new(executor);

        public Func<StreamKey, RevealedSide<double>> SideOf { get; set; } = _ => throw new InvalidOperationException();

        public void Draw(StreamKey key, uint firstColumn, PanelView<double>? conditioned, PanelView<double> target, double entryDeviation)
        {
            DenseMatrix<double> coordinates = SideOf(key).Record.ToMatrix();
            for (int column = 0; column < target.Count; column++)
            {
                uint query = 0;
                while (coordinates[firstColumn + column, query] == 0)
                {
                    query++;
                }

                sites.Draw(key, query, conditioned, target.Slice(column, 1), entryDeviation);
            }
        }
    }

    private static void CheckKnowledge(RevealedGaussian<double> expected, SweptGaussian<double> actual)
    {
        Close(expected.CrossProduct, actual.CrossProduct, 1e-7);
        Close(expected.RightRecord.ToMatrix(), actual.RightRecord.ToMatrix(), 1e-7);
        Close(expected.LeftRecord.ToMatrix(), actual.LeftRecord.ToMatrix(), 1e-7);
        Close(expected.RightProductGram(), actual.RightProductGram(), 1e-7);
        Close(expected.LeftProductGram(), actual.LeftProductGram(), 1e-7);
    }

    private static void Close(DenseMatrix<double> expected, DenseMatrix<double> actual, double tolerance)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        double scale = 0, deviation = 0;
        for (int i = 0; i < expected.AsSpan().Length; i++)
        {
            scale = Math.Max(scale, Math.Abs(expected.AsSpan()[i]));
            deviation = Math.Max(deviation, Math.Abs(expected.AsSpan()[i] - actual.AsSpan()[i]));
        }

        Assert.InRange(deviation / Math.Max(scale, double.Epsilon), 0, tolerance);
    }

    private static NetworkOptions Options(ActivationKind activation, int width, int steps) => new()
    {
        Depth = 2, Activation = activation, LearningRate = 0.8, OutputScale = 2, HiddenScale = 1, Steps = steps, Width = width,
    };

    private static TrainingSet Data(int samples)
    {
        var gram = new DenseMatrix<double>(samples, samples);
        for (int i = 0; i < samples; i++)
        {
            for (int j = 0; j < samples; j++)
            {
                gram[i, j] = i == j ? 1 : 0.3 / (1 + Math.Abs(i - j));
            }
        }

        return new TrainingSet(gram, [.. Enumerable.Range(0, samples).Select(m => m % 2 == 0 ? 1.0 : -1.0)]);
    }
}
