using MathNet.Numerics.LinearAlgebra;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>The tangent kernel as an operation against the Gram matrix of the gradients of all outputs with respect to all raw weights.</summary>
public sealed class NetworkTangentKernelTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, true, false)]
    [InlineData(2, true, true)]
    [InlineData(3, false, false)]
    public void Largest_eigenvalues_are_those_of_the_gradients_of_the_raw_network(int depth, bool optimizer, bool conventions)
    {
        var problem = new DeepLinearCase(
            depth, BatchSampling.Full, optimizer, CovarianceSpectrum.OfEigenvalues([1.6, 0.9, 0.5, 0.2]), conventions ? new LearningRateFactors(0.4, [2], 0.7) : null, conventions);
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Stored, lapack, ShardExecutor.Sequential), kernelQueries: 300);
        NaiveDeepLinear naive = problem.Naive(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)));
        DeepLinearTrajectory trajectory = network.Train();
        using var training = new NetworkTangentKernel<double>(network, trajectory, TangentKernelInputs.TrainingSet, ShardExecutor.Sequential, 0);
        using var population = new NetworkTangentKernel<double>(network, trajectory, TangentKernelInputs.Population, ShardExecutor.Sequential, 0);
        using var fresh = new NetworkTangentKernel<double>(network, trajectory, TangentKernelInputs.FreshSample, ShardExecutor.Sequential, 100);
        const int Samples = 60;
        var exact = new SymmetricLanczosOptions { Tolerance = 1e-9, MaximumSteps = 60 };
        Vector<double> noise = problem.Noise(Samples, 0), all = Vector<double>.Build.Dense(Samples, 1);
        Matrix<double> x = problem.Inputs(Samples, depth + 1);
        Matrix<double> root = Matrix<double>.Build.DenseOfDiagonalVector((problem.Covariance * DeepLinearCase.Dimension).PointwiseSqrt());
        for (int step = 0; step <= problem.Model.Steps; step++)
        {
            if (step is 0 or 4)
            {
                Check(naive.TangentKernel(x) / Samples, training.Largest(lapack, step, 2, exact));

                // Orthogonal inputs of second moment Sigma stand for the population: (1/D) sum x x^T = Sigma.
                Check(naive.TangentKernel(root) / DeepLinearCase.Dimension, population.Largest(lapack, step, 2, exact));
            }

            if (step == problem.Model.Steps)
            {
                Check(naive.TangentKernel(problem.Inputs(Samples, depth + 2)) / Samples, fresh.Largest(lapack, step, 2, exact));
                break;
            }

            naive.Step(x, noise, all, problem.Schedule[step]);
        }
    }

    [Fact]
    public void Revealed_kernel_is_that_of_the_matrices_that_were_revealed_also_at_a_step_of_the_past()
    {
        var problem = new DeepLinearCase(2, BatchSampling.Full, optimizer: true);
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential), kernelQueries: 5);
        DeepLinearTrajectory trajectory = network.Train();
        using var kernel = new NetworkTangentKernel<double>(network, trajectory, TangentKernelInputs.TrainingSet, ShardExecutor.Sequential, 0);
        LeadingEigenvalues found = kernel.Largest(lapack, 3, 1, new SymmetricLanczosOptions { MaximumSteps = 5, Tolerance = 0 });

        // The matrices that were revealed, trained plainly, have a kernel whose restriction to the same Krylov space has the same largest value.
        NaiveDeepLinear naive = problem.Naive(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)));
        var source = (FixedSampleGradient<double>)network.Source;
        Matrix<double> x = DeepLinearCase.Initial(source.TrainingSamples.Inputs) * Math.Sqrt(DeepLinearCase.Dimension);
        Vector<double> noise = problem.Noise(x.RowCount, 0);
        for (int step = 0; step < 3; step++)
        {
            naive.Step(x, noise, Vector<double>.Build.Dense(x.RowCount, 1), problem.Schedule[step]);
        }

        Matrix<double> k = naive.TangentKernel(x) / x.RowCount;
        var krylov = new List<Vector<double>> { naive.Residuals(x, noise).Normalize(2) };
        while (krylov.Count < 5)
        {
            Vector<double> next = k * krylov[^1];
            krylov.ForEach(q => next -= (q * next) * q);
            krylov.ForEach(q => next -= (q * next) * q);
            krylov.Add(next.Normalize(2));
        }

        Matrix<double> basis = Matrix<double>.Build.DenseOfColumnVectors(krylov);
        Assert.Equal((basis.Transpose() * k * basis).Evd(Symmetricity.Symmetric).EigenValues.Max(value => value.Real), found.Values[0], 1e-9);
    }

    [Fact]
    public void Samples_that_do_not_exist_are_refused()
    {
        var problem = new DeepLinearCase(1, new BatchSampling.OnePass(double.PositiveInfinity), optimizer: false);
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential));
        DeepLinearTrajectory trajectory = network.Train();
        Assert.Throws<ArgumentException>(() => new NetworkTangentKernel<double>(network, trajectory, TangentKernelInputs.TrainingSet, ShardExecutor.Sequential, 0));
        Assert.Throws<ArgumentException>(() => new NetworkTangentKernel<double>(network, trajectory, TangentKernelInputs.FreshSample, ShardExecutor.Sequential, 0));
    }

    private static void Check(Matrix<double> kernel, LeadingEigenvalues found)
    {
        double[] values = [.. kernel.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending()];
        Assert.Equal(Outcome.Ok, found.Outcome);
        Assert.Equal(values[0], found.Values[0], 1e-9 * values[0]);
        Assert.Equal(values[1], found.Values[1], 1e-9 * values[0]);
    }
}
