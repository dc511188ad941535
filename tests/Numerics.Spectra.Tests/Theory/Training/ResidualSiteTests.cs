using MathNet.Numerics.LinearAlgebra;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.Training;

/// <summary>Residual branches of deep linear networks: closed forms of the first step, depths that have other theories, and networks of finite size by plain algebra.</summary>
public sealed class ResidualSiteTests
{
    private const int FiniteSteps = 6;

    private static readonly double[] Scales = [0.8, 0.9, 0.7, 0.6, 0.75];

    /// <summary>Layers of different scales and learning rates, momentum, decay and a schedule.</summary>
    private static readonly DeepLinearModel Deep = DeepLinearSets.Model(4, 0.7, 1.8, Parameterization.MuP, 0.06, 2, Scales, 0.2, 7) with
    {
        ResidualScale = 1.4,
        Optimizer = new OptimizerMemory(7, 0.6, 0.03, [1, 0.9, 1.2, 1, 0.5, 0.7, 1]),
        LearningRateFactors = new LearningRateFactors(0.7, [1.3, 0.8, 1.6], 1.2),
    };

    [Fact]
    public void Tables_at_the_start_and_the_outliers_of_the_first_step_in_closed_form()
    {
        using var lapack = Lapack.Load();
        DeepLinearSolution solution = DeepLinearDmft.Solve(Deep);
        double eps = 1.4 / 2;
        double[] e = [.. Scales.Select(sigma => eps * eps * sigma * sigma)];
        double Above(int layer) => Enumerable.Range(layer, 4 - layer).Aggregate(Scales[4] * Scales[4], (g, l) => g * (1 + e[l]));
        double c = Deep.OutputMultiplier;
        double test = 1 + (c * c * 0.7 * Scales[0] * Scales[0] * Above(1));
        Assert.Equal(test, solution.TestLoss[0], 1e-13);

        // response: of h^l to g^l at the start; a^l = eps times it.
        double response = -c * Scales[0] * Scales[0];
        double feature = (Scales[0] * Scales[0] * solution.FeatureCorrelations(0)[0, 0]) + (response * response * Above(1));
        for (int l = 1; l < 4; l++)
        {
            Assert.Equal(Above(l), solution.GradientCorrelations(l)[0, 0], 1e-13);
            Assert.Equal(feature, solution.FeatureCorrelations(l)[0, 0], 1e-13);
            Assert.Equal(eps * response, solution.FeatureResponses(l)[0, 0], 1e-14);

            double variance = Scales[l] * Scales[l];
            double kappa = eps * Deep.LearningRateFactors.OfHidden(l - 1) * Deep.SpikeSize * Deep.Optimizer.Weight(1, 0);
            double x = kappa * Above(l + 1) * ((2 * 0.97 * variance * eps * response) + (kappa * feature));
            double v = 0.97 * 0.97 * variance;
            var spectrum = new DeepLinearSpectrum(lapack, solution, l, 1);
            Assert.Equal(2 * Math.Sqrt(v), spectrum.Bulk.UpperEdge, 1e-13);
            double[] expected = x > v ? [(x + v) / Math.Sqrt(x)] : [];
            Assert.Equal(expected, spectrum.Above, (p, q) => Math.Abs(p - q) < 1e-12);

            feature = (feature * (1 + e[l])) + (((e[l] * e[l]) + (2 * e[l])) * response * response * Above(l + 1));
            response *= 1 + e[l];
        }
    }

    [Fact]
    public void Strong_first_steps_make_outliers_of_the_closed_form()
    {
        // A learning rate at which the formula above has an outlier in every matrix: the comparison of empty lists would be idle.
        using var lapack = Lapack.Load();
        DeepLinearModel strong = DeepLinearSets.Model(3, 1, 2, Parameterization.MuP, 0.6, 4, [0.8, 0.3, 0.3, 0.9], 0, 1) with { ResidualScale = 2 };
        DeepLinearSolution solution = DeepLinearDmft.Solve(strong);
        for (int l = 1; l < 3; l++)
        {
            double kappa = strong.SpikeSize * 2 / Math.Sqrt(3);
            double x = kappa * solution.GradientCorrelations(l + 1)[0, 0] * ((2 * 0.09 * solution.FeatureResponses(l)[0, 0]) + (kappa * solution.FeatureCorrelations(l)[0, 0]));
            Assert.True(x > 0.09, $"x = {x}");
            Assert.Equal((x + 0.09) / Math.Sqrt(x), Assert.Single(new DeepLinearSpectrum(lapack, solution, l, 1).Above), 1e-12);
        }
    }

