using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Edges;

namespace Numerics.Spectra.Tests.Theory.Bulk.ExtensiveOutputs;

/// <summary>Which theory is chosen for which training, what it refuses, and that different theories of one spectrum agree.</summary>
public sealed class TrainedSpectrumTheoryTests : IDisposable
{
    private static readonly TwoLayerLinearModel A = new(0.8, 0.5, 0.3) { TeacherScale = 2 };
    private static readonly TwoLayerLinearModel Small = A with { HiddenScale = 0.1, ReadoutScale = 0.1 };

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Fact]
    public void The_theory_follows_from_what_is_trained()
    {
        TwoLayerTraining both = new(A) { Steps = 2 };
        TwoLayerTraining frozen = both with { TrainReadout = false };
        TwoLayerLinearModel data = A with { SampleRatio = 1.5 };
        Assert.IsType<TrainingPencilTheory>(TrainedSpectrumTheory.For(both));
        Assert.IsType<SmallInitializationTheory>(TrainedSpectrumTheory.For(both with { Dynamics = TrainingDynamics.Flow }));
        Assert.IsType<FrozenReadoutTheory>(TrainedSpectrumTheory.For(frozen));
        Assert.IsType<FrozenReadoutTheory>(TrainedSpectrumTheory.For(frozen with { Dynamics = TrainingDynamics.Flow }));
        Assert.IsType<FrozenReadoutTheory>(TrainedSpectrumTheory.For(frozen with { TeacherSpike = 4 }));
        Assert.IsType<FrozenReadoutTheory>(TrainedSpectrumTheory.For(frozen with { Model = data }));
        Assert.IsType<TrainingPencilTheory>(TrainedSpectrumTheory.For(frozen with { Model = data, TeacherSpike = 4 }));
        Assert.IsType<TrainingPencilTheory>(TrainedSpectrumTheory.For(frozen with { Model = A with { OutputRatio = 0 } }));
        Assert.Equal(26, TrainedSpectrumTheory.For(both).PencilOrder);
        Assert.Null(TrainedSpectrumTheory.For(frozen).PencilOrder);
    }

    /// <summary>The gap between bulk and band closes at outputRatio 0.06: just beyond, the density has a dip that a fixed number of nodes loses 5e-4 of the mass in.</summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.065)]
    [InlineData(0.08, Traits = ["speed", "slow"])]
    public void Beside_the_closing_of_a_gap_no_mass_is_lost(double outputRatio)
    {
        TwoLayerTraining training = new(new TwoLayerLinearModel(0.8, outputRatio, 0.5) { TeacherScale = 4 }) { Steps = 1 };
        Assert.Equal(1, TrainedSpectrumTheory.For(training).Solve(lapack, 1).Law.Moment(0), 1e-5);
    }

    [Fact]
    public void What_a_theory_does_not_cover_is_refused_by_the_parameter_that_is_to_blame()
    {
        TwoLayerTraining flow = new(Small) { Dynamics = TrainingDynamics.Flow };
        TwoLayerTraining frozenFlow = flow with { TrainReadout = false };
        Assert.Null(TrainedSpectrumTheory.For(flow).Refusal);
        Assert.Null(TrainedSpectrumTheory.For(frozenFlow).Refusal);
        foreach ((TwoLayerTraining training, string parameter) in new[]
        {
            (flow with { Model = Small with { OutputRatio = 0 } }, "OutputRatio"),
            (flow with { Model = Small with { SampleRatio = 2 } }, "Dynamics"),
            (flow with { TeacherSpike = 3 }, "Dynamics"),
            (flow with { Model = A }, "HiddenScale"),
            (flow with { Model = Small with { ReadoutScale = 0.2 } }, "HiddenScale"),
            (flow with { Model = Small with { TeacherScale = 0 } }, "HiddenScale"),
            (frozenFlow with { Model = Small with { OutputRatio = 0 } }, "OutputRatio"),
            (frozenFlow with { Model = Small with { SampleRatio = 2 }, TeacherSpike = 3 }, "TeacherSpike"),
            (new TwoLayerTraining(A with { OutputRatio = 0 }) { Steps = 1, TeacherSpike = 3 }, "TeacherSpike"),
        })
        {
            var theory = TrainedSpectrumTheory.For(training);
            Assert.Equal(parameter, theory.OutOfScope?.Parameter);
            Assert.Equal(theory.OutOfScope, theory.Refusal);
            Assert.Equal(theory.OutOfScope!.Sentence, Assert.Throws<InvalidOperationException>(() => theory.Solve(lapack, 1)).Message);
        }
    }

    [Fact]
    public void Too_many_steps_are_within_scope_but_refused_with_their_cost()
    {
        var theory = TrainedSpectrumTheory.For(new TwoLayerTraining(A) { Steps = 10 });
        Assert.Null(theory.OutOfScope);
        Assert.Equal("Steps", theory.Refusal!.Parameter);
        Assert.Contains("order 1.575E+05", theory.Refusal.Sentence, StringComparison.Ordinal);
        Assert.Null(TrainedSpectrumTheory.For(new TwoLayerTraining(A) { Steps = 5 }).Refusal);
        // A frozen readout with few outputs: the pencil grows by four per step, up to 173 of them.
        TwoLayerTraining few = new(A with { OutputRatio = 0 }) { TrainReadout = false, Steps = 170 };
        Assert.Null(TrainedSpectrumTheory.For(few).Refusal);
        Assert.Contains("the number of outputs is finite", TrainedSpectrumTheory.For(few with { Steps = 180 }).Refusal!.Sentence, StringComparison.Ordinal);
        Assert.Contains("the number of outputs is finite", TrainedSpectrumTheory.For(few with { Steps = 100_000 }).Refusal!.Sentence, StringComparison.Ordinal);
        TwoLayerTraining spike = new(A with { SampleRatio = 2 }) { TrainReadout = false, TeacherSpike = 2, Steps = 300 };
        Assert.Contains("a spike of the teacher is learned from finite data", TrainedSpectrumTheory.For(spike).Refusal!.Sentence, StringComparison.Ordinal);
        // Any number of steps by the vector equation.
        Assert.Null(TrainedSpectrumTheory.For(spike with { TeacherSpike = 0 }).Refusal);
    }

    [Fact]
    public void Costs_are_those_of_the_theory()
    {
        SolutionCost vector = TrainedSpectrumTheory.For(new TwoLayerTraining(A) { TrainReadout = false, Steps = 4 }).Cost;
        SolutionCost[] pencils = [.. Enumerable.Range(1, 6).Select(steps => TrainedSpectrumTheory.For(new TwoLayerTraining(A) { Steps = steps }).Cost)];
        Assert.Equal(320 * 26.0 * 26, pencils[1].Bytes);
        Assert.Equal(pencils[4], pencils[5]); // six steps are refused and cost nothing more
        Assert.All(pencils[..4].Zip(pencils[1..5]), pair => Assert.Equal(5, pair.Second.Seconds / pair.First.Seconds, 1e-9));
        Assert.True(vector.Seconds < pencils[4].Seconds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false, Traits = ["speed", "slow"])]
    public void Vector_equation_and_exact_pencil_of_a_frozen_readout_are_one_spectrum(bool spiked)
    {
        TwoLayerTraining training = new(A with { TeacherScale = 1, LearningRate = 0.2 }) { TrainReadout = false, Steps = 2, TeacherSpike = spiked ? 6 : 0 };
        TrainedSpectrum vector = TrainedSpectrumTheory.For(training).Solve(lapack, 2);
        TrainedSpectrum pencil = new TrainingPencilTheory(training).Solve(lapack, 2);
        Assert.Equal(pencil.UpperEdge, vector.UpperEdge, 1e-6);
        Assert.Equal(pencil.Amplitude, vector.Amplitude, 1e-4);
        Assert.Equal(pencil.Law.CumulativeDistribution(1), vector.Law.CumulativeDistribution(1), 1e-5);
        Assert.Equal(spiked ? 1 : 0, vector.Outliers.Count);
        Assert.All(pencil.Outliers.Zip(vector.Outliers), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        var z = new Complex(1, 0.1);
        Assert.True((pencil.Resolvent(z).Trace - vector.Resolvent(z).Trace).Magnitude < 1e-6);
        // The next step is another spectrum.
        Assert.True(Math.Abs(pencil.UpperEdge - TrainedSpectrumTheory.For(training).Solve(lapack, 3).UpperEdge) > 1e-3);
    }

    [Fact]
    public void Before_training_the_law_is_that_of_Marchenko_and_Pastur_whichever_theory_is_asked()
    {
        foreach (TwoLayerTraining training in new TwoLayerTraining[] { new(A) { Steps = 3 }, new(A) { TrainReadout = false, Steps = 3 }, new(A) { TrainReadout = false, Dynamics = TrainingDynamics.Flow } })
        {
            TrainedSpectrum start = TrainedSpectrumTheory.For(training).Solve(lapack, 0);
            Assert.Equal(1 + Math.Sqrt(0.8), start.UpperEdge, 1e-12);
            Assert.Equal(1 - Math.Sqrt(0.8), start.Bands[0].Lower, 1e-12);
            Assert.Empty(start.Outliers);
            // 2 D a = delta^(-3/2) of the edge of a Gaussian matrix, up to the half shifts.
            Assert.Equal(new EdgeStatistics(1000, 800, Math.Sqrt(0.8)).Scale, start.FluctuationScale(800), 1e-3 * start.FluctuationScale(800));
        }

        TwoLayerTraining empty = new(A with { HiddenScale = 0 }) { Steps = 1 };
        Assert.Contains("vanishes at the start", Assert.Throws<ArgumentOutOfRangeException>(() => TrainedSpectrumTheory.For(empty).Solve(lapack, 0)).Message, StringComparison.Ordinal);
        Assert.True(TrainedSpectrumTheory.For(empty).Solve(lapack, 1).UpperEdge > 0);
    }

    [Fact]
    public void The_flow_reflects_its_resolvent_at_the_imaginary_axis_and_counts_singular_values()
    {
        TrainedSpectrum spectrum = TrainedSpectrumTheory.For(new TwoLayerTraining(Small) { Dynamics = TrainingDynamics.Flow }).Solve(lapack, 0.5);
        DysonSolution right = spectrum.Resolvent(new Complex(0.4, 0.2));
        DysonSolution left = spectrum.Resolvent(new Complex(-0.4, 0.2));
        Assert.Equal(-Complex.Conjugate(right.Trace), left.Trace);
        Assert.Equal(1, spectrum.Law.Moment(0), 1e-4);
        // g(z) -> 1/z far away.
        Assert.True((spectrum.Resolvent(new Complex(0, 100)).Trace * new Complex(0, 100) - 1).Magnitude < 1e-3);
    }

    [Fact]
    public void A_band_of_few_values_has_no_Tracy_Widom_edge()
    {
        TwoLayerTraining training = new(new TwoLayerLinearModel(0.8, 0.01, 0.5) { TeacherScale = 4 }) { Steps = 1 };
        TrainedSpectrum spectrum = TrainedSpectrumTheory.For(training).Solve(lapack, 1);
        Assert.Equal(2, spectrum.Bands.Count);
        Assert.Equal(8, spectrum.TopBandCount(640), 0.01);
        Assert.Null(spectrum.Largest(640).At(1));
        Assert.Equal(spectrum.UpperEdge + (spectrum.FluctuationScale(6400) * TracyWidomMoments.Mean(1)), spectrum.Largest(6400).At(1)!.Value, 1e-12);
    }
}
