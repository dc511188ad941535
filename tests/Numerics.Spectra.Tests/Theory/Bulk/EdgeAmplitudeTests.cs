using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

namespace Numerics.Spectra.Tests.Theory.Bulk;

/// <summary>The amplitude of an edge is that of the density, also where the branch is followed in another quantity than the trace.</summary>
public sealed class EdgeAmplitudeTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void White_sample_covariance_has_the_amplitudes_of_Marchenko_Pastur_at_both_edges(double ratio)
    {
        // rho = sqrt((b - x)(x - a))/(2 pi c x) = (amplitude/pi) sqrt(distance); the branch is followed in the companion trace.
        (SpectralEdge lower, SpectralEdge upper) = Assert.Single(Spectrum(new SilversteinEquation(ratio, [(1, 1)])).Bands());
        double b = Math.Pow(1 + Math.Sqrt(ratio), 2);
        double a = Math.Pow(1 - Math.Sqrt(ratio), 2);
        Assert.Equal(b, upper.Position, 1e-9);
        Assert.Equal(a, lower.Position, 1e-9);
        Assert.Equal(1, upper.Amplitude / (Math.Sqrt(b - a) / (2 * ratio * b)), 1e-6);
        Assert.Equal(1, lower.Amplitude / (Math.Sqrt(b - a) / (2 * ratio * a)), 1e-6);
    }

    [Fact]
    public void Four_edges_of_two_populations_have_the_amplitude_of_the_density_beside_them()
    {
        DysonSpectrum spectrum = Spectrum(new SilversteinEquation(0.1, [(1, 0.5), (3, 0.5)]));
        IReadOnlyList<(SpectralEdge Lower, SpectralEdge Upper)> bands = spectrum.Bands();
        Assert.Equal(2, bands.Count);
        foreach ((SpectralEdge lower, SpectralEdge upper) in bands)
        {
            AssertFitted(spectrum, lower);
            AssertFitted(spectrum, upper);
        }
    }

    [Theory]
    [InlineData(0.8, 0.5, 0.5)]
    [InlineData(0.8, 0.5, 1)]
    [InlineData(0.5, 0.8, 0.7)]
    public void Flow_from_small_values_has_the_amplitude_of_the_density_beside_its_edge(double inputs, double outputs, double time)
    {
        var model = new TwoLayerLinearModel(inputs, outputs, 0.1) { TeacherScale = 2, HiddenScale = 0.3, ReadoutScale = 0.3 };
        DysonSpectrum spectrum = Spectrum(new SmallInitializationEquation(model, time));
        AssertFitted(spectrum, spectrum.UpperEdge);
    }

    [Fact]
    public void Flow_at_time_zero_has_the_amplitude_of_the_initial_matrix()
    {
        // w^T w = 0.09 alpha times a sample covariance of ratio alpha: rho(x) = rho_MP(x/v)/v, amplitude a_MP v^(-3/2).
        var model = new TwoLayerLinearModel(0.8, 0.5, 0.1) { TeacherScale = 2, HiddenScale = 0.3, ReadoutScale = 0.3 };
        double b = Math.Pow(1 + Math.Sqrt(0.8), 2);
        double a = Math.Pow(1 - Math.Sqrt(0.8), 2);
        double expected = Math.Sqrt(b - a) / (2 * 0.8 * b) * Math.Pow(0.09, -1.5);
        Assert.Equal(1, Spectrum(new SmallInitializationEquation(model, 0)).UpperEdge.Amplitude / expected, 1e-6);
    }

    private static DysonSpectrum Spectrum(DysonEquation equation) => new(equation, SpectrumKind.Eigenvalues);

    /// <summary>rho = (a/pi) sqrt(d) (1 + b d + ...): densities at d and 4 d, taken in the upper half-plane, without the next term.</summary>
    private static void AssertFitted(DysonSpectrum spectrum, SpectralEdge edge)
    {
        double d = 2e-4 * edge.Position * (edge.SupportIsBelow ? -1 : 1);
        double near = Fit(d);
        double fitted = near + ((near - Fit(4 * d)) / 3);
        Assert.Equal(1, edge.Amplitude / fitted, 2e-4);

        double Fit(double distance) => Math.PI * spectrum.Density(edge.Position + distance) / Math.Sqrt(Math.Abs(distance));
    }
}
