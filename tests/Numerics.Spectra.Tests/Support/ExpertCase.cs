using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Support;

/// <summary>The data of the reference table of mixtures of experts: x_pd = cos(1.7 (p+1)(d+1)) of length sqrt(8), and its cases.</summary>
internal static class ExpertCase
{
    public const int Dimension = 8;

    public static readonly double[] Targets = [1, -1, 0.5, -0.5];

    public static double[][] Inputs { get; } = [.. Enumerable.Range(1, 4).Select(p =>
    {
        double[] x = [.. Enumerable.Range(1, Dimension).Select(d => Math.Cos(1.7 * p * d))];
        double length = Math.Sqrt(x.Sum(value => value * value));
        return x.Select(value => value * Math.Sqrt(Dimension) / length).ToArray();
    })];

    public static TrainingSet Set()
    {
        var gram = new DenseMatrix<double>(4, 4);
        for (int m = 0; m < 4; m++)
        {
            for (int n = 0; n < 4; n++)
            {
                gram[m, n] = Inputs[m].Zip(Inputs[n], (a, b) => a * b).Sum() / Dimension;
            }
        }

        return new TrainingSet(gram, Targets);
    }

    public static ExpertLimitModel Model(ExpertRegime regime, ExpertScaling scaling, double readoutScale) => new()
    {
        Parameterization = new ExpertParameterization(regime, scaling),
        Set = Set(),
        InputDimension = Dimension,
        LearningRate = regime switch { ExpertRegime.I => 0.6, ExpertRegime.II => 0.5, _ => 0.9 },
        Steps = regime == ExpertRegime.III ? 13 : 23,
        ReadoutScale = readoutScale,
        RouterScale = regime == ExpertRegime.III ? 2 : 1,
    };

    public static Func<uint, StreamKey> Keys(uint pass) => role => StreamKey.Derive(1, 20, pass, role);
}
