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

        Assert.Equal(1 / best, SeparabilityTransition.Of(mixture, fitBias: false)!.Ratio, 1e-5 / best);
        Assert.Equal(1 / best, SeparabilityTransition.Of(mixture, fitBias: true)!.Ratio, 1e-5 / best);
    }

    [Fact]
    public void Without_means_it_is_Covers_two_samples_for_each_dimension()
    {
        var mixture = new GaussianMixture([0.5, 0.5], [1, -1], [0.3, 0.7], [[0.5, 2], [0.5, 2]], [[[0, 0], [0, 0]], [[0, 0], [0, 0]]]);
        SeparabilityTransition found = SeparabilityTransition.Of(mixture, fitBias: false)!;
        Assert.Equal(2, found.Ratio, 1e-8);
        Assert.Equal(5, found.Scatter, 1e-7);
    }

    /// <summary>A bias helps where labels are not equally frequent; values by an independent program (linear programming at d = 40 agrees with their shares within 0.04).</summary>
    [Fact]
    public void Without_means_a_bias_moves_the_transition_and_its_scatter()
    {
        var mixture = new GaussianMixture([0.3, 0.7], [1, -1], [1], [[1], [1]], [[[0, 0], [0, 0]]]);
        SeparabilityTransition found = SeparabilityTransition.Of(mixture, fitBias: true)!;
        Assert.Equal(2.236, found.Ratio, 1e-3);
        Assert.Equal(5.96, found.Scatter, 0.01);
    }

    /// <summary>Cover: n points in general position are separable in 2^(1-n) sum over k below d of (n - 1 over k) of their labellings.</summary>
    [Theory]
    [InlineData(100, 1.8)]
    [InlineData(100, 2.1)]
    [InlineData(400, 2.05)]
    public void Without_means_the_share_of_separable_samples_is_Covers(int dimension, double ratio)
    {
        var mixture = new GaussianMixture([0.5, 0.5], [1, -1], [1], [[1], [1]], [[[0, 0], [0, 0]]]);
        int n = (int)Math.Round(ratio * dimension);
        double share = 0, log = (1 - n) * Math.Log(2);
        for (int k = 0; k < dimension; k++)
        {
            share += Math.Exp(log);
            log += Math.Log((n - 1.0 - k) / (k + 1));
        }

        var at = new SeparabilityAtSize(SeparabilityTransition.Of(mixture, fitBias: false)!, ratio, dimension);
        // A normal law for a binomial one, half a step apart.
        Assert.Equal(share, at.Share, 0.03);
    }

    /// <summary>Mirrored clusters have a fourth moment by quadrature; linear programming found 27.7(9) % of 2400 training sets with d = 20 and alpha = 8 separable, 16(2) % of 400 with d = 40, 8.5(1.2) % of 600 with d = 80.</summary>
    [Fact]
    public void With_means_the_share_is_that_of_drawn_training_sets()
    {
        SeparabilityTransition found = SeparabilityTransition.Of(Mixtures.T1, fitBias: false)!;
        // u minimises the mean of (-omega)_+^2 over omega ~ N(u/s, 1 + u^2), s^2 = 1/2: 1.0763292; then moments by sums over a grid.
        double mean = 1.0763292 * Math.Sqrt(2), deviation = Math.Sqrt(1 + (1.0763292 * 1.0763292)), second = 0, fourth = 0;
        for (double z = -10; z < 10; z += 1e-3)
        {
            double e = Math.Pow(Math.Max(0, -(mean + (deviation * z))), 2), weight = 1e-3 * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
            second += weight * e;
            fourth += weight * e * e;
        }

        Assert.Equal((fourth / (second * second)) - 1, found.Scatter, 1e-4 * found.Scatter);
        Assert.InRange(new SeparabilityAtSize(found, 8, 20).Share, 0.24, 0.31);
        Assert.InRange(new SeparabilityAtSize(found, 8, 40).Share, 0.13, 0.2);
        Assert.InRange(new SeparabilityAtSize(found, 8, 80).Share, 0.07, 0.125);
        Assert.True(new SeparabilityAtSize(found, 8, 1000).Share < 1e-4);
    }

    /// <summary>
    /// The hinge at lambda 1e-4 and alpha = 8: simulation has q too large by 3.3, 3.9, 2.6, 1.5, 0.5 times its limit at d = 20, 40, 80, 160, 320, which is no 1/d; and V of the logistic loss at lambda 0.001
    /// by 0.37 at d = 80. At lambda 0.01 overlaps are parabolas over the width.
    /// </summary>
    [Theory]
    [InlineData(MarginLoss.Hinge, 1e-4, 8, 80, 0.3, 10)]
    [InlineData(MarginLoss.Hinge, 1e-4, 8, 160, 0.1, 10)]
    [InlineData(MarginLoss.Hinge, 1e-4, 8, 2000, 0, 0)]
    [InlineData(MarginLoss.Logistic, 1e-3, 8, 80, 0.02, 0.4)]
    [InlineData(MarginLoss.Logistic, 0.01, 12, 50, 0, 0.01)]
    [InlineData(MarginLoss.Logistic, 0.01, 10, 50, 0, 0.01)]
    [InlineData(MarginLoss.Logistic, 0.01, 8, 50, 0, 0.01)]
    [InlineData(MarginLoss.Logistic, 0.01, 6, 50, 0, 0.01)]
    [InlineData(MarginLoss.Logistic, 0.01, 4, 50, 0, 0.01)]
    public void Overlaps_bend_where_the_transition_is_near_and_the_penalty_small(MarginLoss loss, double lambda, double alpha, int dimension, double least, double most)
    {
        GeneralizedLinearModel model = new(Mixtures.T1, alpha, lambda) { Loss = loss };
        var at = new SeparabilityAtSize(SeparabilityTransition.Of(model.Mixture, fitBias: false)!, alpha, dimension);
        Assert.InRange(at.Excess(ratio => StateEvolution.Solve(model with { SampleRatio = ratio })), least, most);
    }

    /// <summary>
    /// Of 1 + c x^2 + k x^4 with x = alpha - alpha_0 the trapezoid rule makes c w^2 M2 + k w^4 M4, M4 = 2 (1 phi(1) + 16 phi(2) + 81 phi(3))/(phi(0) + 2 (phi(1) + phi(2) + phi(3))) = 2.930401; four times
    /// the value at 4 d, w/2, leaves 3/4 k w^4 M4. Without means alpha* = 2 and w^2 = alpha/d.
    /// </summary>
    [Fact]
    public void The_excess_is_what_a_line_in_one_over_d_leaves()
    {
        var mixture = new GaussianMixture([0.5, 0.5], [1, -1], [1], [[1], [1]], [[[0, 0], [0, 0]]]);
        MixtureFixedPoint At(double ratio, double quartic) => new([0, 0], [1 + (0.7 * Math.Pow(ratio - 3, 2)) + (quartic * Math.Pow(ratio - 3, 4)), 2], [1, 1], 0, 0, 0);
        var at = new SeparabilityAtSize(SeparabilityTransition.Of(mixture, fitBias: false)!, 3, 12);
        Assert.Equal(0, at.Excess(ratio => At(ratio, 0)), 1e-7);
        Assert.Equal(0.75 * 0.1 * (0.25 * 0.25) * 2.930401, at.Excess(ratio => At(ratio, 0.1)), 1e-7);
    }

    [Trait("speed", "slow")]
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_maximum_likelihood_classifier_exists_above_and_grows_without_bound_towards_it(bool fitBias)
    {
        GeneralizedLinearModel At(double alpha) => new(Mixtures.T2, alpha, 0) { Loss = MarginLoss.Logistic, FitBias = fitBias };
        double transition = SeparabilityTransition.Of(Mixtures.T2, fitBias)!.Ratio;
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
