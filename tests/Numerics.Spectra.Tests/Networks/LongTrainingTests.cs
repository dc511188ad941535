using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Many small steps: more queries than the matrix has dimensions, of which few are independent.</summary>
public sealed class LongTrainingTests(ITestOutputHelper output)
{
    private const int Width = 400;
    private const int Steps = 240;
    private static readonly double[] Targets = [1, -1];

    /// <summary>
    /// 962 queries of a matrix of order 400. What a tolerance leaves out is what the outputs miss of plain gradient descent from the matrix that was revealed, whatever it does to what was left out; a
    /// tolerance a thousand times smaller leaves that much less.
    /// </summary>
    [Fact]
    public void Training_by_few_directions_is_plain_gradient_descent_up_to_what_is_left_out()
    {
        double coarse = Error(1e-3), fine = Error(1e-6);
        Assert.InRange(fine, 0, 1e-6);
        Assert.InRange(coarse, 100 * fine, 1e-3);
    }

    /// <summary>Loss and ranks of single sweeps: a law of their own (noise is addressed by query), so ranks and the share left out, not values.</summary>
    [Fact]
    public void Single_sweeps_keep_as_many_directions_as_the_plain_route()
    {
        NetworkOptions options = Options(1e-6);
        TrainingSet set = Set();
        using RevealedGaussian<double> matrix = Matrix(options, set);
        TrainingTrajectory plain = Train(options, set, matrix, out _);
        using var swept = new SweptNetwork<double>(options, set, Streams, ShardExecutor.Sequential);
        TrainingTrajectory trajectory = swept.Train();
        BasisEvidence evidence = trajectory.Bases!;
        int directions = matrix.LeftRecord.Rank + matrix.RightRecord.Rank;
        output.WriteLine($"{directions} and {evidence.Directions} directions, left out {matrix.RightRecord.LargestLeftOut:E1} and {evidence.LargestLeftOut:E1}, loss {plain.Loss[^1]}");
        Assert.InRange(evidence.Directions, directions - 12, directions + 12);
        Assert.InRange(evidence.LargestLeftOut, 1e-8, 1e-6);
        Assert.InRange(trajectory.Sweeps!.OrthogonalityDefect, 0, 1e-11);
        Assert.Equal(trajectory.Sweeps.Dropped, evidence.Dependent);
        Assert.Equal(new BasisEvidence(directions, matrix.LeftRecord.Dependent + matrix.RightRecord.Dependent, Math.Max(matrix.LeftRecord.LargestLeftOut, matrix.RightRecord.LargestLeftOut)), plain.Bases);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.6, 0)]
    [InlineData(0.3, 2e-3)]
    public void All_spikes_as_one_small_matrix_are_the_sum_of_the_spikes(double momentum, double decay)
    {
        NetworkOptions options = Options(1e-6) with { Optimizer = momentum == 0 && decay == 0 ? null : new OptimizerMemory(Steps, momentum, decay) };
        TrainingSet set = Set();
        using RevealedGaussian<double> matrix = Matrix(options, set);
        TrainingTrajectory trajectory = Train(options, set, matrix, out LowRankPlus<double> trained);
        var history = HiddenLayerHistory.Of(matrix, trained.Spikes, trajectory.Marks[0], options.Optimizer);
        foreach (int step in (int[])[1, 2, 90, Steps, 7, 0])
        {
            ConditionedLayer known = history.At(step);
            DenseMatrix<double> expected = history.SpikesAt(step).Core(known.GradientCoordinates, known.FeatureCoordinates);
            DenseMatrix<double> found = history.CoreAt(step);
            ConditionedLayer small = history.KnownAt(step);
            Assert.Equal((expected.Rows, expected.Columns), (found.Rows, found.Columns));
            Assert.Equal((known.LeftBasisCount, known.RightBasisCount, known.InitialScale), (small.LeftBasisCount, small.RightBasisCount, small.InitialScale));
            double largest = expected.Rows == 0 ? 0 : expected.AsSpan().ToArray().Max(Math.Abs);
            Assert.True(step == 0 || largest > 1e-4);
            for (int j = 0; j < expected.Columns; j++)
            {
                for (int i = 0; i < expected.Rows; i++)
                {
                    Assert.Equal(expected[i, j], found[i, j], 1e-12 * Math.Max(1, largest));
                }
            }
        }
    }

    [Fact]
    public void More_directions_than_the_matrix_has_are_refused_in_a_sentence()
    {
        NetworkOptions options = Options(1e-6) with { Width = 100 };
        TrainingSet set = Set();
        using RevealedGaussian<double> matrix = Matrix(options, set);
        string message = Assert.Throws<ArithmeticException>(() => Train(options, set, matrix, out _)).Message;
        Assert.Contains("enlarge the width", message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The integrated flow of a nonlinear network against plain gradient descent with small steps from the matrix that was revealed: errors of the latter halve with the step, and what they are
    /// extrapolated to is the flow.
    /// </summary>
    [Fact]
    public void Gradient_flow_is_the_limit_of_small_steps()
    {
        const int Intervals = 10;
        NetworkOptions options = Options(1e-6) with { Steps = Intervals, LearningRate = 1.5 / Intervals, FlowTolerance = 1e-6 };
        TrainingSet set = Set();
        using RevealedGaussian<double> matrix = Matrix(options, set, 10 * Steps);
        ISiteSource<double>[] sites = [.. Enumerable.Range(0, 2).Select(_ => new IndependentSites<double>(ShardExecutor.Sequential))];
        using var network = new FlowNetwork<double>(options, set, [new LowRankPlus<double>(matrix)], sites, Streams, ShardExecutor.Sequential);
        TrainingTrajectory flow = network.Train();
        output.WriteLine($"{flow.Flow}, {matrix.RightRecord.Rank} + {matrix.LeftRecord.Rank} directions of {matrix.RightRecord.Count + matrix.LeftRecord.Count} queries, loss {flow.Loss[^1]}");
        Assert.InRange(flow.Flow!.LargestError, 1e-9, 1e-6);
        Assert.InRange(flow.Loss[^1] / flow.Loss[0], 0.01, 0.5);
        double[] coarse = Descend(20), fine = Descend(40);
        for (int m = 0; m < 2; m++)
        {
            double limit = flow.Output[^1][m], order = Math.Log2((coarse[m] - limit) / (fine[m] - limit)), extrapolated = (2 * fine[m]) - coarse[m];
            output.WriteLine($"f_{m}: flow {limit:F7}, steps {coarse[m]:F7} {fine[m]:F7}, extrapolated {extrapolated:F7}, order {order:F3}");
            Assert.InRange(order, 0.9, 1.1);
            Assert.InRange(Math.Abs(extrapolated - limit), 0, 0.05 * Math.Abs(fine[m] - limit));
        }

        double[] Descend(int perInterval)
        {
            NaiveNetwork naive = Naive(options with { LearningRate = options.LearningRate / perInterval }, set, matrix);
            for (int step = 0; step < Intervals * perInterval; step++)
            {
                naive.Step([0, 1]);
            }

            return naive.Evaluate().Output;
        }
    }

    private static NetworkStreams Streams => new(12, 900, 1);

    /// <summary>Largest difference between the outputs of the program and of a plain network that starts from the matrix which the program revealed.</summary>
    private double Error(double tolerance)
    {
        NetworkOptions options = Options(tolerance);
        TrainingSet set = Set();
        using RevealedGaussian<double> matrix = Matrix(options, set);
        TrainingTrajectory trajectory = Train(options, set, matrix, out _);
        NaiveNetwork naive = Naive(options, set, matrix);
        double error = 0;
        for (int step = 0; step <= Steps; step++)
        {
            double[] expected = naive.Evaluate().Output;
            error = Math.Max(error, expected.Zip(trajectory.Output[step], (a, b) => Math.Abs(a - b)).Max());
            naive.Step([0, 1]);
        }

        output.WriteLine($"tolerance {tolerance:E0}: {matrix.RightRecord.Rank} + {matrix.LeftRecord.Rank} directions of {matrix.RightRecord.Count + matrix.LeftRecord.Count} queries, left out {matrix.RightRecord.LargestLeftOut:E1}, {matrix.LeftRecord.LargestLeftOut:E1}; outputs off by {error:E1}");
        Assert.True(trajectory.Loss[^1] < 0.2 * trajectory.Loss[0]);
        Assert.InRange(matrix.RightRecord.LargestLeftOut, 0.01 * tolerance, tolerance);
        return error;
    }

    private static NetworkOptions Options(double tolerance) => new()
    {
        Depth = 2, Activation = ActivationKind.Tanh, LearningRate = 3.0 / Steps, OutputScale = 4, HiddenScale = 1, Steps = Steps, Width = Width, RankTolerance = tolerance,
    };

    private static TrainingSet Set()
    {
        DenseMatrix<double> gram = DenseMatrix<double>.FromArray(new[,] { { 1, 0.3 }, { 0.3, 1 } });
        return new TrainingSet(gram, Targets);
    }

    private static RevealedGaussian<double> Matrix(NetworkOptions options, TrainingSet set, int steps = Steps)
    {
        var sites = new IndependentSites<double>(ShardExecutor.Sequential);
        var shards = new RowShards(options.Width);
        var wanted = new GaussianOptions(shards, shards, 1, set.ForwardQueries(steps), set.BackwardQueries(steps), Streams.Right(1), Streams.Left(1)) { RankTolerance = options.RankTolerance, FewDirections = true };
        return new RevealedGaussian<double>(wanted, sites, sites, ShardExecutor.Sequential);
    }

    private static TrainingTrajectory Train(NetworkOptions options, TrainingSet set, RevealedGaussian<double> matrix, out LowRankPlus<double> trained)
    {
        ISiteSource<double>[] sites = [.. Enumerable.Range(0, 2).Select(_ => new IndependentSites<double>(ShardExecutor.Sequential))];
        trained = new LowRankPlus<double>(matrix);
        using var network = new NonlinearNetwork<double>(options, set, [trained], sites, Streams, ShardExecutor.Sequential);
        return network.Train();
    }

    /// <summary>A = U Y^T + X V^T - U H V^T + (1 - U U^T) G (1 - V V^T), G Gaussian of its own: one of the matrices that give all the answers that were given, and no answer to what was left out is zero.</summary>
    private static NaiveNetwork Naive(NetworkOptions options, TrainingSet set, RevealedGaussian<double> matrix)
    {
        double[,] initial = Remainder(matrix);
        using DenseMatrix<double> u = PanelCopies.ToDense(matrix.LeftSide.Basis), y = PanelCopies.ToDense(matrix.LeftSide.Products);
        using DenseMatrix<double> v = PanelCopies.ToDense(matrix.RightSide.Basis), x = PanelCopies.ToDense(matrix.RightSide.Products);
        using DenseMatrix<double> h = matrix.CrossProduct;
        for (int b = 0; b < u.Columns; b++)
        {
            // Row b of Y^T - H V^T.
            var row = new double[Width];
            for (int j = 0; j < Width; j++)
            {
                row[j] = y[j, b];
                for (int a = 0; a < v.Columns; a++)
                {
                    row[j] -= h[b, a] * v[j, a];
                }
            }

            AddOuter(initial, u.Column(b), row);
        }

        for (int a = 0; a < v.Columns; a++)
        {
            AddOuter(initial, x.Column(a), v.Column(a));
        }

        double[] factor = [set.InputFactor[0, 0], set.InputFactor[1, 0], set.InputFactor[1, 1]];
        var first = new double[Width, 2];
        for (int i = 0; i < Width; i++)
        {
            first[i, 0] = GaussianFill.GaussianAt(Streams.FirstLayer, 0, i);
            first[i, 1] = GaussianFill.GaussianAt(Streams.FirstLayer, 1, i);
        }

        return new NaiveNetwork
        {
            Activation = options.Activation,
            Inputs = [[Math.Sqrt(2) * factor[0], 0], [Math.Sqrt(2) * factor[1], Math.Sqrt(2) * factor[2]]],
            Targets = Targets,
            LearningRate = options.LearningRate,
            OutputScale = options.OutputScale,
            First = first,
            Hidden = [NetworkCase.Scaled(initial, Math.Sqrt(Width))],
            Readout = [.. Enumerable.Range(0, Width).Select(i => GaussianFill.GaussianAt(Streams.Readout, 0, i))],
        };
    }

    /// <summary>(1 - U U^T) G (1 - V V^T).</summary>
    private static double[,] Remainder(RevealedGaussian<double> matrix)
    {
        var remainder = new double[Width, Width];
        for (int i = 0; i < Width; i++)
        {
            for (int j = 0; j < Width; j++)
            {
                remainder[i, j] = GaussianFill.GaussianAt(new NetworkStreams(13, 901, 1).Right(1), (uint)j, i) / Math.Sqrt(Width);
            }
        }

        using DenseMatrix<double> u = PanelCopies.ToDense(matrix.LeftSide.Basis), v = PanelCopies.ToDense(matrix.RightSide.Basis);
        for (int b = 0; b < u.Columns; b++)
        {
            double[] along = [.. Enumerable.Range(0, Width).Select(j => -Enumerable.Range(0, Width).Sum(i => u[i, b] * remainder[i, j]))];
            AddOuter(remainder, u.Column(b), along);
        }

        for (int a = 0; a < v.Columns; a++)
        {
            double[] along = [.. Enumerable.Range(0, Width).Select(i => -Enumerable.Range(0, Width).Sum(j => remainder[i, j] * v[j, a]))];
            AddOuter(remainder, along, v.Column(a));
        }

        return remainder;
    }

    private static void AddOuter(double[,] matrix, ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; j < right.Length; j++)
            {
                matrix[i, j] += left[i] * right[j];
            }
        }
    }
}
