using System.Globalization;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.TangentKernel;

/// <summary>Width dependence of the best and the largest stable learning rate, and of sharpening: tables and limits of docs/deep-linear.md, section 5.</summary>
public sealed class LearningRateTransferTests
{
    private static DeepLinearModel Model(Parameterization parameterization, double widthRatio, double learningRate, int steps = 20, int depth = 2) =>
        DeepLinearSets.Model(depth, widthRatio, 2, parameterization, learningRate, 2, [.. Enumerable.Repeat(0.6, depth + 1)], 0.3, steps);

    private static Parameterization Named(string name) => name == "muP" ? Parameterization.MuP : Parameterization.Ntk;

    // The grid of the table: 0.03 times powers of 1.06.
    [Theory]
    [InlineData(2, "muP", 0.25, 0.205, 0.438)]
    [InlineData(2, "muP", 1, 0.194, 0.438)]
    [InlineData(2, "muP", 4, 0.183, 0.413)]
    [InlineData(2, "muP", 32, 0.183, 0.413)]
    [InlineData(2, "NTK", 0.25, 0.086, 0.218)]
    [InlineData(2, "NTK", 4, 0.413, 1.249)]
    [InlineData(2, "NTK", 32, 1.049, 2.665)]
    [InlineData(1, "muP", 0.25, 0.291, double.NaN)]
    [InlineData(1, "muP", 8, 0.291, double.NaN)]
    [InlineData(1, "NTK", 0.25, 0.163, double.NaN)]
    [InlineData(1, "NTK", 32, 0.784, double.NaN)]
    public void Best_and_first_unstable_learning_rate_of_full_batch_training(int depth, string parameterization, double widthRatio, double best, double unstable)
    {
        (double found, double diverging, _) = Scan(rate => Model(Named(parameterization), widthRatio, rate, depth: depth), solution => solution.TrainLoss[^1]);
        AssertGridPoint(best, found);
        if (!double.IsNaN(unstable))
        {
            AssertGridPoint(unstable, diverging);
        }
    }

    [Theory]
    [InlineData("muP", 0.25, 0.259, 0.0284)]
    [InlineData("muP", 2, 0.145, 0.0175)]
    [InlineData("muP", 32, 0.122, 0.0153)]
    [InlineData("NTK", 0.25, 0.115, 0.0241)]
    [InlineData("NTK", 2, 0.205, 0.0169)]
    [InlineData("NTK", 32, 0.492, 0.0117)]
    public void Best_learning_rate_of_one_pass_training(string parameterization, double widthRatio, double best, double loss)
    {
        (double found, _, double lowest) = Scan(
            rate => Model(Named(parameterization), widthRatio, rate, 10) with { Batch = new BatchSampling.OnePass(2) }, solution => solution.TestLoss[^1]);
        AssertGridPoint(best, found);
        Assert.Equal(loss, lowest, 0.6e-4);
    }

