using Numerics.LinearAlgebra.Interop;
using Numerics.Physics.Tests.Support;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Physics.Tests;

/// <summary>
/// Deep linear networks whose hidden layers have different widths, simulated at four sizes and extrapolated, against the proportional limit.
/// </summary>
/// <remarks>
/// Means at D = 100, 200, 400, 800 are fitted by m + b/D, weighted by their errors; m must lie within four of its standard errors of the theory. Eight quantities at most: a correct program fails with
/// probability 5e-4 at most, once for all since seeds are fixed; a deviation of eight standard errors (printed) is seen with the same probability of missing it. A theory of equal widths, and one with the output scale of
/// the reference width in place of the last layer's, are off by more than eight.
/// </remarks>
public sealed class UnequalWidthLadderTests(ITestOutputHelper output)
{
    private const int Count = 120;
    private const int Steps = 16;
    private static readonly long[] Ladder = [100, 200, 400, 800];

    private static readonly DeepLinearMeasurements Measured = new()
    {
        SpectrumSteps = [Steps],
        SingularValues = 1,
        KernelSteps = [Steps],
        Kernel = new() { Tolerance = 1e-4, MaximumSteps = 25 },
    };

    private static DeepLinearModel MuP => DeepLinearSets.Model(3, 1, 3, Parameterization.MuP, 0.025, 4, [0.6, 0.7, 0.6, 0.7], 0.2, Steps) with { HiddenWidths = [1, 0.5, 1.5] };

    private static DeepLinearModel Ntk => DeepLinearSets.Model(2, 1, 2, Parameterization.Ntk, 0.05, 3, [0.6, 0.7, 0.8], 0.1, Steps) with { HiddenWidths = [1.5, 0.4] };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Extrapolated_networks_follow_the_theory_and_wrong_theories_do_not(bool muP)
    {
        using var lapack = Lapack.Load();
        DeepLinearModel model = muP ? MuP : Ntk;
        (string Name, double Value)[] theory = Predict(lapack, model);
        DeepLinearObservation[][] runs = [.. Ladder.Select(dimension => DeepLinearReplicas.Coordinates<double>(lapack, model, dimension, Measured, Count, (ulong)dimension))];
        double[][][] values = [.. runs.Select(size => size.Select(run => Values(run, model.Depth)).ToArray())];

        // gamma of the reference width: c times r_L in muP at the same kappa, both times a power of r_L in NTK.
        double last = model.HiddenWidths[^1];
        DeepLinearModel reference = muP
            ? model with { OutputScale = model.OutputScale / last, LearningRate = model.LearningRate * last }
            : model with { OutputScale = model.OutputScale / Math.Sqrt(last), LearningRate = model.LearningRate * last };
        double[] equal = [.. Predict(lapack, model with { HiddenWidths = [] }).Select(pair => pair.Value)];
        double[] scaled = [.. Predict(lapack, reference).Select(pair => pair.Value)];
        (double worstEqual, double worstScaled) = (0, 0);
        for (int i = 0; i < theory.Length; i++)
        {
            (double limit, double error) = Statistics.Extrapolate(Ladder, [.. values.Select(size => Statistics.Of([.. size.Select(run => run[i])]))]);
            output.WriteLine($"{theory[i].Name,-10} {limit:F5} +- {error:F5}, theory {theory[i].Value:F5}: {(limit - theory[i].Value) / error:F1}; seen from {8 * error / theory[i].Value:P1}; equal {equal[i]:F5}, reference {scaled[i]:F5}");
            Assert.InRange((limit - theory[i].Value) / error, -4, 4);
            worstEqual = Math.Max(worstEqual, Math.Abs(limit - equal[i]) / error);
            worstScaled = Math.Max(worstScaled, Math.Abs(limit - scaled[i]) / error);
        }

        Assert.InRange(worstEqual, 8, 1e4);
        Assert.InRange(worstScaled, 8, 1e4);
    }

    private static (string Name, double Value)[] Predict(Lapack lapack, DeepLinearModel model)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(model);
        return
        [
            ("test", solution.TestLoss[Steps]),
            ("train", solution.TrainLoss[Steps]),
            ("G1", solution.GradientPower(1, Steps)),
            ("kernel", new NeuralTangentKernel(lapack, solution, Steps, NtkOperator.TrainingSet).LargestEigenvalue),
            .. Enumerable.Range(0, model.Depth).Select(layer => ($"A_{layer}", new DeepLinearSpectrum(lapack, solution, layer, Steps) is var spectrum && spectrum.Above.Count > 0 ? spectrum.Above[0] : spectrum.Bulk.UpperEdge)),
        ];
    }

    private static double[] Values(DeepLinearObservation run, int depth) =>
    [
        run.Trajectory.TestLoss[Steps],
        run.Trajectory.TrainLoss[Steps],
        run.Trajectory.GradientPowers[Steps][0],
        run.Kernel[Steps].Values[0],
        .. Enumerable.Range(0, depth).Select(layer => run.Singular[(layer, Steps)].Values[0]),
    ];
}
