using MathNet.Numerics.LinearAlgebra;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;

namespace Numerics.Spectra.Tests.Support;

/// <summary>A deep linear network as the program trains it, in vectors, against plain gradient descent on raw weights from the same numbers.</summary>
internal static class VectorForm
{
    private const int Samples = 60;

    /// <summary>Largest difference of losses and weights over the run; the plain network is trained by it.</summary>
    public static double Distance(Lapack lapack, DeepLinearCase problem, DeepLinearNetwork<double> network, DeepLinearTrajectory trajectory, INaiveNetwork naive)
    {
        Matrix<double> x = problem.Inputs(Samples, problem.Model.Depth + 1);
        Vector<double> noise = problem.Noise(Samples, 0);
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

    /// <summary>The run must have moved: a loss that stays would make a comparison idle.</summary>
    public static void AssertMoved(DeepLinearTrajectory trajectory) =>
        Assert.True(Math.Abs(trajectory.TestLoss[^1] - trajectory.TestLoss[0]) > 0.1, $"{trajectory.TestLoss[0]} to {trajectory.TestLoss[^1]}");

    /// <summary>Test losses of revealed training are those of gradient descent from the matrices that were revealed.</summary>
    public static void AssertRevealedTraining(DeepLinearCase problem, Func<IEnumerable<Matrix<double>>, INaiveNetwork> plain)
    {
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Revealed, null, ShardExecutor.Sequential));
        DeepLinearTrajectory trajectory = network.Train();
        INaiveNetwork naive = plain(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)));
        var source = (FixedSampleGradient<double>)network.Source;
        Matrix<double> inputs = DeepLinearCase.Initial(source.TrainingSamples.Inputs) * Math.Sqrt(DeepLinearCase.Dimension);
        for (int step = 0; step <= problem.Model.Steps; step++)
        {
            Assert.Equal(naive.TestLoss(), trajectory.TestLoss[step], 1e-11);
            naive.Step(inputs, problem.Noise(Samples, 0), step < problem.Model.Steps ? problem.Schedule[step] : 0);
        }
    }

    /// <summary>The largest eigenvalue of the tangent kernel on the training set after five steps is that of the gradients of the raw network.</summary>
    public static void AssertLargestKernelEigenvalue(Lapack lapack, DeepLinearCase problem, Func<IEnumerable<Matrix<double>>, INaiveNetwork> plain)
    {
        using DeepLinearNetwork<double> network = problem.Network(new GaussianFactory<double>(MatrixKind.Stored, lapack, ShardExecutor.Sequential), Samples);
        INaiveNetwork naive = plain(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)));
        DeepLinearTrajectory trajectory = network.Train();
        Matrix<double> x = problem.Inputs(Samples, problem.Model.Depth + 1);
        for (int step = 0; step < 5; step++)
        {
            naive.Step(x, problem.Noise(Samples, 0), 1);
        }

        using var kernel = new NetworkTangentKernel<double>(network, trajectory, TangentKernelInputs.TrainingSet, ShardExecutor.Sequential, Samples);
        double top = kernel.Largest(lapack, 5, 1, new SymmetricLanczosOptions { Tolerance = 1e-12, MaximumSteps = Samples }).Values[0];
        Assert.Equal(naive.TangentKernel(x).Evd().EigenValues.Max(value => value.Real) / x.RowCount, top, 1e-8 * top);
    }
}