    [Fact]
    public void Branches_that_vanish_leave_one_hidden_layer_and_one_hidden_layer_has_none()
    {
        DeepLinearModel shallow = Deep with { Depth = 1, ResidualScale = 0, InitialScales = [0.8, 0.75], LearningRateFactors = new LearningRateFactors(0.7, [], 1.2) };
        DeepLinearSolution one = DeepLinearDmft.Solve(shallow);
        DeepLinearSolution many = DeepLinearDmft.Solve(Deep with { ResidualScale = 1e-7 });
        Assert.Equal(one.TrainLoss, many.TrainLoss, (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(one.TestLoss, many.TestLoss, (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(one.GradientCorrelations(1)[6, 2], many.GradientCorrelations(3)[6, 2], 1e-12);
        Assert.Equal(one.FeatureCorrelations(1)[6, 2], many.FeatureCorrelations(4)[6, 2], 1e-12);
        Assert.Equal(one.TestLoss, DeepLinearDmft.Solve(shallow with { ResidualScale = 3 }).TestLoss);
        Assert.True(Math.Abs(one.TestLoss[7] - DeepLinearDmft.Solve(Deep).TestLoss[7]) > 0.02);
    }

    /// <summary>
    /// Thirty networks of D = 120 by plain algebra with three hidden layers: losses at every step, and |A_l(T) - A_l(0)|^2 of both branches, which is sum of kappa_l^2 m m G^(l+1) C^l, within 4 standard errors
    /// and 4/D: sixteen numbers, a false alarm below 1e-3. The same with eps missing from the gradient of A_2, is refused by more than twice the limit.
    /// </summary>
    [Fact]
    public void Plain_networks_of_finite_size_follow_the_theory_and_wrong_ones_do_not()
    {
        DeepLinearModel model = DeepLinearSets.Model(3, 0.8, 2, Parameterization.MuP, 0.06, 5, [0.6, 0.6, 0.6, 0.6], 0.2, FiniteSteps) with { ResidualScale = 1 };
        DeepLinearSolution solution = DeepLinearDmft.Solve(model);
        double[] theory = [.. Enumerable.Range(0, FiniteSteps + 1).SelectMany(t => new[] { solution.TestLoss[t], solution.TrainLoss[t] }), Change(solution, 1), Change(solution, 2)];
        double branch = 1 / Math.Sqrt(3);
        Assert.InRange(Deviation(theory, branch, null), 0, 1);
        Assert.InRange(Deviation(theory, branch, 2), 2, 1e3);
    }

    [Fact]
    public void The_tangent_kernel_has_no_theory_and_says_so()
    {
        using var lapack = Lapack.Load();
        DeepLinearSolution solution = DeepLinearDmft.Solve(Deep);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new NeuralTangentKernel(lapack, solution, 2, NtkOperator.Of(TangentKernelInputs.TrainingSet, Deep)));
        Assert.Contains("residualScale 1.4", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_scale_out_of_range_and_states_the_memory_it_takes()
    {
        Assert.Contains("residualScale", Assert.Throws<ArgumentException>(() => DeepLinearDmft.Solve(Deep with { ResidualScale = -1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => DeepLinearDmft.Solve(Deep with { ResidualScale = double.NaN }));
        DeepLinearModel model = Deep with { Optimizer = new OptimizerMemory(99) };
        long before = GC.GetAllocatedBytesForCurrentThread();
        DeepLinearDmft.Solve(model);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / DeepLinearDmft.Bytes(model), 0.98, 1.05);
    }

    /// <summary>|A_l(T) - A_l(0)|^2 in the limit, without decay.</summary>
    private static double Change(DeepLinearSolution solution, int layer)
    {
        double sum = 0;
        for (int t = 0; t < FiniteSteps; t++)
        {
            for (int s = 0; s < FiniteSteps; s++)
            {
                sum += solution.GradientCorrelations(layer + 1)[t, s] * solution.FeatureCorrelations(layer)[t, s];
            }
        }

        return sum * Math.Pow(0.06 * 5 / Math.Sqrt(3), 2);
    }

    /// <summary>Largest deviation of the means of plain networks from the theory, in units of the limit.</summary>
    private static double Deviation(double[] theory, double branch, int? gradientWithoutBranch)
    {
        const int Count = 30;
        double[][] runs = [.. Enumerable.Range(0, Count).Select(replica => Run(replica, branch, gradientWithoutBranch))];
        double largest = 0;
        for (int i = 0; i < theory.Length; i++)
        {
            double mean = runs.Average(run => run[i]);
            double error = Math.Sqrt(runs.Sum(run => Math.Pow(run[i] - mean, 2)) / (Count - 1) / Count);
            largest = Math.Max(largest, Math.Abs(mean - theory[i]) / ((4 * error) + (4.0 / 120)));
        }

        return largest;
    }

    /// <summary>Test and training loss of every step, then the change of the two branches.</summary>
    private static double[] Run(int replica, double branch, int? gradientWithoutBranch)
    {
        const int D = 120, N = 96, P = 240;
        var random = new MathNet.Numerics.Random.MersenneTwister(1000 + replica);
        Matrix<double> Draw(int rows, int columns, double scale) =>
            Matrix<double>.Build.Dense(rows, columns, (_, _) => scale * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1));
        Matrix<double>[] initial = [Draw(N, D, 0.6), Draw(N, N, 0.6), Draw(N, N, 0.6), Draw(1, N, 0.6)];
        var network = new NaiveResidual
        {
            Weights = [.. initial],
            Target = Vector<double>.Build.Dense(D, 1),
            Gamma = 5 * Math.Sqrt(0.8),
            LearningRate = 0.06,
            Branch = branch,
            GradientWithoutBranch = gradientWithoutBranch,
        };
        Matrix<double> x = Draw(P, D, 1);
        Vector<double> noise = Draw(1, P, 0.2).Row(0);
        var seen = new List<double>();
        for (int step = 0; step <= FiniteSteps; step++)
        {
            Vector<double> residuals = network.Residuals(x, noise);
            seen.AddRange([network.TestLoss(), residuals * residuals / P]);
            if (step < FiniteSteps)
            {
                network.Step(x, noise, 1);
            }
        }

        return [.. seen, .. new[] { 1, 2 }.Select(l => Math.Pow((network.Weights[l] - initial[l]).FrobeniusNorm(), 2) / N)];
    }
}
