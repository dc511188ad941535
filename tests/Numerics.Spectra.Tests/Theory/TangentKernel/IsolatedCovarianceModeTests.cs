using System.Globalization;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.TangentKernel;

/// <summary>The leading covariance mode of a power law in the neural tangent kernel of deep linear networks.</summary>
public sealed class IsolatedCovarianceModeTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    // Numbers of an independent program (dense system without folding, determinant scan). The history moves P7 at step 8 by 10 %.
    [Theory]
    [InlineData("training", "5.5300549880 7.2080524527 13.5154144028 24.8495941130", "7.404006355432 10.299291123039 20.380725151751 36.184757109299")]
    [InlineData("population", "5.1614931249 6.7012036936 12.4615136018 22.7628218201", "7.174418432293 9.957007452496 19.630717656220 34.943028900652")]
    [InlineData("fresh", "5.4117308825 7.0473958814 13.1932998535 24.2354113855", "7.327477047719 10.156325362310 20.008525071581 35.650349594201")]
    public void Reference_values_at_steps_0_4_8_and_12(string inputs, string edges, string eigenvalues)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of("P7", 12));
        NtkOperator kernel = inputs switch { "training" => NtkOperator.TrainingSet, "population" => NtkOperator.Population, _ => new NtkOperator.FreshSample(3) };
        for (int i = 0; i < 4; i++)
        {
            var mode = new IsolatedCovarianceMode(lapack, solution, 4 * i, kernel);
            Assert.Equal(Number(edges, i), mode.BulkEdge, 1e-8 * mode.BulkEdge);
            Assert.Equal(Number(eigenvalues, i), mode.Eigenvalue!.Value, 1e-9 * mode.BulkEdge);
        }
    }

    [Theory]
    [InlineData(1, 2, 3, 0.03, 2, "0.5 0.6", 0.2, "20.376410102530 23.059746890093 26.688420396616")]
    [InlineData(3, 0.5, 4, 0.01, 3, "0.7 0.6 0.6 0.7", 0, "10.584757500670 11.907132783601 15.945359889301")]
    public void Reference_values_of_one_and_three_hidden_layers_at_steps_0_4_and_8(
        int depth, double widthRatio, double sampleRatio, double rate, double scale, string scales, double noise, string eigenvalues)
    {
        double[] initial = [.. scales.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        DeepLinearModel model = DeepLinearSets.Model(depth, widthRatio, sampleRatio, Parameterization.MuP, rate, scale, initial, noise, 8) with
        {
            Covariance = CovarianceSpectrum.PowerLaw(0.8, 400),
        };
        DeepLinearSolution solution = DeepLinearDmft.Solve(model);
        for (int i = 0; i < 3; i++)
        {
            double found = new IsolatedCovarianceMode(lapack, solution, 4 * i, NtkOperator.TrainingSet).Eigenvalue!.Value;
            Assert.Equal(Number(eigenvalues, i), found, 1e-9 * found);
        }
    }

    // A mode of many coordinates has a band of its own, one of few no theory, a weak one is part of the bulk.
    [Fact]
    public void How_many_coordinates_the_mode_has_decides()
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of("P7", 4));
        var all = new NeuralTangentKernel(lapack, solution, 4, NtkOperator.TrainingSet);
        Assert.Equal(10.299291123039, LeadingKernelEigenvalue.At(lapack, solution, 4, NtkOperator.TrainingSet, 500)!.Value, 1e-8);
        Assert.Null(LeadingKernelEigenvalue.At(lapack, solution, 4, NtkOperator.TrainingSet, 1000));
        Assert.Equal(all.LargestEigenvalue, LeadingKernelEigenvalue.At(lapack, solution, 4, NtkOperator.TrainingSet, 5000)!.Value);

        DeepLinearModel weak = DeepLinearSets.Of("P7", 4) with { Covariance = CovarianceSpectrum.PowerLaw(0.1, 100) };
        var part = new IsolatedCovarianceMode(lapack, DeepLinearDmft.Solve(weak), 4, NtkOperator.TrainingSet);
        Assert.False(part.StandsAlone);
        Assert.Null(part.Eigenvalue);
    }

    // Modes that a size has no coordinate for are not there.
    [Fact]
    public void A_mode_without_weight_does_not_count()
    {
        CovarianceSpectrum some = CovarianceSpectrum.OfEigenvalues([8, 1, 0.5, 0.7]);
        DeepLinearModel model = DeepLinearSets.Of("P7", 2);
        DeepLinearSolution with = DeepLinearDmft.Solve(model with { Covariance = new([90, .. some.Eigenvalues], [0, 0.01, 0.3, 0.3, 0.39], [1, 1, 1, 1, 1]) });
        DeepLinearSolution without = DeepLinearDmft.Solve(model with { Covariance = new(some.Eigenvalues, [0.01, 0.3, 0.3, 0.39], some.TargetPowers) });
        double expected = new IsolatedCovarianceMode(lapack, without, 2, NtkOperator.TrainingSet).Eigenvalue!.Value;
        Assert.Equal(expected, new IsolatedCovarianceMode(lapack, with, 2, NtkOperator.TrainingSet).Eigenvalue!.Value, 1e-10 * expected);
        Assert.Throws<ArgumentException>(() => new IsolatedCovarianceMode(lapack, DeepLinearDmft.Solve(DeepLinearSets.Of("P1", 1)), 0, NtkOperator.TrainingSet));
    }

    // Directions without variance are not seen by the kernel: their share of the coordinates is all that counts.
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Eigenvalues_of_zero_are_no_mode(int step)
    {
        DeepLinearModel model = DeepLinearSets.Of("P7", Math.Max(step, 1));
        DeepLinearSolution two = DeepLinearDmft.Solve(model with { Covariance = CovarianceSpectrum.OfEigenvalues([1, 0]) });
        Assert.Null(IsolatedCovarianceMode.LargestMode(two.Model.Covariance));
        Assert.Throws<ArgumentException>(() => new IsolatedCovarianceMode(lapack, two, step, NtkOperator.TrainingSet));
        var whole = new NeuralTangentKernel(lapack, two, step, NtkOperator.TrainingSet);
        Assert.Equal(whole.LargestEigenvalue, LeadingKernelEigenvalue.At(lapack, two, step, NtkOperator.TrainingSet, 2)!.Value);

        DeepLinearSolution with = DeepLinearDmft.Solve(model with { Covariance = new([5, 0.8, 0, 0.4], [0.01, 0.4, 0.3, 0.29], [1, 1, 1, 1]) });
        DeepLinearSolution nearly = DeepLinearDmft.Solve(model with { Covariance = new([5, 0.8, 1e-9, 0.4], [0.01, 0.4, 0.3, 0.29], [1, 1, 1, 1]) });
        double expected = LeadingKernelEigenvalue.At(lapack, nearly, step, NtkOperator.TrainingSet, 100)!.Outlier!.Value;
        Assert.Equal(expected, LeadingKernelEigenvalue.At(lapack, with, step, NtkOperator.TrainingSet, 100)!.Outlier!.Value, 1e-6 * expected);
    }

    private static double Number(string words, int index) => double.Parse(words.Split(' ')[index], CultureInfo.InvariantCulture);
}
