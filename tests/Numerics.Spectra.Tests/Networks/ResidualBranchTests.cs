using MathNet.Numerics.LinearAlgebra;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Residual branches in vector form against plain gradient descent on raw weights.</summary>
public sealed class ResidualBranchTests : IDisposable
{
    private const double Scale = 1.3;

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(5, false)]
    public void Vector_form_is_gradient_descent_on_raw_weights_and_a_gradient_without_the_branch_is_not(int depth, bool optimizer)
    {
        DeepLinearCase problem = Problem(depth, optimizer);
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Stored, lapack, ShardExecutor.Sequential));
        Matrix<double>[] initial = [.. network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian))];
        DeepLinearTrajectory trajectory = network.Train();
        Assert.InRange(VectorForm.Distance(lapack, problem, network, trajectory, problem.NaiveResidual(initial, Scale)), 0, 1e-12);
        Assert.InRange(VectorForm.Distance(lapack, problem, network, trajectory, problem.NaiveResidual(initial, Scale, gradientWithoutBranch: depth - 1)), 1e-3, 1e3);
        Assert.InRange(VectorForm.Distance(lapack, problem, network, trajectory, problem.NaiveResidual(initial, Scale * Math.Sqrt(depth / (depth - 1.0)))), 1e-3, 1e3);

        VectorForm.AssertMoved(trajectory);
    }

    [Fact]
    public void Revealed_training_is_gradient_descent_from_the_matrices_that_were_revealed()
    {
        DeepLinearCase problem = Problem(3, optimizer: true);
        VectorForm.AssertRevealedTraining(problem, initial => problem.NaiveResidual(initial, Scale));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Largest_eigenvalue_of_the_kernel_is_that_of_the_gradients_of_the_raw_network(int depth)
    {
        DeepLinearCase problem = Problem(depth, optimizer: false);
        VectorForm.AssertLargestKernelEigenvalue(lapack, problem, initial => problem.NaiveResidual(initial, Scale));
    }

    /// <summary>In coordinates all layers share one frame, which the cost knows and which must hold every vector.</summary>
    [Fact]
    public void Coordinates_hold_the_vectors_of_all_layers()
    {
        DeepLinearModel model = Problem(4, optimizer: true).Model with { WidthRatio = 1 };
        var measurements = new DeepLinearMeasurements { SpectrumSteps = [7], KernelSteps = [7], Kernel = new() { MaximumSteps = 4 } };
        var factory = new GaussianFactory<double>(MatrixKind.Coordinates, null, ShardExecutor.Sequential);
        DeepLinearObservation seen = DeepLinearSimulation.Run(lapack, model, 100_000, factory, new(5, 901, 1), measurements);
        Assert.Null(seen.Trajectory.DivergedAt);

        // Mean squares at initialisation, to within four standard deviations, 2/N in square for the readout and at most as much for each branch: sigma_L^2 times 1 + eps^2 sigma_l^2 for each branch above.
        double Branches(int from) => Enumerable.Range(from, 4 - from).Aggregate(1.0, (product, l) => product * (1 + (Scale * Scale / 4 * Math.Pow(model.InitialScales[l], 2))));
        for (int layer = 1; layer <= 4; layer++)
        {
            double expected = Math.Pow(model.InitialScales[4], 2) * Branches(layer);
            Assert.Equal(expected, seen.Trajectory.GradientPowers[0][layer - 1], expected * 4 * Math.Sqrt(2.0 * (5 - layer) / 100_000));
        }

        Assert.InRange(new DeepLinearCost(model, 100_000, measurements, MatrixKind.Coordinates, 8).StateBytes, 1e6, 1e9);
    }

    [Fact]
    public void A_single_hidden_layer_has_no_branches()
    {
        DeepLinearCase problem = Problem(1, optimizer: true);
        var factory = new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential);
        using DeepLinearNetwork<double> with = problem.Network(factory);
        using var without = new DeepLinearNetwork<double>(problem.Model with { ResidualScale = 0 }, DeepLinearCase.Dimension, factory, problem.Streams);
        Assert.Equal(without.Train().TestLoss, with.Train().TestLoss);
    }

    private static DeepLinearCase Problem(int depth, bool optimizer)
    {
        var plain = new DeepLinearCase(depth, BatchSampling.Full, optimizer);
        return new DeepLinearCase(depth, BatchSampling.Full, optimizer) { Model = plain.Model with { ResidualScale = Scale, LearningRate = 0.05 } };
    }
}
