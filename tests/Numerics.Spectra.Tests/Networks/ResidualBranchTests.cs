using MathNet.Numerics.LinearAlgebra;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
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
        Assert.InRange(Distance(problem, network, trajectory, problem.NaiveResidual(initial, Scale)), 0, 1e-12);
        Assert.InRange(Distance(problem, network, trajectory, problem.NaiveResidual(initial, Scale, gradientWithoutBranch: depth - 1)), 1e-3, 1e3);
        Assert.InRange(Distance(problem, network, trajectory, problem.NaiveResidual(initial, Scale * Math.Sqrt(depth / (depth - 1.0)))), 1e-3, 1e3);

        // The run must have moved: a loss that stays would make the comparison idle.
        Assert.True(Math.Abs(trajectory.TestLoss[^1] - trajectory.TestLoss[0]) > 0.1, $"{trajectory.TestLoss[0]} to {trajectory.TestLoss[^1]}");
    }

    [Fact]
    public void Revealed_training_is_gradient_descent_from_the_matrices_that_were_revealed()
    {
        DeepLinearCase problem = Problem(3, optimizer: true);
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential));
        DeepLinearTrajectory trajectory = network.Train();
        NaiveResidual naive = problem.NaiveResidual(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)), Scale);
        var source = (FixedSampleGradient<double>)network.Source;
        Matrix<double> inputs = DeepLinearCase.Initial(source.TrainingSamples.Inputs) * Math.Sqrt(DeepLinearCase.Dimension);
        for (int step = 0; step <= problem.Model.Steps; step++)
        {
            Assert.Equal(naive.TestLoss(), trajectory.TestLoss[step], 1e-11);
            naive.Step(inputs, problem.Noise(60, 0), step < problem.Model.Steps ? problem.Schedule[step] : 0);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Largest_eigenvalue_of_the_kernel_is_that_of_the_gradients_of_the_raw_network(int depth)
    {
        DeepLinearCase problem = Problem(depth, optimizer: false);
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Stored, lapack, ShardExecutor.Sequential), 60);
        NaiveResidual naive = problem.NaiveResidual(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)), Scale);
        DeepLinearTrajectory trajectory = network.Train();
        Matrix<double> x = problem.Inputs(60, depth + 1);
        for (int step = 0; step < 5; step++)
        {
            naive.Step(x, problem.Noise(60, 0), 1);
        }

        using var kernel = new NetworkTangentKernel<double>(network, trajectory, TangentKernelInputs.TrainingSet, ShardExecutor.Sequential, 60);
        double top = kernel.Largest(lapack, 5, 1, new SymmetricLanczosOptions { Tolerance = 1e-12, MaximumSteps = 60 }).Values[0];
        Assert.Equal(naive.TangentKernel(x).Evd().EigenValues.Max(value => value.Real) / x.RowCount, top, 1e-8 * top);
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

    /// <summary>Largest difference of losses and weights over the run.</summary>
    private double Distance(DeepLinearCase problem, DeepLinearNetwork<double> network, DeepLinearTrajectory trajectory, NaiveResidual naive)
    {
        Matrix<double> x = problem.Inputs(60, problem.Model.Depth + 1);
        Vector<double> noise = problem.Noise(60, 0);
        StoredSpectrum[] spectra = [.. network.Matrices.Select((m, l) => StoredSpectrum.Of(lapack, (StoredGaussian<double>)m.Gaussian, m.Spikes, trajectory.Marks[l], problem.Model.Optimizer))];
        double largest = 0;
        for (int step = 0; step <= problem.Model.Steps; step++)
        {
            largest = Math.Max(largest, Math.Abs(naive.TestLoss() - trajectory.TestLoss[step]));
            Vector<double> residuals = naive.Residuals(x, noise);
            largest = Math.Max(largest, Math.Abs((residuals * residuals / x.RowCount) - trajectory.TrainLoss[step]));
            for (int layer = 0; layer < problem.Model.Depth; layer++)
            {
                using DenseMatrix<double> matrix = spectra[layer].Matrix(step);
                Matrix<double> difference = (naive.Weights[layer] / Math.Sqrt(matrix.Columns)) - Matrix<double>.Build.DenseOfArray(NetworkCase.ToArray(matrix));
                largest = Math.Max(largest, difference.Enumerate().Max(Math.Abs));
            }

            naive.Step(x, noise, step < problem.Model.Steps ? problem.Schedule[step] : 0);
        }

        return largest;
    }

    private static DeepLinearCase Problem(int depth, bool optimizer)
    {
        var plain = new DeepLinearCase(depth, BatchSampling.Full, optimizer);
        return new DeepLinearCase(depth, BatchSampling.Full, optimizer) { Model = plain.Model with { ResidualScale = Scale, LearningRate = 0.05 } };
    }
}
