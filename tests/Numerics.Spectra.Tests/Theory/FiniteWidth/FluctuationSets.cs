using System.Collections.Concurrent;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Random;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.FiniteWidth;

namespace Numerics.Spectra.Tests.Theory.FiniteWidth;

/// <summary>Reference sets of docs/finite-width.md and solutions averaged over passes.</summary>
internal static class FluctuationSets
{
    public static readonly StreamKey Key = StreamKey.Derive(7, 17, 0, 0);

    private static readonly double[][] Gram = [[1, 0.3, 0.5], [0.3, 1, -0.4], [0.5, -0.4, 1]];

    /// <summary>Two training samples, one test sample, tanh.</summary>
    public static FluctuationModel TwoSamples(double outputScale, bool centred, TrainingTimes times) => new(ActivationKind.Tanh, Gram, [1, -0.6], outputScale, centred, times);

    /// <summary>The steps of the table.</summary>
    public static readonly int[] TableSteps = [6, 16, 50];

    private static readonly ConcurrentDictionary<(double, bool, double), Lazy<FluctuationSolution>> Tables = new();

    /// <summary>The two-sample set at the steps of the table, solved once.</summary>
    public static FluctuationSolution Table(double outputScale, bool centred, double rate) => Tables.GetOrAdd(
        (outputScale, centred, rate), _ => new Lazy<FluctuationSolution>(() => Solve(TwoSamples(outputScale, centred, TrainingTimes.Descent(rate, 50)), TableSteps))).Value;

    /// <summary>One training sample of target 1 and a test sample at overlap 1/2.</summary>
    public static FluctuationModel OneSample(ActivationKind activation, double outputScale, bool centred, TrainingTimes times) =>
        new(activation, [[1, 0.5], [0.5, 1]], [1], outputScale, centred, times);

    /// <summary>Both grids, averaged.</summary>
    public static FluctuationSolution Solve(FluctuationModel model, params int[] points)
    {
        FluctuationSolution[] passes = [.. Enumerable.Range(0, 2).Select(pass => TwoLayerFluctuations.Solve(model, points, pass, 4096, Key, _ => { }, CancellationToken.None))];
        MeanAndVariance[,] Matrices(MeanAndVariance[,] a, MeanAndVariance[,] b)
        {
            var sum = new MeanAndVariance[a.GetLength(0), a.GetLength(1)];
            for (int m = 0; m < a.GetLength(0); m++)
            {
                for (int n = 0; n < a.GetLength(1); n++)
                {
                    sum[m, n] = Between(a[m, n], b[m, n]);
                }
            }

            return sum;
        }

        return new FluctuationSolution(
            [.. passes[0].Output.Zip(passes[1].Output, (a, b) => a.Zip(b, Between).ToArray())],
            [.. passes[0].FeatureKernel.Zip(passes[1].FeatureKernel, Matrices)],
            [.. passes[0].TangentKernel.Zip(passes[1].TangentKernel, Matrices)]);
    }

    private static MeanAndVariance Between(MeanAndVariance a, MeanAndVariance b) => new((a.Mean + b.Mean) / 2, (a.Variance + b.Variance) / 2);
}
