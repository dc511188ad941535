using MathNet.Numerics.LinearAlgebra;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>The vector form against plain gradient descent on raw weights.</summary>
public sealed class DeepLinearNetworkTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public static TheoryData<int, string, bool, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, string, bool, bool, bool>();
            foreach (int depth in (int[])[1, 2, 3])
            {
                foreach (string batch in (string[])["full", "fraction", "onePass"])
                {
                    cases.Add(depth, batch, false, depth == 3, false);
                    cases.Add(depth, batch, true, depth != 3, false);
                    cases.Add(depth, batch, true, depth == 3, true);
                }
            }

            return cases;
        }
    }

    public void Dispose() => lapack.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vector_form_is_gradient_descent_on_raw_weights(int depth, string batch, bool optimizer, bool modes, bool conventions)
    {
        DeepLinearCase problem = Problem(depth, batch, optimizer, modes, conventions);
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Stored, lapack, ShardExecutor.Sequential));
        NaiveDeepLinear naive = problem.Naive(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)));
        DeepLinearTrajectory trajectory = network.Train();
        StoredSpectrum[] spectra = [.. network.Matrices.Select((m, l) => StoredSpectrum.Of(lapack, (StoredGaussian<double>)m.Gaussian, m.Spikes, trajectory.Marks[l], problem.Model.Optimizer))];
        for (int step = 0; step <= problem.Model.Steps; step++)
        {
            (Matrix<double> x, Vector<double> noise, Vector<double> mask) = Sample(problem, batch, step);
            Assert.Equal(naive.TestLoss(), trajectory.TestLoss[step], 1e-12);
            Vector<double> residuals = naive.Residuals(x, noise);
            Assert.Equal((residuals * residuals) / x.RowCount, trajectory.TrainLoss[step], 1e-12);
            for (int layer = 0; layer < depth; layer++)
            {
                using DenseMatrix<double> matrix = spectra[layer].Matrix(step);
                Matrix<double> expected = naive.Weights[layer] / Math.Sqrt(matrix.Columns);
                Matrix<double> actual = Matrix<double>.Build.DenseOfArray(NetworkCase.ToArray(matrix));
                Assert.InRange((expected - actual).Enumerate().Max(Math.Abs), 0, 1e-12);
            }

            if (step < problem.Model.Steps)
            {
                naive.Step(x, noise, mask, problem.Schedule[step]);
            }
        }

        // The run must have moved: a loss that stays would make the comparison idle.
        Assert.True(Math.Abs(trajectory.TestLoss[^1] - trajectory.TestLoss[0]) > 0.1, $"{trajectory.TestLoss[0]} to {trajectory.TestLoss[^1]}");
    }

    [Theory]
    [InlineData(1, "full", true, false)]
    [InlineData(2, "fraction", false, false)]
    [InlineData(2, "full", true, true)]
    [InlineData(3, "full", true, false)]
    public void Revealed_training_is_gradient_descent_from_the_matrices_that_were_revealed(int depth, string batch, bool optimizer, bool conventions)
    {
        DeepLinearCase problem = Problem(depth, batch, optimizer, modes: true, conventions);
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential));
        DeepLinearTrajectory trajectory = network.Train();
        NaiveDeepLinear naive = problem.Naive(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)));
        var source = (FixedSampleGradient<double>)network.Source;
        Matrix<double> inputs = problem.Coloured(DeepLinearCase.Initial(source.TrainingSamples.Inputs) * Math.Sqrt(DeepLinearCase.Dimension));
        for (int step = 0; step <= problem.Model.Steps; step++)
        {
            (_, Vector<double> noise, Vector<double> mask) = Sample(problem, batch, step);
            Assert.Equal(naive.TestLoss(), trajectory.TestLoss[step], 1e-11);
            Vector<double> residuals = naive.Residuals(inputs, noise);
            Assert.Equal((residuals * residuals) / inputs.RowCount, trajectory.TrainLoss[step], 1e-11);
            if (step < problem.Model.Steps)
            {
                naive.Step(inputs, noise, mask, problem.Schedule[step]);
            }
        }
    }

    [Fact]
    public void Population_gradient_is_the_limit_of_the_definition()
    {
        // dLoss/dW of (1/2) E (y - f)^2: the naive network on 2 D inputs +-sqrt(D lambda_i) e_i with the noise left out, whose second moment is Sigma exactly.
        DeepLinearCase problem = Problem(2, "population", optimizer: true, modes: true);
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Stored, lapack, ShardExecutor.Sequential));
        NaiveDeepLinear naive = problem.Naive(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)));
        DeepLinearTrajectory trajectory = network.Train();
        const int D = 40;
        Matrix<double> inputs = Matrix<double>.Build.Dense(2 * D, D, (mu, i) => mu / 2 == i ? ((2 * (mu % 2)) - 1) * Math.Sqrt(D * problem.Covariance[i]) : 0);
        for (int step = 0; step <= problem.Model.Steps; step++)
        {
            Assert.Equal(naive.TestLoss(), trajectory.TestLoss[step], 1e-12);
            Assert.Equal(naive.TestLoss() + (problem.Model.LabelNoise * problem.Model.LabelNoise), trajectory.TrainLoss[step], 1e-12);
            if (step < problem.Model.Steps)
            {
                naive.Step(inputs, Vector<double>.Build.Dense(2 * D), Vector<double>.Build.Dense(2 * D, 1), problem.Schedule[step]);
            }
        }
    }

    [Theory]
    [InlineData("full")]
    [InlineData("fraction")]
    [InlineData("onePass")]
    public void Threads_do_not_change_a_bit(string batch)
    {
        DeepLinearModel model = Problem(2, batch, optimizer: true, modes: true).Model;
        double[] one = Train<float>(model, 1), two = Train<float>(model, 2), wide = Train<double>(model, 2);
        Assert.Equal(one, two);
        Assert.True(one[^1] < 0.9 * one[0]);

        // Single and double precision draw different numbers of one law: at D = 40,000 losses scatter by a percent.
        Assert.Equal(1, one[^1] / wide[^1], 0.1);
    }

    [Fact]
    public void Order_parameters_and_memory_are_what_the_vectors_say()
    {
        DeepLinearCase problem = Problem(2, "full", optimizer: true, modes: false);
        using DeepLinearNetwork<float> network = new(
            problem.Model, 40_000, new GaussianFactory<float>(MatrixKind.Revealed, null, ShardExecutor.Sequential), problem.Streams);
        DeepLinearTrajectory trajectory = network.Train();
        Assert.Equal(trajectory.GradientPowers[5][0], network.GradientCorrelation(1, 5, 5), 1e-4);
        Assert.Equal(trajectory.GradientPowers[7][1], network.GradientCorrelation(2, 7, 7), 1e-4);
        Assert.Equal(trajectory.FeaturePowers[3][1], network.FeatureCorrelation(1, 3, 3), 1e-4);
        Assert.InRange(Math.Abs(network.FeatureCorrelation(0, 2, 3)), 0.1, Math.Sqrt(trajectory.FeaturePowers[2][0] * trajectory.FeaturePowers[3][0]));

        // Every direction that was asked, with its product, and nothing else of this size: three matrices of 15 queries.
        var gaussians = network.Matrices.Select(m => m.Gaussian).Append(network.Source.TrainingSamples!.Inputs).Cast<RevealedGaussian<float>>();
        double held = gaussians.Sum(g => 4.0 * (g.Rows + g.Columns) * (g.LeftSide.Rank + g.RightSide.Rank));
        var cost = new DeepLinearCost(problem.Model, 40_000, new DeepLinearMeasurements(), MatrixKind.Revealed, elementBytes: 4);
        Assert.InRange(cost.StateBytes, held, 1.5 * held);
        Assert.InRange(new DeepLinearCost(problem.Model, 40_000, new DeepLinearMeasurements(), MatrixKind.Stored, elementBytes: 8).StateBytes, 3.6e10, 3.8e10);

        DeepLinearModel million = problem.Model with { WidthRatio = 1, SampleRatio = 1, Optimizer = new OptimizerMemory(20) };
        Assert.InRange(new DeepLinearCost(million, 1_000_000, new DeepLinearMeasurements { SpectrumSteps = [20], KernelSteps = [4, 8, 20] }, MatrixKind.Revealed, 4).StateBytes, 1e9, 2.4e10);
    }

    [Fact]
    public void Divergence_is_noticed_and_named_also_when_it_overflows()
    {
        DeepLinearModel wild = Problem(3, "full", optimizer: false, modes: false).Model with { LearningRate = 3, DivergenceFactor = 100 };
        foreach (double rate in (double[])[3, 1e12])
        {
            foreach (GaussianFactory<float> factory in (GaussianFactory<float>[])
                [new GaussianFactory<float>(MatrixKind.Stored, lapack, ShardExecutor.Sequential), new GaussianFactory<float>(MatrixKind.Revealed, null, ShardExecutor.Sequential)])
            {
                using var network = new DeepLinearNetwork<float>(wild with { LearningRate = rate }, 40, factory, new(1, 901, 1));
                DeepLinearTrajectory trajectory = network.Train();
                int step = Assert.NotNull(trajectory.DivergedAt);
                Assert.InRange(step, 1, wild.Steps);
                Assert.Equal(step - 1, trajectory.LastStep);
                Assert.False(trajectory.TrainLoss[step] <= 100 * trajectory.TrainLoss[0]);
                Assert.All(trajectory.TrainLoss.Take(step), loss => Assert.True(loss <= 100 * trajectory.TrainLoss[0]));

                // What was before the divergence is still observed, also after vectors overflowed.
                var measurements = new DeepLinearMeasurements { SpectrumSteps = [.. Enumerable.Range(0, 8)], KernelSteps = [0], Kernel = new() { MaximumSteps = 4 } };
                DeepLinearObservation seen = DeepLinearSimulation.Run(
                    lapack, wild with { LearningRate = rate }, 40, factory, new(1, 901, 1), measurements);
                Assert.Equal(step, seen.Trajectory.DivergedAt);
                Assert.Equal(3 * step, seen.Singular.Count);
                Assert.All(seen.Singular.Values, top => Assert.InRange(top.Values[0], 0.5, 1e15));
                Assert.InRange(seen.Model.LearningRate * seen.Kernel[0].Values[0], rate * 0.1, rate * 1e3);
            }
        }
    }

    [Fact]
    public void Bad_sizes_are_refused()
    {
        DeepLinearModel model = Problem(2, "full", optimizer: false, modes: false).Model;
        var factory = new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential);
        Assert.Throws<ArgumentException>(() => new DeepLinearNetwork<double>(model with { InitialScales = [1, 1] }, 40, factory, new(1, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearSizes.Of(model with { WidthRatio = 0.001 }, 40));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearSizes.Of(model with { SampleRatio = 1e9 }, 40));
        Assert.Throws<ArgumentException>(() => new DeepLinearNetwork<double>(model, 15, factory, new(1, 1, 1)));
        Assert.Equal(new DeepLinearSizes(41, 31, 62, 0), DeepLinearSizes.Of(model, 41));
        Assert.Equal(31.0 / 41, DeepLinearSizes.Of(model, 41).Exact(model).WidthRatio, 1e-15);
    }

    /// <summary>Test losses first and last, with everything else between that a run gives, at D = 40,000: three shards of inputs, two of neurons, four of samples.</summary>
    private double[] Train<T>(DeepLinearModel model, int threads)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var executor = new ShardExecutor(threads);
        using var network = new DeepLinearNetwork<T>(model, 40_000, new GaussianFactory<T>(MatrixKind.Revealed, null, executor), new NetworkStreams(3, 901, 0), 12);
        DeepLinearTrajectory trajectory = network.Train();
        TangentKernelInputs inputs = model.Batch is BatchSampling.OnePass ? TangentKernelInputs.Population : TangentKernelInputs.TrainingSet;
        using var kernel = new NetworkTangentKernel<T>(network, trajectory, inputs, executor, 12);
        double top = kernel.Largest(lapack, model.Steps, 1, new() { MaximumSteps = 12 }).Values[0];
        return [trajectory.TestLoss[0], top, .. trajectory.GradientPowers.SelectMany(g => g), .. trajectory.TrainLoss, .. trajectory.TestLoss];
    }

    /// <summary>Inputs, label noise and weights of the samples of a step, from the program's addresses.</summary>
    private static (Matrix<double> X, Vector<double> Noise, Vector<double> Mask) Sample(DeepLinearCase problem, string batch, int step)
    {
        int depth = problem.Model.Depth;
        const int Fixed = 60;
        const int Fresh = 80;
        return batch switch
        {
            "onePass" => (problem.Inputs(Fresh, depth + 3 + step), problem.Noise(Fresh, (uint)(step + 1)), Vector<double>.Build.Dense(Fresh, 1)),
            "fraction" => (problem.Inputs(Fixed, depth + 1), problem.Noise(Fixed, 0), Vector<double>.Build.Dense(Fixed, mu =>
                UniformFill.UniformAt(problem.Streams.Selection(depth + 1), (uint)step, mu) < 0.6 ? 1 / 0.6 : 0)),
            _ => (problem.Inputs(Fixed, depth + 1), problem.Noise(Fixed, 0), Vector<double>.Build.Dense(Fixed, 1)),
        };
    }

    private static DeepLinearCase Problem(int depth, string batch, bool optimizer, bool modes, bool conventions = false)
    {
        BatchSampling sampling = batch switch
        {
            "onePass" => new BatchSampling.OnePass(2),
            "population" => new BatchSampling.OnePass(double.PositiveInfinity),
            "fraction" => new BatchSampling.Fraction(0.6),
            _ => BatchSampling.Full,
        };
        return new DeepLinearCase(
            depth,
            sampling,
            optimizer,
            modes ? CovarianceSpectrum.OfEigenvalues([1.6, 0.9, 0.5, 0]) : null,
            conventions ? new LearningRateFactors(0.6, [.. Enumerable.Range(0, depth - 1).Select(l => 1.7 - (0.8 * l))], 1.3) : null,
            conventions);
    }
}
