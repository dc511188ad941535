using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Support;

/// <summary>The reference sets P1 to P7 of docs/deep-linear.md.</summary>
internal static class DeepLinearSets
{
    public static DeepLinearModel Of(string name, int steps = 20) => name switch
    {
        "P1" => Model(1, 1, 2, Parameterization.MuP, 0.1, 4, [0.5, 0.5], 0, steps),
        "P2" => Model(2, 0.5, 4, Parameterization.MuP, 0.05, 4, [0.7, 0.7, 0.7], 0.2, steps),
        "P3" => Model(2, 2, 4, Parameterization.Ntk, 0.1, 4, [0.6, 0.7, 0.8], 0, steps),
        "P4" => Model(2, 1, double.PositiveInfinity, Parameterization.MuP, 0.1, 3, [0.5, 0.6, 0.5], 0.1, steps) with { Batch = new BatchSampling.OnePass(3) },
        "P5" => Model(3, 0.75, 3, Parameterization.MuP, 0.025, 4, [0.7, 0.7, 0.7, 0.7], 0, steps),
        "P6" => Model(1, 1, 2, Parameterization.MuP, 0.05, 4, [0.5, 0.5], 0.1, steps) with { Optimizer = new OptimizerMemory(steps, 0.5, 0.01) },
        "P7" => Model(2, 1, 2, Parameterization.MuP, 0.02, 4, [0.6, 0.6, 0.6], 0.1, steps) with { Covariance = CovarianceSpectrum.PowerLaw(0.6, 500) },
        _ => throw new ArgumentException(name),
    };

    public static DeepLinearModel Model(
        int depth, double widthRatio, double sampleRatio, Parameterization parameterization, double learningRate, double outputScale, double[] scales, double noise, int steps) => new()
        {
            Depth = depth,
            WidthRatio = widthRatio,
            SampleRatio = sampleRatio,
            Parameterization = parameterization,
            LearningRate = learningRate,
            OutputScale = outputScale,
            InitialScales = scales,
            LabelNoise = noise,
            Optimizer = new OptimizerMemory(steps),
        };
}
