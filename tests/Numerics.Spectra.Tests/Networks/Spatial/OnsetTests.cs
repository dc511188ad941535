using Numerics.Spectra.Networks.Spatial;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Tests.Networks.Spatial;

/// <summary>Networks of 800 and 1000 neurons on both sides of an onset, and in the middle of the six regimes.</summary>
[Trait("speed", "slow")]
public sealed class OnsetTests
{
    private static readonly RateSettings Settings = new(Noise: 0.01, Step: 0.05, Duration: 160, InitialAmplitude: 0.5);

    [Theory]
    [InlineData("sync", 0.448, 0)]
    [InlineData("osc", 0.360, 0.450)]
    [InlineData("bump", 0.417, 0)]
    [InlineData("wave", 0.392, 0.271)]
    public void Activity_rises_between_real_parts_of_0_9_and_1_1(string set, double activity, double frequency)
    {
        double real = LinearRegime.Of(SpatialSets.Regime(set, 800)).Leading!.Value.Real;
        RateRun below = RateRun.Of(RateRun.Scaled(SpatialSets.Regime(set, 800), 0.9 / real), Settings, 2);
        RateRun above = RateRun.Of(RateRun.Scaled(SpatialSets.Regime(set, 800), 1.1 / real), Settings, 2);
        Assert.InRange(below.Seen.Activity, 0.003, 0.03);
        Assert.InRange(below.Exponent, -0.3, 0);
        Assert.Equal(activity, above.Seen.Activity, 0.05);
        Assert.Equal(frequency, above.Seen.PeakFrequency, 0.02);
    }

    /// <summary>Euler's method adds step (Im lambda)^2/2 = .14 to the growth rate -.1 of the oscillation, which then is there before its onset.</summary>
    [Fact]
    public void Euler_fails_the_bracket_of_the_oscillation()
    {
        double real = LinearRegime.Of(SpatialSets.Regime("osc", 800)).Leading!.Value.Real;
        RateRun below = RateRun.Of(RateRun.Scaled(SpatialSets.Regime("osc", 800), 0.9 / real), Settings with { Scheme = RateScheme.Euler }, 2);
        Assert.True(below.Seen.Activity > 0.1, $"{below.Seen.Activity}");
        RateRun near = RateRun.Of(RateRun.Scaled(SpatialSets.Regime("osc", 800), 0.95 / real), Settings with { Scheme = RateScheme.Euler }, 2);
        Assert.Equal(0.387, near.Seen.Activity, 0.05);
    }

    [Theory]
    [InlineData("async", ActivityRegime.Asynchronous)]
    [InlineData("sync", ActivityRegime.Synchronous)]
    [InlineData("osc", ActivityRegime.Oscillation)]
    [InlineData("bump", ActivityRegime.Bump)]
    [InlineData("wave", ActivityRegime.Wave)]
    [InlineData("chaos", ActivityRegime.Chaos)]
    public void Six_networks_show_the_regime_that_their_spectrum_predicts(string set, ActivityRegime regime)
    {
        RateRun run = RateRun.Of(SpatialSets.Regime(set), Settings with { Noise = 0.02 }, 1);
        Assert.True(run.Seen.Regime(run.Exponent) == regime, $"{run}");
    }
}
