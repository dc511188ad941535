using CsCheck;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Models;

/// <summary>How coordinates are shared by modes, and that the theory of a size is that of its own shares.</summary>
public sealed class CovarianceCoordinatesTests
{
    [Fact]
    public void Coordinates_belong_to_the_mode_in_whose_interval_their_middle_lies()
    {
        Gen.Select(Gen.Int[1, 200], Gen.Double[0.01, 1].Array[1, 30]).Sample((dimension, raw) =>
        {
            double[] weights = [.. raw.Select(value => value / raw.Sum())];
            var spectrum = new CovarianceSpectrum(weights, weights, weights);
            long[] naive = new long[weights.Length];
            for (int i = 0; i < dimension; i++)
            {
                int mode = 0;
                double upTo = weights[0];
                while ((i + 0.5) / dimension > upTo && mode + 1 < weights.Length)
                {
                    upTo += weights[++mode];
                }

                naive[mode]++;
            }

            Assert.Equal(naive, spectrum.Coordinates(dimension));
        });
    }

    [Fact]
    public void Weights_are_those_of_the_size_and_stay_where_they_divide_it()
    {
        var thirds = CovarianceSpectrum.OfEigenvalues([1, 2, 3]);
        Assert.Same(thirds, thirds.Exact(3_000));
        Assert.Equal([0.3, 0.4, 0.3], thirds.Exact(10).Weights);
        Assert.Equal(thirds.Eigenvalues, thirds.Exact(10).Eigenvalues);
    }

    [Fact]
    public void The_model_of_a_size_has_the_batch_and_the_modes_of_that_size()
    {
        DeepLinearModel asked = new()
        {
            Depth = 1,
            WidthRatio = 1,
            SampleRatio = 1,
            Parameterization = Parameterization.MuP,
            LearningRate = 0.1,
            OutputScale = 1,
            InitialScales = [1, 1],
            Optimizer = new OptimizerMemory(3),
            Batch = new BatchSampling.OnePass(0.3),
            Covariance = CovarianceSpectrum.OfEigenvalues([1, 2, 3]),
        };
        DeepLinearModel exact = DeepLinearSizes.Of(asked, 125).Exact(asked);
        Assert.Equal(38 / 125.0, Assert.IsType<BatchSampling.OnePass>(exact.Batch).Ratio);
        Assert.Equal([42 / 125.0, 41 / 125.0, 42 / 125.0], exact.Covariance.Weights);
    }
}
