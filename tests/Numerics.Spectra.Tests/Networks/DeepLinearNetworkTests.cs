using MathNet.Numerics.LinearAlgebra;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Distributed;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Observables;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>The vector form against plain gradient descent on raw weights.</summary>
public sealed class DeepLinearNetworkTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public static TheoryData<int, string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, string, bool, bool>();
            foreach (int depth in (int[])[1, 2, 3])
            {
                foreach (string batch in (string[])["full", "fraction", "onePass"])
                {
                    cases.Add(depth, batch, false, depth == 3);
                    cases.Add(depth, batch, true, depth != 3);
                }
            }

            return cases;
        }
    }

    public void Dispose() => lapack.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vector_form_is_gradient_descent_on_raw_weights(int depth, string batch, bool optimizer, bool modes)
    {
        DeepLinearCase problem = Problem(depth, batch, optimizer, modes);
        using DeepLinearNetwork<double> network = problem.Network(new StoredGaussians<double>(lapack, ShardExecutor.Sequential));
        NaiveDeepLinear naive = problem.Naive(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)));
        DeepLinearTrajectory trajectory = network.Train();
        StoredSpectrum[] spectra = [.. network.Matrices.Select((m, l) => StoredSpectrum.Of(lapack, m, trajectory.Marks[l], problem.Model.Optimizer))];
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
    [InlineData(1, "full", true)]
    [InlineData(2, "fraction", false)]
    [InlineData(3, "full", true)]
    public void Revealed_training_is_gradient_descent_from_the_matrices_that_were_revealed(int depth, string batch, bool optimizer)
    {
        DeepLinearCase problem = Problem(depth, batch, optimizer, modes: true);
        using DeepLinearNetwork<double> network = problem.Network(new RevealedGaussians<double>(ShardExecutor.Sequential));
        DeepLinearTrajectory trajectory = network.Train();
        NaiveDeepLinear naive = problem.Naive(network.Matrices.Select(m => DeepLinearCase.Initial(m.Gaussian)));
        var source = (FixedSampleGradient<double>)network.Source;
        Matrix<double> inputs = problem.Coloured(DeepLinearCase.Initial(source.Sample.Inputs) * Math.Sqrt(DeepLinearCase.Dimension));
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

    private static DeepLinearCase Problem(int depth, string batch, bool optimizer, bool modes)
    {
        BatchSampling sampling = batch switch
        {
            "onePass" => new BatchSampling.OnePass(2),
            "fraction" => new BatchSampling.Fraction(0.6),
            _ => BatchSampling.Full,
        };
        return new DeepLinearCase(depth, sampling, optimizer, modes ? CovarianceSpectrum.OfEigenvalues([1.6, 0.9, 0.5, 0]) : null);
    }
}
