using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Bulk.Pencils;
using Numerics.Spectra.Theory.Edges;

namespace Numerics.Spectra.Tests.Theory.Bulk.ExtensiveOutputs;

/// <summary>Hidden matrices with fewer and with more columns than rows: bands, masses and zeros before and after training.</summary>
public sealed class RectangularTrainingTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    private static TwoLayerLinearModel Model(double inputRatio) => new(inputRatio, 0.5, 0.2) { TeacherScale = 2 };

    /// <inheritdoc/>
    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(1.5)]
    [InlineData(2, Traits = ["speed", "slow"])]
    [InlineData(3, Traits = ["speed", "slow"])]
    public void Before_training_the_engine_finds_the_law_of_Marchenko_and_Pastur(double inputRatio)
    {
        var exact = new MarchenkoPasturSingularValueLaw(Math.Sqrt(inputRatio), 1 / inputRatio);
        // rho = (2 a/pi) sqrt(s_+ - s) of sqrt((s_+^2 - s^2)(s^2 - s_-^2))/(pi sigma^2 s).
        (double upper, double lower) = (exact.UpperEdge, exact.LowerEdge);
        double amplitude = Math.Sqrt(2 * ((upper * upper) - (lower * lower)) / upper) / (2 * inputRatio);
        foreach (DysonEquation equation in new DysonEquation[] { Pencil(inputRatio, 0, true), Frozen(inputRatio, 0) })
        {
            var spectrum = new DysonSpectrum(equation, SpectrumKind.SingularValues);
            Assert.Equal(upper, spectrum.UpperEdge.Position, 1e-9);
            Assert.Equal(amplitude, spectrum.UpperEdge.Amplitude, 1e-6);
            TabulatedSpectralLaw law = spectrum.Law(100);
            Assert.Equal(lower, law.LowerEdge, 1e-9);
            Assert.Equal(exact.AtomAtZero, law.AtomAtZero, 1e-7);
            Assert.Equal(1, law.TotalMass, 1e-7);
            Assert.Equal(exact.CumulativeDistribution(1.1), law.CumulativeDistribution(1.1), 1e-7);
        }
    }

    [Theory]
    [InlineData(0.5, 1, true)]
    [InlineData(0.5, 2, true, Traits = ["speed", "slow"])]
    [InlineData(1.5, 1, true)]
    [InlineData(1.5, 2, true, Traits = ["speed", "slow"])]
    [InlineData(2, 1, true, Traits = ["speed", "slow"])]
    [InlineData(2, 2, true, Traits = ["speed", "slow"])]
    [InlineData(0.5, 2, false)]
    [InlineData(1.5, 2, false, Traits = ["speed", "slow"])]
    [InlineData(2, 1, false, Traits = ["speed", "slow"])]
    [InlineData(2, 2, false, Traits = ["speed", "slow"])]
    public void After_training_masses_are_one_and_edges_those_of_trained_networks(double inputRatio, int steps, bool trainReadout)
    {
        var spectrum = new DysonSpectrum(Pencil(inputRatio, steps, trainReadout), SpectrumKind.SingularValues);
        TabulatedSpectralLaw law = spectrum.Law(80);
        (SpectralEdge lower, SpectralEdge upper) = Assert.Single(spectrum.Bands());
        // W has full rank min(N, D).
        Assert.Equal(Math.Max(0, 1 - (1 / inputRatio)), law.AtomAtZero, 5e-7);
        Assert.Equal(1, law.TotalMass, 5e-7);

        // Means of the extreme singular values, Tracy-Widom shift included, N = 160, 24 replicas with fixed seeds. Allowed: four standard errors and a relative
        // correction of half a scale (N^(-1/3)); false alarms 1e-4 for each.
        const int Width = 160;
        const int Replicas = 24;
        double[][] samples = [.. Enumerable.Range(0, Replicas).Select(replica => Train(inputRatio, steps, trainReadout, Width, (uint)replica))];
        double above = upper.FluctuationScale(2 * inputRatio * Width);
        double below = lower.FluctuationScale(2 * inputRatio * Width);
        double allowed = (4 * TracyWidomMoments.StandardDeviation(1) / Math.Sqrt(Replicas)) + 0.5;
        Assert.Equal(TracyWidomMoments.Mean(1), (samples.Average(values => values[0]) - upper.Position) / above, allowed);
        Assert.Equal(TracyWidomMoments.Mean(1), (lower.Position - samples.Average(values => values[^1])) / below, allowed);
    }

    [Theory]
    [InlineData(2, 1, Traits = ["speed", "slow"])]
    [InlineData(2, 2, Traits = ["speed", "slow"])]
    [InlineData(1.5, 2)]
    public void Frozen_readout_and_pencil_agree_with_more_columns_than_rows(double inputRatio, int steps)
    {
        TabulatedSpectralLaw pencil = new DysonSpectrum(Pencil(inputRatio, steps, false), SpectrumKind.SingularValues).Law(60);
        TabulatedSpectralLaw frozen = new DysonSpectrum(Frozen(inputRatio, steps), SpectrumKind.SingularValues).Law(60);
        Assert.Equal(pencil.UpperEdge, frozen.UpperEdge, 1e-8);
        Assert.Equal(pencil.LowerEdge, frozen.LowerEdge, 1e-8);
        Assert.Equal(pencil.CumulativeDistribution(1), frozen.CumulativeDistribution(1), 5e-7);
    }

    private MatrixDysonEquation Pencil(double inputRatio, int steps, bool trainReadout) =>
        new(lapack, TrainingPencil.Build(Model(inputRatio), steps, trainReadout));

    private static FrozenReadoutEquation Frozen(double inputRatio, int steps) =>
        new(Model(inputRatio), TrainingClock.Descent(0.2, steps));

    private double[] Train(double inputRatio, int steps, bool trainReadout, int width, uint replica)
    {
        TwoLayerLinearModel model = Model(inputRatio);
        using var network = new TwoLayerLinearNetwork(
            lapack, model, TwoLayerSizes.Of(model, width), trainReadout, 0, role => StreamKey.Derive(11, 5, replica, role), ShardExecutor.Sequential);
        for (int step = 0; step < steps; step++)
        {
            network.Descend();
        }

        return network.SingularValues();
    }
}
