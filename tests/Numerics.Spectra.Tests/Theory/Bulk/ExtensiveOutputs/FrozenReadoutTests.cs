using System.Globalization;
using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Tests.Theory.Bulk.ExtensiveOutputs;

/// <summary>Frozen readout at any time: tables of an independent implementation, the exact pencil, closed limits.</summary>
public sealed class FrozenReadoutTests
{
    private static readonly TwoLayerLinearModel Population = new(0.8, 0.5, 0.3) { TeacherScale = 2 };
    private static readonly TwoLayerLinearModel Descent = new(0.8, 0.5, 0.15) { TeacherScale = 2, SampleRatio = 1.5, LabelNoise = 0.5 };
    private static readonly TwoLayerLinearModel Flow = new(0.8, 0.5, 0.1) { TeacherScale = 1, SampleRatio = 1.5, LabelNoise = 0.5, OutputScale = 2 };

    private static DysonSpectrum Spectrum(TwoLayerLinearModel model, TrainingClock clock, int nodes = FrozenReadoutEquation.DefaultNodes) =>
        new(new FrozenReadoutEquation(model, clock, nodes), SpectrumKind.SingularValues);

    private static DysonSpectrum Case(int number, double time) => number switch
    {
        0 => Spectrum(Population, TrainingClock.Descent(0.3, (int)time)),
        1 => Spectrum(Descent, TrainingClock.Descent(0.15, (int)time), 100),
        2 => Spectrum(Population, TrainingClock.Flow(time)),
        _ => Spectrum(Flow, TrainingClock.Flow(time), 100),
    };

    private static void AssertDigits(string printed, double value)
    {
        int digits = printed.Length - printed.IndexOf('.', StringComparison.Ordinal) - 1;
        Assert.Equal(double.Parse(printed, CultureInfo.InvariantCulture), value, 0.51 * Math.Pow(10, -digits));
    }

    [Theory]
    [InlineData(0, 1, "1.88975", ".10507", "1.2070")]
    [InlineData(0, 2, "2.15361", ".11459", ".8672", Traits = ["speed", "slow"])]
    [InlineData(0, 3, "2.42961", ".12163", ".6714", Traits = ["speed", "slow"])]
    [InlineData(0, 10, "3.70898", ".13672", ".28464")]
    [InlineData(0, 50, "6.32811", ".14004", ".06471", Traits = ["speed", "slow"])]
    [InlineData(1, 1, "1.86404", ".10341", "1.2285")]
    [InlineData(1, 2, "1.96267", ".10642", ".9497", Traits = ["speed", "slow"])]
    [InlineData(1, 3, "2.12235", ".10973", ".6650", Traits = ["speed", "slow"])]
    [InlineData(1, 10, "3.0458", ".12456", ".27952", Traits = ["speed", "slow"])]
    [InlineData(2, 0.3, "1.8473", ".10246", "1.2470")]
    [InlineData(2, 3, "3.6187", ".13622", ".2997", Traits = ["speed", "slow"])]
    [InlineData(3, 0.3, "1.92132", ".10572", "1.112", Traits = ["speed", "slow"])]
    [InlineData(3, 3, "3.89639", ".13503", ".1775")]
    public void Edges_and_amplitudes(int number, double time, string upper, string lower, string amplitude)
    {
        DysonSpectrum spectrum = Case(number, time);
        (SpectralEdge low, SpectralEdge high) = Assert.Single(spectrum.Bands(24));
        AssertDigits(upper, high.Position);
        AssertDigits(lower, low.Position);
        // Printed amplitudes were extrapolated and hold four digits; one unit of the last digit more is allowed.
        Assert.Equal(double.Parse(amplitude, CultureInfo.InvariantCulture), high.Amplitude, 1.6 * Math.Pow(10, amplitude.IndexOf('.', StringComparison.Ordinal) + 1 - amplitude.Length));
    }

    [Fact]
    public void Late_edges_need_more_than_48_nodes_and_then_no_longer_move()
    {
        // 48 nodes give 7.27152 and 3.874436; the limit of many nodes differs in the fourth digit.
        Assert.Equal(7.27152, Spectrum(Population, TrainingClock.Flow(30), 48).UpperEdge.Position, 5e-6);
        double edge = Spectrum(Population, TrainingClock.Flow(30), 400).UpperEdge.Position;
        Assert.Equal(edge, Spectrum(Population, TrainingClock.Flow(30), 1600).UpperEdge.Position, 1e-9);
        Assert.Equal(7.271310, edge, 5e-7);

        TwoLayerLinearModel unit = Population with { TeacherScale = 1 };
        Assert.Equal(3.874436, Spectrum(unit, TrainingClock.End(), 48).UpperEdge.Position, 5e-7);
        edge = Spectrum(unit, TrainingClock.End(), 400).UpperEdge.Position;
        Assert.Equal(edge, Spectrum(unit, TrainingClock.End(), 1600).UpperEdge.Position, 1e-9);
        Assert.Equal(3.872646, edge, 5e-7);
    }