    [Theory]
    [InlineData("muP", 32, "0.243534 0.072334 0.048512")]
    [InlineData("muP", 1e8, "0.240343 0.071757 0.048429")]
    [InlineData("NTK", 1e8, "0.592101 0.363383 0.186023")]
    public void Training_loss_of_very_wide_networks(string parameterization, double widthRatio, string losses)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(Model(Named(parameterization), widthRatio, 0.12));
        int[] steps = [5, 10, 20];
        Assert.Equal(losses, string.Join(' ', steps.Select(t => solution.TrainLoss[t].ToString("F6", CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Lazy_learning_rate_limit()
    {
        double[] scales = [0.6, 0.6, 0.6];
        Assert.Equal(1.76515, LazyTraining.MaximalLearningRate(scales, 2), 0.6e-5);
        Assert.Equal(1.5 * LazyTraining.MaximalLearningRate(scales, 2), LazyTraining.MaximalLearningRate(scales, 2, 0.5), 1e-12);
        DeepLinearSolution below = DeepLinearDmft.Solve(Model(Parameterization.Ntk, 1e8, 1.75, 200));
        Assert.Equal(0.04500, below.TrainLoss[200], 0.6e-5);
        DeepLinearSolution above = DeepLinearDmft.Solve(Model(Parameterization.Ntk, 1e8, 1.78, 200));
        Assert.True(above.DivergedAt is not null || above.TrainLoss[^1] > 2 * above.TrainLoss[50]);
    }

    // The kernel of a wide lazy network is K_inf times a Wishart matrix, at every step.
    [Fact]
    public void Kernel_of_a_wide_lazy_network()
    {
        using var lapack = Lapack.Load();
        DeepLinearModel model = DeepLinearSets.Model(3, 1e10, 2, Parameterization.Ntk, 0.2, 2, [0.5, 0.8, 0.6, 1.1], 0.3, 5);
        DeepLinearSolution solution = DeepLinearDmft.Solve(model);
        var ntk = new NeuralTangentKernel(lapack, solution, 5, NtkOperator.TrainingSet);
        double expected = LazyTraining.LargestEigenvalue(model.InitialScales, 2);
        Assert.Equal(expected, ntk.BulkEdge, 1e-4 * expected);
        // The initial function has the variance prod_j sigma_j^2/gamma^2, and the target the power 1.
        double function = model.InitialScales.Aggregate(1.0, (product, scale) => product * scale * scale) / (model.Gamma * model.Gamma);
        Assert.Equal(1 + function, solution.TestLoss[0], 1e-12);
    }

    // docs/deep-linear.md, section 5: eta lambda_max at steps 0, 4, 8, 16, 32; top singular value of A_1 at 4, 8, 16, 32 (edge 1.2).
    [Theory]
    [InlineData("muP", 0.5, 0.1, "0.241 0.298 0.660 0.912 0.940", "none 1.239 1.332 1.354")]
    [InlineData("muP", 2, 0.1, "0.131 0.229 0.751 0.914 0.932", "none 1.309 1.387 1.401")]
    [InlineData("muP", 8, 0.1, "0.099 0.217 0.780 0.918 0.933", "none 1.330 1.401 1.414")]
    [InlineData("NTK", 0.5, 0.1, "0.241 0.465 1.321 1.428 1.439", "1.200 1.411 1.468 1.477")]
    [InlineData("NTK", 2, 0.1, "0.131 0.163 0.343 0.578 0.609", "none 1.201 1.276 1.300")]
    [InlineData("NTK", 8, 0.1, "0.099 0.107 0.132 0.212 0.268", "none none none 1.201")]
    [InlineData("muP", 0.5, 0.2, "0.482 1.271 1.804 1.867 1.876", "1.227 1.320 1.343 1.347")]
    [InlineData("muP", 2, 0.2, "0.261 1.505 1.797 1.844 1.851", "1.298 1.375 1.391 1.393")]
    [InlineData("muP", 8, 0.2, "0.198 1.590 1.811 1.848 1.852", "1.322 1.391 1.404 1.405")]
    [InlineData("NTK", 2, 0.2, "0.261 0.652 1.149 1.210 1.219", "none 1.271 1.295 1.299")]
    [InlineData("NTK", 8, 0.2, "0.198 0.260 0.424 0.533 0.557", "none none 1.201 1.203")]
    [InlineData("NTK", 0.5, 0.2, "0.482 2.958 3.964 3.891 3.530", "1.422 1.542 1.523 1.454")]
    public void Sharpening_over_32_steps(string parameterization, double widthRatio, double rate, string sharpness, string singular) =>
        AssertSharpening(parameterization, widthRatio, rate, sharpness, singular);

    private static void AssertSharpening(string parameterization, double widthRatio, double rate, string sharpness, string singular)
    {
        using var lapack = Lapack.Load();
        int[] steps = [0, 4, 8, 16, 32];
        string[] sharp = sharpness.Split(' ');
        DeepLinearSolution solution = DeepLinearDmft.Solve(
            DeepLinearSets.Model(2, widthRatio, 4, Named(parameterization), rate, 2, [0.6, 0.6, 0.6], 0.1, steps[sharp.Length - 1]));
        double[] found = [.. steps.Take(sharp.Length).Select(step => rate * new NeuralTangentKernel(lapack, solution, step, NtkOperator.TrainingSet).LargestEigenvalue)];
        for (int i = 0; i < sharp.Length; i++)
        {
            Assert.Equal(double.Parse(sharp[i], CultureInfo.InvariantCulture), found[i], 0.6e-3);
            if (i > 0)
            {
                var companion = new ProbeCompanion(lapack, solution.History(1, steps[i]));
                string word = singular.Split(' ')[i - 1];
                Assert.Equal(word == "none" ? 0 : 1, companion.Above.Length);
                Assert.Equal(word == "none" ? 1.2 : double.Parse(word, CultureInfo.InvariantCulture), companion.Above.FirstOrDefault(1.2), 0.6e-3);
            }
        }
    }

    private static (double Best, double Unstable, double Lowest) Scan(Func<double, DeepLinearModel> model, Func<DeepLinearSolution, double> loss)
    {
        double best = 0;
        double lowest = double.PositiveInfinity;
        for (double rate = 0.03; ; rate *= 1.06)
        {
            DeepLinearSolution solution = DeepLinearDmft.Solve(model(rate));
            if (solution.DivergedAt is not null)
            {
                return (best, rate, lowest);
            }

            if (loss(solution) < lowest)
            {
                (best, lowest) = (rate, loss(solution));
            }
        }
    }

    // Half a grid cell: the same point, printed to three digits.
    private static void AssertGridPoint(double expected, double found) => Assert.InRange(found / expected, 1 / 1.029, 1.029);
}
