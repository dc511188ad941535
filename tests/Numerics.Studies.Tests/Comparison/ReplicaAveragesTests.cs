using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Comparison;
using Numerics.Studies.Records;

namespace Numerics.Studies.Tests.Comparison;

public sealed class ReplicaAveragesTests
{
    private static readonly ObservableShape Shape = new("x", "1", "Test.", [Axis.Of("rank", [1, 2, 3])]);

    [Fact]
    public void Means_and_errors_skip_what_does_not_exist()
    {
        SimulationStatistics x = ReplicaAverages.Of([Shape], [Record(0, 1, null, null), Record(1, 3, 5, null), Record(2, 8, null, null)])["x"];
        Assert.Equal([4, 5, null], x.Mean);
        Assert.Equal(Math.Sqrt((9 + 1 + 16) / 2.0 / 3), x.StandardError[0]!.Value, 1e-15);
        Assert.Null(x.StandardError[1]);
        Assert.Null(x.StandardError[2]);
        Assert.Equal([3, 1, 0], x.Counts!);
        Assert.Equal(3, x.Replicas);
    }

    /// <summary>Of 3, 4 and 5: sqrt(50/3), whose error is that of the mean square over twice the root.</summary>
    [Fact]
    public void A_root_mean_square_averages_squares()
    {
        SimulationStatistics x = ReplicaAverages.Of([Shape with { IsRootMeanSquare = true }], [Record(0, 3, null, null), Record(1, 4, 2, null), Record(2, 5, null, null)])["x"];
        double root = Math.Sqrt(50.0 / 3), error = Math.Sqrt((Math.Pow(9 - (50.0 / 3), 2) + Math.Pow(16 - (50.0 / 3), 2) + Math.Pow(25 - (50.0 / 3), 2)) / 2 / 3);
        Assert.Equal(root, x.Mean[0]!.Value, 1e-14);
        Assert.Equal(error / (2 * root), x.StandardError[0]!.Value, 1e-14);
        Assert.Equal(2, x.Mean[1]);
        Assert.Null(x.Mean[2]);
    }

    [Fact]
    public void The_order_of_finishing_does_not_change_a_bit()
    {
        ReplicaRecord[] records = [.. Enumerable.Range(0, 50).Select(i => Record(i, Math.Sin(i) * 1e10, Math.Cos(i), 1.0 / (i + 1)))];
        SimulationStatistics forward = ReplicaAverages.Of([Shape], records)["x"];
        SimulationStatistics backward = ReplicaAverages.Of([Shape], [.. records.Reverse()])["x"];
        Assert.Equal(forward.Mean, backward.Mean);
        Assert.Equal(forward.StandardError, backward.StandardError);
    }

    [Fact]
    public void Diverged_replicas_are_not_averaged()
    {
        ReplicaRecord bad = Record(1, 1e300, 0, 0) with { Outcome = Outcome.Diverged };
        SimulationStatistics x = ReplicaAverages.Of([Shape], [Record(0, 1, 2, 3), bad])["x"];
        Assert.Equal([1, 2, 3], x.Mean);
        Assert.Equal(1, x.Replicas);
    }

    private static ReplicaRecord Record(int replica, params double?[] values)
        => new(replica, 1, Outcome.Ok, null, new Dictionary<string, IReadOnlyList<double?>> { ["x"] = values }, 0);
}
