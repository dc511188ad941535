using System.Globalization;
using CsCheck;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.TangentKernel;

/// <summary>Bulk edge and outliers of the neural tangent kernel of deep linear networks.</summary>
public sealed class NeuralTangentKernelTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData("P1", "1.94732024 5.94300513 9.87484006", "none 7.15611812 10.94207819")]
    [InlineData("P2", "4.46695868 6.30414383 14.05784908", "none 6.50566085 19.17014438")]
    [InlineData("P3", "2.20915193 6.76668264 11.16815657", "none 9.02931968 14.29986025")]
    [InlineData("P4", "0.89383478 1.56444946 6.28910886", "none 1.86740080 12.89801571")]
    [InlineData("P5", "3.12356320 3.65415892 6.94198523", "none none 8.65247095")]
    [InlineData("P6", "1.94732024 3.67608094 9.77483688", "none 4.20262636 11.63425803")]
    public void Reference_edges_and_outliers_at_steps_0_4_and_8(string set, string edges, string outliers)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of(set, 8));
        NtkOperator kernel = set == "P4" ? NtkOperator.Population : NtkOperator.TrainingSet;
        for (int i = 0; i < 3; i++)
        {
            var ntk = new NeuralTangentKernel(lapack, solution, 4 * i, kernel);
            Assert.Equal(Number(edges, i), ntk.BulkEdge, 2e-8);
            IReadOnlyList<double> found = ntk.Outliers;
            if (outliers.Split(' ')[i] == "none")
            {
                Assert.Empty(found);
                Assert.Equal(ntk.BulkEdge, ntk.LargestEigenvalue);
            }
            else
            {
                Assert.Equal(Number(outliers, i), Assert.Single(found), 1e-8);
            }
        }
    }

    [Theory]
    [InlineData("P1", "10.7846 11.4572", "11.4496 11.8709")]
    [InlineData("P2", "16.8946 18.2776", "22.2426 23.0303")]
    [InlineData("P4", "6.4097 6.3887", "13.2731 13.2852")]
    [InlineData("P6", "9.9216 10.6166", "10.7614 11.3088")]
    public void Reference_edges_and_outliers_at_steps_12_and_20(string set, string edges, string outliers)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of(set));
        NtkOperator kernel = set == "P4" ? NtkOperator.Population : NtkOperator.TrainingSet;
        for (int i = 0; i < 2; i++)
        {
            var ntk = new NeuralTangentKernel(lapack, solution, 12 + (8 * i), kernel);
            Assert.Equal(Number(edges, i), ntk.BulkEdge, 0.6e-4);
            Assert.Equal(Number(outliers, i), Assert.Single(ntk.Outliers), 0.6e-4);
        }
    }

    [Fact]
    public void A_fresh_sample_is_neither_the_training_set_nor_the_population()
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of("P4", 8));
        var ntk = new NeuralTangentKernel(lapack, solution, 8, new NtkOperator.FreshSample(3));
        Assert.Equal(11.7814, ntk.BulkEdge, 0.6e-4);
        Assert.Equal(15.3149, Assert.Single(ntk.Outliers), 0.6e-4);
        Assert.Throws<ArgumentException>(() => new NeuralTangentKernel(lapack, solution, 8, NtkOperator.TrainingSet));
    }

    // One hidden layer, population, isotropic: a shifted Wishart matrix.
    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(7)]
    public void Population_edge_of_one_hidden_layer_is_that_of_a_Wishart_matrix(double widthRatio)
    {
        DeepLinearModel model = DeepLinearSets.Model(1, widthRatio, 2, Parameterization.MuP, 0.1, 4, [0.7, 0.4], 0.1, 6);
        DeepLinearSolution solution = DeepLinearDmft.Solve(model);
        for (int step = 0; step <= 6; step += 3)
        {
            double expected = solution.GradientPower(1, step) + Math.Pow(0.7 * (1 + (1 / Math.Sqrt(widthRatio))), 2);
            Assert.Equal(expected, new NeuralTangentKernel(lapack, solution, step, NtkOperator.Population).BulkEdge, 1e-9 * expected);
        }
    }

    // A large sample from the same law sees the population operator; few samples do not.
    [Fact]
    public void A_fresh_sample_tends_to_the_population()
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of("P2", 8));
        var population = new NeuralTangentKernel(lapack, solution, 8, NtkOperator.Population);
        var large = new NeuralTangentKernel(lapack, solution, 8, new NtkOperator.FreshSample(1e8));
        Assert.Equal(population.BulkEdge, large.BulkEdge, 0.01);
        Assert.Equal(Assert.Single(population.Outliers), Assert.Single(large.Outliers), 1e-5);
    }

    // As lambda falls, eigenvalues of K enter one by one, each with a real eigenvalue of the history system through 1. Random models, training set and fresh sample; the
    // grid is quadratic toward the edge. Two more real ones without a root are a complex pair that became real beyond 1 (seed 41nSjnhiYan3 has one).
    [Fact]
    public void The_parity_of_the_count_changes_at_the_roots() =>
        Gen.Select(Gen.Int[1, 4], Gen.Double[0.3, 3], Gen.Double[0.5, 4], Gen.Double[0.02, 0.15], Gen.Double[1, 4], Gen.Double[0.4, 0.9], Gen.Int[1, 9]).Sample(
            (depth, widthRatio, sampleRatio, rate, scale, sigma, step) =>
            {
                DeepLinearModel model = DeepLinearSets.Model(
                    depth, widthRatio, sampleRatio, Parameterization.MuP, rate, scale, [.. Enumerable.Repeat(sigma, depth + 1)], 0.2, step) with
                {
                    Optimizer = new OptimizerMemory(step, 0.3, 0.02),
                    Covariance = new CovarianceSpectrum([0.4, 1.2, 1.9], [0.4, 0.4, 0.2], [0.5, 1, 2]),
                };
                DeepLinearSolution solution = DeepLinearDmft.Solve(model);
                foreach (NtkOperator kernel in new[] { NtkOperator.TrainingSet, NtkOperator.Population, new NtkOperator.FreshSample(2) })
                {
                    var ntk = new NeuralTangentKernel(lapack, solution, solution.LastStep, kernel);
                    double top = 1.5 * ntk.LargestEigenvalue;
                    for (int i = 40; i >= 1; i--)
                    {
                        double lambda = ntk.BulkEdge + ((top - ntk.BulkEdge) * i * i / 1600);
                        Assert.Equal(ntk.Outliers.Count(root => root > lambda) % 2, ntk.RealAboveOne(lambda) % 2);
                    }
                }
            },
            iter: 40, threads: 1);

    private static double Number(string words, int index) => double.Parse(words.Split(' ')[index], CultureInfo.InvariantCulture);
}
