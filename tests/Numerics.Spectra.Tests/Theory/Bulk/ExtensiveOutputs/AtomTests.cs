using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Tests.Theory.Bulk.ExtensiveOutputs;

/// <summary>Weights of exact zeros, which are ranks: a frozen readout with finite data, noise, and no initial weights.</summary>
public sealed class AtomTests
{
    public static TheoryData<double, double, double, string> Cases()
    {
        // Fast are the early times, one for each set of data in turn: every ratio of samples and either noise meets all three kinds of training.
        string[] early = ["descent 2", "flow 1", "end"];
        var cases = new TheoryData<double, double, double, string>();
        int set = 0;
        foreach (double inputs in new[] { 0.8, 1.5 })
        {
            foreach (double noise in new[] { 0, 0.5 })
            {
                foreach (double samples in new[] { 0.5, 1, 2 })
                {
                    string fast = early[(set + (set / 3)) % 3];
                    set++;
                    foreach (string time in new[] { "descent 2", "descent 10", "flow 1", "flow 10", "end" })
                    {
                        TheoryDataRow<double, double, double, string> row = new(inputs, samples, noise, time);
                        cases.Add(time == fast ? row : row.WithTrait("speed", "slow"));
                    }
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Frozen_readout_with_finite_data(double inputs, double samples, double noise, string time)
    {
        const double Outputs = 0.5;
        TwoLayerLinearModel model = new(inputs, Outputs, 0.1) { SampleRatio = samples, LabelNoise = noise };
        // Initial weights have rank min(N, D), and the change, in the row space of the data, does not lower it.
        Assert.Equal(Math.Max(0, 1 - (1 / inputs)), Atom(model, time), 1e-7);
        // Without initial weights W = V^T (...) X^T has the rank of the smallest of D, N, C and P.
        double rank = new[] { inputs, 1, Outputs, samples }.Min();
        Assert.Equal(1 - (rank / inputs), Atom(model with { HiddenScale = 0 }, time), 1e-7);
    }

    [Theory]
    [InlineData(0.8, 0.5, 0.4)]
    [InlineData(0.8, 0.3, 0.6)]
    [InlineData(1.5, 2, 1.2)]
    public void One_step_without_initial_weights_by_the_pencil(double inputs, double outputs, double samples)
    {
        using var lapack = Lapack.Load();
        TwoLayerLinearModel model = new(inputs, outputs, 0.1) { SampleRatio = samples, HiddenScale = 0, LabelNoise = 0.3 };
        var spectrum = new DysonSpectrum(new MatrixDysonEquation(lapack, TrainingPencil.Build(model, 1, trainReadout: false)), SpectrumKind.SingularValues);
        double rank = new[] { inputs, 1, outputs, samples }.Min();
        Assert.Equal(1 - (rank / inputs), spectrum.AtomAtZero, 1e-12);
    }

    /// <summary>An extrapolated atom becomes the one rank near it; between two, or near none, it stays what it was.</summary>
    [Theory]
    [InlineData(0.33333143, 8e-8, 1.0 / 3)]
    [InlineData(0.3331, 1e-7, 0.3331)]
    [InlineData(0.3331, 1e-3, 1.0 / 3)]
    [InlineData(0.3, 0.2, 0.3)]
    [InlineData(0, 0, 0)]
    public void Atoms_are_counted_where_one_rank_is_near(double weight, double error, double expected) =>
        Assert.Equal(expected, new ZeroAtom(weight, error).Counted([1, 2.0 / 3, 4.0 / 3, 0.8]).Weight, 1e-12);

    private static double Atom(TwoLayerLinearModel model, string time)
    {
        string[] parts = time.Split(' ');
        TrainingClock clock = parts[0] switch
        {
            "descent" => TrainingClock.Descent(model.LearningRate, int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)),
            "flow" => TrainingClock.Flow(double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)),
            _ => TrainingClock.End(),
        };
        return new DysonSpectrum(new FrozenReadoutEquation(model, clock, 60), SpectrumKind.SingularValues).AtomAtZero;
    }
}
