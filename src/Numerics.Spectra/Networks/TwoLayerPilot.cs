using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Spectrum;

namespace Numerics.Spectra.Networks;

/// <summary>How far the singular values of W reach in training, by small networks with random numbers of their own.</summary>
/// <remarks>Bins of a density must be the same in all replicas, so they cannot come from one of them. Deterministic.</remarks>
public static class TwoLayerPilot
{
    // A pilot of this width says within a few per cent how far spectra reach; a quarter is added.
    private const int Width = 96;
    private const double Margin = 1.25;

    // Bins reach no further: values beyond are those of a network that diverges.
    private const double MostRange = 1e6;

    /// <summary>Where bins end: a quarter beyond the largest singular value that any of some pilots reaches at any of some times, in two digits.</summary>
    /// <param name="trainings">At least one, all with the same inputs and initial scales.</param>
    /// <param name="times">Steps or times of the flow, ascending.</param>
    /// <param name="stream">Key of each matrix by its number.</param>
    public static double Range(IReadOnlyList<TwoLayerTraining> trainings, IReadOnlyList<double> times, Func<uint, StreamKey> stream)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        ArgumentNullException.ThrowIfNull(times);
        using var lapack = Lapack.Load("managed");
        double largest = 1e-3;
        foreach (TwoLayerTraining training in trainings)
        {
            using var network = TwoLayerLinearNetwork.Of(lapack, training, Width, stream, ShardExecutor.Sequential);
            largest = Math.Max(largest, training.Model.HiddenScale * (1 + Math.Sqrt(training.Model.InputRatio)));
            largest = Math.Max(largest, Largest(network, training.Dynamics, times, largest));
        }

        return SpectrumGrid.InTwoDigits(0, Math.Min(Margin * largest, MostRange)).Upper;
    }

    private static double Largest(TwoLayerLinearNetwork network, TrainingDynamics dynamics, IReadOnlyList<double> times, double largest)
    {
        double last = 0;
        foreach (double time in times)
        {
            network.Train(dynamics, last, time, CancellationToken.None);
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

        return largest;
    }
}
