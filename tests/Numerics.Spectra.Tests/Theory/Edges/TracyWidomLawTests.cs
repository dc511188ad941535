using Numerics.Spectra.Theory.Edges;

namespace Numerics.Spectra.Tests.Theory.Edges;

/// <summary>Moments against the published ones; tails against their asymptotics; beta = 4 against the second level of beta = 1.</summary>
public sealed class TracyWidomLawTests
{
    [Theory]
    [InlineData(1, -1.2065335745820, 1.607781034581, 0.29346452408, 0.1652429384)]
    [InlineData(2, -1.771086807411, 0.8131947928329, 0.224084203610, 0.0934480876)]
    [InlineData(4, -2.306884893241, 0.5177237207726, 0.16550949435, 0.0491951565)]
    public void Moments_are_the_published_ones(int beta, double mean, double variance, double skewness, double kurtosis)
    {
        var law = TracyWidomLaw.ForBeta(beta);
        Assert.Equal(mean, law.Mean, 2e-11);
        Assert.Equal(variance, law.Variance, 2e-11);
        Assert.Equal(skewness, law.Skewness, 2e-10);
        Assert.Equal(kurtosis, law.ExcessKurtosis, 2e-9);
    }

    [Fact]
    public void Second_level_of_beta_one_is_beta_four_scaled()
    {
        var four = TracyWidomLaw.ForBeta(4);
        Assert.Equal(TracyWidomMoments.Mean(2), Math.Sqrt(2) * four.Mean, 1e-9);
        Assert.Equal(TracyWidomMoments.Variance(2), 2 * four.Variance, 1e-9);
        Assert.Equal(TracyWidomMoments.Mean(1), TracyWidomLaw.ForBeta(1).Mean, 1e-9);
        Assert.Equal(TracyWidomMoments.Variance(1), TracyWidomLaw.ForBeta(1).Variance, 1e-9);
    }

    [Theory]
    [InlineData(1, 0.95, 0.9793)] // Johnstone (2001), table 1
    [InlineData(1, 0.99, 2.0234)]
    [InlineData(1, 0.05, -3.1804)]
    public void Quantiles_are_the_published_ones(int beta, double probability, double quantile) =>
        Assert.Equal(quantile, TracyWidomLaw.ForBeta(beta).Quantile(probability), 6e-5);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Quantile_inverts_distribution_and_density_is_its_slope(int beta)
    {
        var law = TracyWidomLaw.ForBeta(beta);
        foreach (double p in new[] { 1e-6, 0.01, 0.3, 0.5, 0.9, 0.9999 })
        {
            double s = law.Quantile(p);
            Assert.Equal(p, law.CumulativeDistribution(s), 1e-13);
            const double H = 1e-4;
            Assert.Equal((law.CumulativeDistribution(s + H) - law.CumulativeDistribution(s - H)) / (2 * H), law.Density(s), 1e-8);
        }

        _ = Assert.Throws<ArgumentOutOfRangeException>(() => law.Quantile(0));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => TracyWidomLaw.ForBeta(3));
    }

    [Fact]
    public void Right_tail_has_the_Airy_asymptotics()
    {
        // 1 - F_2(s) = exp(-4/3 s^(3/2))/(16 pi s^(3/2)) (1 + O(s^(-3/2)))
        foreach (double s in new[] { 4.0, 5.0 })
        {
            double leading = Math.Exp(-4.0 / 3 * Math.Pow(s, 1.5)) / (16 * Math.PI * Math.Pow(s, 1.5));
            Assert.InRange((1 - TracyWidomLaw.ForBeta(2).CumulativeDistribution(s)) / leading, 1 - (3 * Math.Pow(s, -1.5)), 1);
        }
    }
}
