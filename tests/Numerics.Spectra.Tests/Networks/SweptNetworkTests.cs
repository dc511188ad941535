using System.Numerics;
using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Sweeps;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Training in single sweeps against the plain route with the same Gaussian numbers.</summary>
public sealed class SweptNetworkTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-10;

    public static TheoryData<ActivationKind, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<ActivationKind, int, bool>();
            foreach (ActivationKind kind in (ActivationKind[])[ActivationKind.Tanh, ActivationKind.Erf, ActivationKind.Relu, ActivationKind.Sine])
            {
                foreach (int depth in (int[])[2, 3, 4])
                {
                    cases.Add(kind, depth, false);
                    cases.Add(kind, depth, true);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sweeps_train_like_the_plain_route(ActivationKind activation, int depth, bool miniBatches)
    {
        using var problem = new NetworkCase(activation, depth, miniBatches);
        Compare(problem.Options, problem.Set, problem.Streams);
    }

    [Theory]
    [InlineData(ActivationKind.Tanh, 1, 150)]
    [InlineData(ActivationKind.Tanh, 2, 150)]
    [InlineData(ActivationKind.Tanh, 8, 40)]
    [InlineData(ActivationKind.Erf, 2, 150)]
    [InlineData(ActivationKind.Relu, 2, 150)]
    [InlineData(ActivationKind.Relu, 8, 40)]
    public void Converged_runs_agree_with_the_plain_route(ActivationKind activation, int samples, int steps)
    {
        SweepEvidence evidence = Compare(Options(activation, 4000, steps), Data(samples), new NetworkStreams(7, 903, 1));
        Assert.Equal(0, evidence.Dropped);
    }

    private SweepEvidence Compare(NetworkOptions options, TrainingSet set, NetworkStreams streams)
    {
        var executor = new ShardExecutor(2);
        using NonlinearNetwork<double> plain = TrainingRoute.Plain(options, set, new GaussianFactory<double>(MatrixKind.Revealed, null, executor), streams);
        using var swept = new SweptNetwork<double>(options, set, streams, executor);
        TrainingTrajectory expected = plain.Train();
        TrainingTrajectory actual = swept.Train();
        Assert.Null(expected.DivergedAt);
        Assert.Null(actual.DivergedAt);
        double scale = expected.Output.Max(row => row.Max(Math.Abs));
        double deviation = 0;
        for (int step = 0; step <= options.Steps; step++)
        {
            deviation = Math.Max(deviation, expected.Output[step].Zip(actual.Output[step], (a, b) => Math.Abs(a - b)).Max());
        }

        SweepEvidence evidence = actual.Sweeps!;
        output.WriteLine($"outputs within {deviation / scale:G3}; loss {expected.Loss[0]:G4} to {expected.Loss[^1]:G4}; {evidence}");
        Assert.InRange(deviation / scale, 0, Tolerance);
        for (int layer = 0; layer < options.Depth - 1; layer++)
        {
            Assert.Equal(expected.Marks[layer], actual.Marks[layer]);
            CheckKnowledge((RevealedGaussian<double>)plain.Matrices[layer].Gaussian, swept.Matrices[layer]);
        }

        return evidence;
    }

    private static void CheckKnowledge(RevealedGaussian<double> expected, SweptGaussian<double> actual)
    {
        Close(expected.CrossProduct, actual.CrossProduct, 1e-7);
        Close(expected.RightCoordinates, actual.RightCoordinates, 1e-7);
        Close(expected.LeftCoordinates, actual.LeftCoordinates, 1e-7);
        Close(expected.RightProductGram(), actual.RightProductGram(), 1e-7);
        Close(expected.LeftProductGram(), actual.LeftProductGram(), 1e-7);
    }

    private static void Close(DenseMatrix<double> expected, DenseMatrix<double> actual, double tolerance)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        double scale = 0, deviation = 0;
        for (int i = 0; i < expected.AsSpan().Length; i++)
        {
            scale = Math.Max(scale, Math.Abs(expected.AsSpan()[i]));
            deviation = Math.Max(deviation, Math.Abs(expected.AsSpan()[i] - actual.AsSpan()[i]));
        }

        Assert.InRange(deviation / Math.Max(scale, double.Epsilon), 0, tolerance);
    }

    private static NetworkOptions Options(ActivationKind activation, int width, int steps) => new()
    {
        Depth = 2, Activation = activation, LearningRate = 0.8, OutputScale = 2, HiddenScale = 1, Steps = steps, Width = width,
    };

    private static TrainingSet Data(int samples)
    {
        var gram = new DenseMatrix<double>(samples, samples);
        for (int i = 0; i < samples; i++)
        {
            for (int j = 0; j < samples; j++)
            {
                gram[i, j] = i == j ? 1 : 0.3 / (1 + Math.Abs(i - j));
            }
        }

        return new TrainingSet(gram, [.. Enumerable.Range(0, samples).Select(m => m % 2 == 0 ? 1.0 : -1.0)]);
    }
}
