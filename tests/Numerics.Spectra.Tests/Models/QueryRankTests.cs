using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Models;

/// <summary>What is foreseen of the queries of a training, by hand.</summary>
public sealed class QueryRankTests
{
    /// <summary>3 samples: T steps ask 3 (T + 1) features and 3 T gradients; a smooth activation needs 10 directions for a digit and a sample.</summary>
    [Theory]
    [InlineData(20, 1e-6, false, 63, 60)]
    [InlineData(100, 1e-6, false, 180, 180)]
    [InlineData(100, 0, false, 303, 300)]
    [InlineData(1000, 0, false, 330, 330)]
    [InlineData(1000, 0, true, 150, 150)]
    [InlineData(1000, 1e-6, true, 150, 150)]
    public void Smooth_fields_have_few_directions(int steps, double tolerance, bool single, int right, int left) =>
        Assert.Equal(new QueryRank(right, left), QueryRank.Of(Options(steps) with { RankTolerance = tolerance }, Set(3), single));

    [Fact]
    public void Jumps_and_batches_may_take_a_direction_for_every_query()
    {
        Assert.Equal(new QueryRank(303, 300), QueryRank.Of(Options(100) with { Activation = ActivationKind.Relu, RankTolerance = 1e-2 }, Set(3)));
        int[][] batches = [.. Enumerable.Range(0, 100).Select(step => new[] { step % 3 })];
        Assert.Equal(new QueryRank(303, 100), QueryRank.Of(Options(100) with { RankTolerance = 1e-2 }, Set(3, batches)));
        Assert.Equal(new QueryRank(33, 10), QueryRank.At(Options(100) with { RankTolerance = 1e-2 }, Set(3, batches), 10));
    }

    /// <summary>Two steps of the method for every step, and room for a thousand evaluations.</summary>
    [Fact]
    public void A_flow_asks_fourteen_times_as_much_and_has_room_for_more()
    {
        NetworkOptions options = Options(10) with { FlowTolerance = 1e-6, Activation = ActivationKind.Relu };
        Assert.Equal(14 * 63, QueryRank.Asked(options, Set(3)));
        Assert.Equal(new QueryRank(14 * 33, 14 * 30), QueryRank.Of(options, Set(3)));
        Assert.Equal((33_000, 30_000), QueryRank.Capacity(options, Set(3)));
        Assert.Equal((33, 30), QueryRank.Capacity(Options(10), Set(3)));
    }

    /// <summary>Products of samples, steps and evaluations beyond the range of an integer.</summary>
    [Fact]
    public void Numbers_beyond_an_integer_are_cut_off()
    {
        NetworkOptions options = Options(100_000) with { FlowTolerance = 1e-6, Activation = ActivationKind.Relu };
        TrainingSet set = Set(1600);
        Assert.Equal(14.0 * 1600 * 200_001, QueryRank.Asked(options, set));
        QueryRank rank = QueryRank.Of(options, set);
        Assert.Equal((int.MaxValue / 4, int.MaxValue / 4), (rank.Right, rank.Left));
        Assert.True(rank.Total > 0);
        (int right, int left) = QueryRank.Capacity(options, set);
        Assert.Equal((int.MaxValue / 4, int.MaxValue / 4), (right, left));
    }

    [Theory]
    [InlineData(0, 1, false, 8e-13)]
    [InlineData(0, 1, true, 8e-7)]
    [InlineData(1e-4, 4, false, 8e-6)]
    [InlineData(0, 1e-2, false, 8e-11)]
    public void What_is_left_out_bounds_the_tolerance_of_a_flow(double rankTolerance, double outputScale, bool single, double expected) =>
        Assert.Equal(expected, QueryRank.LeastFlowTolerance(Options(10) with { RankTolerance = rankTolerance, OutputScale = outputScale }, single), 0.01 * expected);

    private static NetworkOptions Options(int steps) => new()
    {
        Depth = 2, Activation = ActivationKind.Tanh, LearningRate = 0.1, OutputScale = 1, HiddenScale = 1, Steps = steps, Width = 1000,
    };

    private static TrainingSet Set(int samples, int[][]? batches = null) => new(DenseMatrix<double>.Identity(samples), new double[samples], batches);
}
