using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.GaussianMixtures;

namespace Numerics.Spectra.Tests.Theory.GaussianMixtures;

/// <summary>The separability transition against its variational form and against trained classifiers without a penalty.</summary>
public sealed class SeparabilityTests
{
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(0.2, 1)]
    [InlineData(3, 2)]
    public void Of_mirrored_clusters_is_the_variational_form(double strength, double variance)
    {
        var mixture = new GaussianMixture([0.5, 0.5], [1, -1], [1], [[variance], [variance]], [[[strength, -strength], [-strength, strength]]]);
        // w = m mu/|mu|^2 d + unit part: mean margin m, variance s (m^2/rho + 1); the sum of squares of negative margins against s.
        double best = double.PositiveInfinity;
        for (double m = 0; m < 12; m += 1e-3)
        {
            double s = Math.Sqrt(variance * ((m * m / strength) + 1)), a = -m / s;
            double below = 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(-a / Math.Sqrt(2)), density = Math.Exp(-0.5 * a * a) / Math.Sqrt(2 * Math.PI);
            best = Math.Min(best, ((s * s * (((1 + (a * a)) * below) + (a * density))) - 0) / variance);
        }

        Assert.Equal(1 / best, SeparabilityTransition.Of(mixture, fitBias: false)!.Value, 1e-5 / best);
        Assert.Equal(1 / best, SeparabilityTransition.Of(mixture, fitBias: true)!.Value, 1e-5 / best);
    }

    [Fact]
    public void Without_means_it_is_Covers_two_samples_for_each_dimension()
    {
        var mixture = new GaussianMixture([0.5, 0.5], [1, -1], [0.3, 0.7], [[0.5, 2], [0.5, 2]], [[[0, 0], [0, 0]], [[0, 0], [0, 0]]]);
        Assert.Equal(2, SeparabilityTransition.Of(mixture, fitBias: false)!.Value, 1e-8);
    }

    [Trait("speed", "slow")]
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_maximum_likelihood_classifier_exists_above_and_grows_without_bound_towards_it(bool fitBias)
    {
        GeneralizedLinearModel At(double alpha) => new(Mixtures.T2, alpha, 0) { Loss = MarginLoss.Logistic, FitBias = fitBias };
        double transition = SeparabilityTransition.Of(Mixtures.T2, fitBias)!.Value;
        MixtureFixedPoint far = StateEvolution.Solve(At(1.3 * transition)), near = StateEvolution.Solve(At(1.03 * transition));
        Assert.True(near.SelfOverlap[0] > 5 * far.SelfOverlap[0], $"{near.SelfOverlap[0]} {far.SelfOverlap[0]}");
        Assert.True(near.TrainError < 0.7 * far.TrainError, $"{near.TrainError} {far.TrainError}");
        _ = Assert.Throws<ArithmeticException>(() => StateEvolution.Solve(At(0.97 * transition)));
    }

    [Fact]
    public void A_bias_alone_separates_one_label()
    {
        var mixture = new GaussianMixture([1], [1], [1], [[1]], [[[1]]]);
        Assert.Null(SeparabilityTransition.Of(mixture, fitBias: true));
        Assert.NotNull(SeparabilityTransition.Of(mixture, fitBias: false));
    }
}
