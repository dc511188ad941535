using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.Training;

/// <summary>Small steps: the discrete theory tends to gradient flow with the order of Euler's method, known in closed form (lazy) or from an independent integration (rich).</summary>
public sealed class GradientFlowLimitTests(ITestOutputHelper output)
{
    private const double Time = 2;
    private const double Scale = 0.5;
    private const double Overlap = 0.3;
    private static readonly double[] Targets = [1, -0.6];

    /// <summary>f' = K (1 + 2 sigma^2) (y - f)/P at outputScale -> 0, K with eigenvalues 1 +- 0.3.</summary>
    [Fact]
    public void Lazy_training_is_kernel_regression_flow()
    {
        double kernel = 1 + (2 * Scale * Scale);
        double sum = (Targets[0] + Targets[1]) * (1 - Math.Exp(-kernel * (1 + Overlap) * Time / 2));
        double difference = (Targets[0] - Targets[1]) * (1 - Math.Exp(-kernel * (1 - Overlap) * Time / 2));
        double[] expected = [0.5 * (sum + difference), 0.5 * (sum - difference)];
        double[][] found = [.. new[] { 50, 100, 200 }.Select(steps => Solve(steps, 1e-6).Trajectory.Output[^1])];
        for (int m = 0; m < 2; m++)
        {
            CheckOrders([.. found.Select(f => f[m])], expected[m], $"lazy f_{m}");
        }
    }

    /// <summary>
    /// Rich training of a linear network against the flow of the network itself, written in the coordinates of its Gaussian sources and integrated by Runge and Kutta's method. A factor of 2 in a rate, or
    /// a spike left out of the small matrix in which all of them are kept, is seen at once.
    /// </summary>
    [Fact]
    public void Outputs_and_outliers_have_the_orders_of_Euler_and_of_Richardson()
    {
        using var lapack = Lapack.Load();
        (double[] outputs, double[] outliers) = LinearFlow.Run(lapack, [1, Overlap, Overlap, 1], Targets, outputScale: 2, Scale, Time);
        int[] ladder = [50, 100, 200];
        DmftSolution[] solutions = [.. ladder.Select(steps => Solve(steps, 2))];
        for (int m = 0; m < 2; m++)
        {
            CheckOrders([.. solutions.Select(solution => solution.Trajectory.Output[^1][m])], outputs[m], $"f_{m}");
        }

        double[][] found = [.. solutions.Select((solution, i) => Outliers(lapack, solution, ladder[i]))];
        double[] expected = [.. outliers.Where(value => value > 2.05 * Scale)];
        Assert.NotEmpty(expected);
        Assert.All(found, values => Assert.Equal(expected.Length, values.Count(value => value > 2.05 * Scale)));
        for (int rank = 0; rank < expected.Length; rank++)
        {
            CheckOrders([.. found.Select(values => values[rank])], expected[rank], $"outlier {rank + 1}");
        }
    }

    /// <summary>The integration with error control: the same limit in a few steps, closer as the tolerance falls.</summary>
    [Theory]
    [InlineData(1e-4, 3e-3, Traits = ["speed", "slow"])]
    [InlineData(1e-8, 3e-7)]
    public void Integrated_flow_is_the_limit(double tolerance, double allowed)
    {
        using var lapack = Lapack.Load();
        (double[] outputs, double[] outliers) = LinearFlow.Run(lapack, [1, Overlap, Overlap, 1], Targets, outputScale: 2, Scale, Time);
        DmftSolution solution = Solve(4, 2, tolerance);
        double[] found = Outliers(lapack, solution, 4);
        double[] expected = [.. outliers.Where(value => value > 2.05 * Scale)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Length, found.Count(value => value > 2.05 * Scale));
        double error = expected.Zip(found, (a, b) => Math.Abs(a - b)).Concat(outputs.Zip(solution.Trajectory.Output[^1], (a, b) => Math.Abs(a - b))).Max();
        output.WriteLine($"tolerance {tolerance:E0}: off by {error:E2}, {solution.Trajectory.Flow}");
        Assert.InRange(error, 0, allowed);
        Assert.InRange(solution.Trajectory.Flow!.Accepted, 4, 200);
        Assert.InRange(solution.Trajectory.Flow.Rejected, 1, 20);
    }

    /// <summary>
    /// At outputScale 1e-3 weights move by a thousandth of themselves: the tolerance is one of the output, which moves by its own size, and one step over the whole time is not good enough.
    /// </summary>
    [Theory]
    [InlineData(1e-4, 3e-3, Traits = ["speed", "slow"])]
    [InlineData(1e-7, 3e-6)]
    public void Lazy_flow_is_controlled_at_the_output(double tolerance, double allowed)
    {
        using var lapack = Lapack.Load();
        (double[] outputs, _) = LinearFlow.Run(lapack, [1, Overlap, Overlap, 1], Targets, outputScale: 1e-3, Scale, Time);
        TrainingTrajectory trajectory = Solve(1, 1e-3, tolerance).Trajectory;
        double error = outputs.Zip(trajectory.Output[^1], (a, b) => Math.Abs(a - b)).Max();
        output.WriteLine($"tolerance {tolerance:E0}: off by {error:E2}, {trajectory.Flow}");
        Assert.InRange(error, 0, allowed);
        Assert.InRange(trajectory.Flow!.Accepted, 3, 200);
    }

    /// <summary>Steps, steps x 2, steps x 4: errors fall by 2, those of the extrapolated values by 4.</summary>
    private void CheckOrders(double[] values, double limit, string what)
    {
        double[] errors = [.. values.Select(value => Math.Abs(value - limit))];
        double[] extrapolated = [Math.Abs((2 * values[1]) - values[0] - limit), Math.Abs((2 * values[2]) - values[1] - limit)];
        double first = Math.Log2(errors[1] / errors[2]), second = Math.Log2(extrapolated[0] / extrapolated[1]);
        output.WriteLine($"{what}: limit {limit:F8}, errors {errors[0]:E2} {errors[1]:E2} {errors[2]:E2}, order {first:F3}; extrapolated {extrapolated[0]:E2} {extrapolated[1]:E2}, order {second:F3}");
        Assert.InRange(first, 0.95, 1.05);
        Assert.InRange(second, 1.8, 2.2);
        Assert.InRange(extrapolated[1], 0, 1e-4 * Math.Max(1, Math.Abs(limit)));
    }

    private static double[] Outliers(Lapack lapack, DmftSolution solution, int step) => [.. OutlierSpectrum.OfHistory(lapack, solution.Layers[0], step).Outliers().Select(outlier => outlier.SingularValue)];

    private static DmftSolution Solve(int steps, double outputScale, double flowTolerance = 0)
    {
        using DenseMatrix<double> gram = DenseMatrix<double>.FromArray(new[,] { { 1, Overlap }, { Overlap, 1 } });
        var options = new NetworkOptions
        {
            Depth = 2, Activation = ActivationKind.Linear, LearningRate = Time / steps, OutputScale = outputScale, HiddenScale = Scale, Steps = steps, Width = 1, FlowTolerance = flowTolerance,
        };
        return TrainingDmft.Solve(options, new TrainingSet(gram, Targets), DmftSolver.ExactLinear, 0, new NetworkStreams(1, 1, 0), ShardExecutor.Sequential);
    }
}