    [Theory]
    [InlineData(0.1, 1, "2.011042", ".106706")]
    [InlineData(0.1, 4, "6.563767", "0.11163", Traits = ["speed", "slow"])]
    [InlineData(0.25, 1, "2.45869", ".108628", Traits = ["speed", "slow"])]
    [InlineData(0.25, 4, "9.0871", ".123034", Traits = ["speed", "slow"])]
    [InlineData(3, 1, "1.801440", ".069389")]
    [InlineData(3, 4, "7.205759", ".277556", Traits = ["speed", "slow"])]
    public void Edges_at_the_end_of_training(double outputs, double scale, string upper, string lower)
    {
        DysonSpectrum spectrum = Spectrum(new(0.8, outputs, 0.1) { OutputScale = scale }, TrainingClock.End());
        IReadOnlyList<(SpectralEdge Lower, SpectralEdge Upper)> bands = spectrum.Bands();
        AssertDigits(upper, bands[^1].Upper.Position);
        AssertDigits(lower, bands[0].Lower.Position);
    }

    [Fact]
    public void Overcomplete_readout_forgets_the_initial_matrix_and_scales_with_the_output_scale()
    {
        TwoLayerLinearModel model = new(0.8, 1.5, 0.1);
        double one = Spectrum(model, TrainingClock.End()).UpperEdge.Position;
        Assert.Equal(4 * one, Spectrum(model with { OutputScale = 4 }, TrainingClock.End()).UpperEdge.Position, 1e-8);
        Assert.Equal(one, Spectrum(model with { HiddenScale = 3 }, TrainingClock.End()).UpperEdge.Position, 1e-9);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void No_training_leaves_the_law_of_the_initial_matrix()
    {
        var initial = new MarchenkoPasturSingularValueLaw(Math.Sqrt(0.8), 1 / 0.8);
        TabulatedSpectralLaw law = Spectrum(Descent, TrainingClock.Descent(0.15, 0), 80).Law(120, 24);
        Assert.Equal(initial.UpperEdge, law.UpperEdge, 1e-9);
        Assert.Equal(initial.LowerEdge, law.LowerEdge, 1e-9);
        Assert.Equal(initial.CumulativeDistribution(1.1), law.CumulativeDistribution(1.1), 1e-7);
    }

    [Theory]
    [InlineData(0, 3, 0.32865239, -0.80183929)]
    [InlineData(0, 10, 0.27830240, -0.63602965)]
    public void Resolvents(int number, double time, double real, double imaginary) =>
        AssertComplex(new Complex(real, imaginary), Case(number, time).Resolvent(new Complex(1, 0.1)).Trace);

    [Fact]
    public void Resolvent_of_the_flow_with_noise_and_few_samples()
    {
        TwoLayerLinearModel model = new(0.8, 1.5, 0.1) { SampleRatio = 0.5, LabelNoise = 0.5 };
        AssertComplex(new Complex(0.40685264, -0.84182791), Spectrum(model, TrainingClock.Flow(3), 100).Resolvent(new Complex(1, 0.1)).Trace);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_exact_pencil_with_frozen_readout_agrees(int steps)
    {
        using var lapack = Lapack.Load();
        foreach (TwoLayerLinearModel model in new[] { Population, Descent })
        {
            var pencil = new DysonSpectrum(
                new MatrixDysonEquation(lapack, TrainingPencil.Build(model, steps, trainReadout: false)), SpectrumKind.SingularValues);
            DysonSpectrum closed = Spectrum(model, TrainingClock.Descent(model.LearningRate, steps), 100);
            Assert.Equal(closed.UpperEdge.Position, pencil.UpperEdge.Position, 1e-9);
            Assert.Equal(closed.UpperEdge.Amplitude, pencil.UpperEdge.Amplitude, 1e-5);
            AssertComplex(closed.Resolvent(new Complex(0.7, 0.05)).Trace, pencil.Resolvent(new Complex(0.7, 0.05)).Trace);
        }
    }

    [Theory]
    [InlineData(1, 6, "1.781885", "1.816584")]
    [InlineData(1, 8, "1.781885", "2.039168")]
    [InlineData(2, 6, "1.753258", "2.361031")]
    [InlineData(5, 4, "1.773565", "2.690674")]
    public void Spiked_teacher(int steps, double strength, string edge, string outlier)
    {
        var equation = new FrozenReadoutEquation(new(0.8, 0.5, 0.2), TrainingClock.Descent(0.2, steps));
        var above = RealBranch.FromAbove(equation);
        AssertDigits(edge, above.Edge.Position);
        AssertDigits(outlier, equation.SpikeOutlier(above, strength) ?? double.NaN);
        Assert.Null(equation.SpikeOutlier(above, 0.1));
    }

    [Fact]
    public void Stability_bound_is_where_the_fastest_mode_stops_decaying()
    {
        double top = Descent.LargestReadoutEigenvalue * Descent.LargestInputEigenvalue;
        Assert.Equal(1, Math.Abs(TrainingClock.Descent(Descent.StabilityBound, 1).Decay(top)), 1e-12);
        Assert.Equal(2 / Math.Pow(1 + Math.Sqrt(0.5), 2), Population.StabilityBound, 1e-12);
    }

    private static void AssertComplex(Complex expected, Complex actual) =>
        Assert.True(Complex.Abs(expected - actual) < 1e-8, $"expected {expected}, got {actual}");
}
