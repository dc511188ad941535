using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>From validated parameters to what theory and simulation take.</summary>
public static class ExtensiveOutputsModels
{
    // A pilot of this width says within a few per cent how far spectra reach; a quarter is added.
    private const int PilotWidth = 96;
    private const double PilotMargin = 1.25;

    // Bins reach no further: values beyond are those of a network that diverges.
    private const double MostRange = 1e6;

    /// <summary>The model at one output ratio, as asked.</summary>
    public static TwoLayerLinearModel Asked(ExtensiveOutputsParameters p, double outputRatio)
    {
        ArgumentNullException.ThrowIfNull(p);
        return new TwoLayerLinearModel(p.InputRatio, outputRatio, p.LearningRate)
        {
            SampleRatio = p.SampleRatio.Value,
            OutputScale = p.OutputScale,
            HiddenScale = p.HiddenScale,
            ReadoutScale = p.ReadoutScale,
            TeacherScale = p.TeacherScale,
            LabelNoise = p.LabelNoise,
        };
    }

    /// <summary>The model with the ratios that the largest simulated network has after rounding.</summary>
    public static TwoLayerLinearModel Exact(ExtensiveOutputsParameters p, double outputRatio)
    {
        TwoLayerLinearModel asked = Asked(p, outputRatio);
        return TwoLayerSizes.Of(asked, p.Width).Exact(asked);
    }

    /// <summary>How that model is trained.</summary>
    public static TwoLayerTraining Training(ExtensiveOutputsParameters p, TwoLayerLinearModel model)
    {
        ArgumentNullException.ThrowIfNull(p);
        return new TwoLayerTraining(model)
        {
            TrainReadout = p.TrainReadout,
            Dynamics = p.IsFlow ? TrainingDynamics.Flow : TrainingDynamics.Descent,
            Steps = p.Steps,
            TeacherSpike = p.TeacherSpike,
        };
    }

    /// <summary>The theory at one output ratio, for the ratios that the largest simulated network has.</summary>
    public static TrainedSpectrumTheory Theory(ExtensiveOutputsParameters p, double outputRatio) => TrainedSpectrumTheory.For(Training(p, Exact(p, outputRatio)));

    /// <summary>
    /// Where the bins of densities end: a quarter beyond the largest singular value that small networks with other random numbers reach, in two digits.
    /// Bins must be the same in all replicas, so they cannot come from one of them.
    /// </summary>
    /// <param name="p">Parameters.</param>
    /// <param name="times">Recorded steps or times, ascending.</param>
    public static double PilotRange(ExtensiveOutputsParameters p, IReadOnlyList<double> times)
    {
        ArgumentNullException.ThrowIfNull(p);
        using var lapack = Lapack.Load("managed");
        double largest = Math.Max(p.HiddenScale * (1 + Math.Sqrt(p.InputRatio)), 1e-3);
        foreach (double ratio in p.OutputRatio.Values)
        {
            TwoLayerLinearModel model = Asked(p, ratio);
            using var network = new TwoLayerLinearNetwork(
                lapack, model, TwoLayerSizes.Of(model, PilotWidth), p.TrainReadout, p.TeacherSpike, StudyStreams.Pilot.Matrix, ShardExecutor.Sequential);
            double last = 0;
            foreach (double time in times)
            {
                Advance(p, network, last, time, CancellationToken.None);
                if (!network.IsFinite)
                {
                    break;
                }

                // An entry is no larger than the largest singular value, which need not be found once it passes every bin.
                largest = Math.Max(largest, network.LargestHiddenEntry);
                if (largest >= MostRange)
                {
                    break;
                }

                largest = Math.Max(largest, network.SingularValues()[0]);
                last = time;
            }
        }

        return SpectrumGrid.InTwoDigits(0, Math.Min(PilotMargin * largest, MostRange)).Upper;
    }

    /// <summary>Trains from one recorded time to the next; stops early where the weights leave every bound.</summary>
    public static void Advance(ExtensiveOutputsParameters p, TwoLayerLinearNetwork network, double from, double to, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(network);
        if (p.IsFlow)
        {
            network.Flow(to - from, cancellation);
            return;
        }

        for (int step = (int)from; step < (int)to && network.IsFinite; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            network.Descend();
        }
    }

    /// <summary>What is to be said of the learning rate; null if it is below the bound, or the dynamics are a flow.</summary>
    public static string? StabilityWarning(ExtensiveOutputsParameters p)
    {
        ArgumentNullException.ThrowIfNull(p);
        double bound = p.OutputRatio.Values.Min(ratio => Asked(p, ratio).StabilityBound);
        return p.IsFlow || p.LearningRate < bound
            ? null
            : $"learningRate {p.LearningRate:G4} is not below the stability bound {bound:G4} = 2/(a_max s_max) of the initial readout: "
                + $"{(p.TrainReadout ? "training may diverge after a few steps" : "the frozen-readout dynamics diverge with the steps")}; lower learningRate.";
    }
}
