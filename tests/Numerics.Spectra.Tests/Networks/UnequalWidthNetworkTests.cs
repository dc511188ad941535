using MathNet.Numerics.LinearAlgebra;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Deep linear networks whose hidden layers have different widths, in vector form, against plain gradient descent on raw weights.</summary>
public sealed class UnequalWidthNetworkTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Vector_form_is_gradient_descent_on_raw_weights_and_that_of_another_readout_scale_is_not(int depth, bool optimizer)
    {
        DeepLinearCase problem = Problem(depth, optimizer);
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Stored, lapack, ShardExecutor.Sequential));
        Matrix<double>[] initial = [.. network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian))];
        long[] widths = [DeepLinearCase.Dimension, .. network.Sizes.HiddenWidths];
        Assert.Equal([.. Widths(depth).Select(width => (long)Math.Round(30 * width))], network.Sizes.HiddenWidths);
        Assert.All(initial, (matrix, l) => Assert.Equal((widths[l + 1], widths[l]), (matrix.RowCount, matrix.ColumnCount)));
        DeepLinearTrajectory trajectory = network.Train();
        Assert.InRange(VectorForm.Distance(lapack, problem, network, trajectory, problem.Naive(initial)), 0, 1e-12);

        // gamma of the reference width in place of that of the last layer.
        NaiveDeepLinear right = problem.Naive(initial);
        double factor = problem.Model.Parameterization == Parameterization.MuP ? Math.Sqrt(Widths(depth)[^1]) : 1.02;
        var wrong = new NaiveDeepLinear
        {
            Weights = right.Weights, Target = right.Target, Covariance = right.Covariance, Gamma = right.Gamma / factor, LearningRate = right.LearningRate, Factors = right.Factors,
            Momentum = right.Momentum, Decay = right.Decay,
        };
        Assert.InRange(VectorForm.Distance(lapack, problem, network, trajectory, wrong), 1e-3, 1e3);

        VectorForm.AssertMoved(trajectory);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Revealed_training_is_gradient_descent_from_the_matrices_that_were_revealed(int depth)
    {
        DeepLinearCase problem = Problem(depth, optimizer: true);
        VectorForm.AssertRevealedTraining(problem, problem.Naive);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Largest_eigenvalue_of_the_kernel_is_that_of_the_gradients_of_the_raw_network(int depth)
    {
        DeepLinearCase problem = Problem(depth, optimizer: false);
        VectorForm.AssertLargestKernelEigenvalue(lapack, problem, problem.Naive);
    }

    [Theory]
    [InlineData(MatrixKind.Stored)]
    [InlineData(MatrixKind.Revealed)]
    [InlineData(MatrixKind.Coordinates)]
    public void Equal_hidden_widths_are_the_network_without_them_to_the_bit(MatrixKind kind)
    {
        DeepLinearModel model = new DeepLinearCase(3, BatchSampling.Full, optimizer: true).Model;
        var measurements = new DeepLinearMeasurements { SpectrumSteps = [4, 7], KernelSteps = [3], Kernel = new() { MaximumSteps = 4 } };
        DeepLinearObservation Run(DeepLinearModel of) =>
            DeepLinearSimulation.Run(lapack, of, 80, new GaussianFactory<double>(kind, kind == MatrixKind.Stored ? lapack : null, ShardExecutor.Sequential), new(5, 901, 1), measurements);
        DeepLinearObservation plain = Run(model);
        foreach (DeepLinearModel same in new[] { model with { HiddenWidths = [1, 1, 1] }, model with { WidthRatio = 0.375, HiddenWidths = [2, 2, 2] } })
        {
            DeepLinearObservation seen = Run(same);
            Assert.Equal(plain.Trajectory.TestLoss, seen.Trajectory.TestLoss);
            Assert.Equal(plain.Trajectory.TrainLoss, seen.Trajectory.TrainLoss);
            Assert.Equal(plain.Kernel[3].Values, seen.Kernel[3].Values);
            Assert.All(plain.Singular, pair => Assert.Equal(pair.Value.Values, seen.Singular[pair.Key].Values));
        }

        Assert.NotEqual(plain.Trajectory.TestLoss, Run(model with { HiddenWidths = [1, 0.9, 1] }).Trajectory.TestLoss);
    }

    /// <summary>Mean squares of the gradients at the start, sigma_L^2 times q_l sigma_l^2 for each matrix above, in every kind of matrix; to within four of their standard deviations.</summary>
    [Theory]
    [InlineData(MatrixKind.Revealed)]
    [InlineData(MatrixKind.Coordinates)]
    public void Gradients_grow_with_the_ratio_of_the_widths(MatrixKind kind)
    {
        DeepLinearModel model = Problem(3, optimizer: false).Model;
        using var network = new DeepLinearNetwork<double>(model, 20_000, new GaussianFactory<double>(kind, null, ShardExecutor.Sequential), new(7, 901, 2));
        double[] powers = network.Train().GradientPowers[0];
        double[] widths = Widths(3);
        double expected = Math.Pow(model.InitialScales[3], 2);
        Assert.Equal(expected, powers[2], 0.05 * expected);
        expected *= Math.Pow(model.InitialScales[2], 2) * widths[2] / widths[1];
        Assert.Equal(expected, powers[1], 0.08 * expected);
        expected *= Math.Pow(model.InitialScales[1], 2) * widths[1] / widths[0];
        Assert.Equal(expected, powers[0], 0.1 * expected);
    }

    [Fact]
    public void Widths_that_do_not_fit_are_refused_with_a_sentence()
    {
        DeepLinearModel model = Problem(2, optimizer: false).Model;
        var factory = new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential);
        string Refused(DeepLinearModel wrong) => Assert.ThrowsAny<ArgumentException>(() => new DeepLinearNetwork<double>(wrong, 40, factory, new(1, 1, 1))).Message;
        Assert.Contains("1 hidden widths (2) do not fit depth 2: give 2", Refused(model with { HiddenWidths = [2] }), StringComparison.Ordinal);
        Assert.Contains("not all positive", Refused(model with { HiddenWidths = [2, -1] }), StringComparison.Ordinal);
        Assert.Contains("make them equal, or residualScale 0", Refused(model with { ResidualScale = 1 }), StringComparison.Ordinal);
        Assert.Contains("hidden layer 2 would have 0 elements", Refused(model with { HiddenWidths = [1, 0.01] }), StringComparison.Ordinal);
        Assert.NotNull(new DeepLinearNetwork<double>(model with { HiddenWidths = [2, 2], ResidualScale = 1 }, 40, factory, new(1, 1, 1)).Train());
    }

    [Fact]
    public void Cost_counts_every_layer()
    {
        DeepLinearModel model = Problem(3, optimizer: true).Model with { WidthRatio = 1 };
        var measured = new DeepLinearMeasurements { SpectrumSteps = [7] };
        double Bytes(params double[] widths) => new DeepLinearCost(model with { HiddenWidths = widths }, 4000, measured, MatrixKind.Stored, 8).StateBytes;
        Assert.Equal(Bytes(), Bytes(1, 1, 1));

        // Matrices of 4000 x 4000, 8000 x 4000 and 2000 x 8000 hold 8 bytes an entry; a spectrum needs copies of the largest.
        double entries = 8.0 * ((4000.0 * 4000) + (8000.0 * 4000) + (2000.0 * 8000));
        Assert.InRange(Bytes(1, 2, 0.5) - Bytes(1, 1, 1) - (entries - (3 * 8.0 * 4000 * 4000)), 0, 4 * 8.0 * 4000 * 4000);
    }

    private static double[] Widths(int depth) => depth == 1 ? [1.3] : depth == 2 ? [0.7, 1.4] : [1.2, 0.7, 1.6];

    private static DeepLinearCase Problem(int depth, bool optimizer) => new(depth, BatchSampling.Full, optimizer, widths: Widths(depth));
}
