using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

/// <summary>Ranges that take a solution to be found: shared by the points of a sweep, and not looked for by anything that runs nothing.</summary>
public sealed class SweptRangeTests
{
    private static Probe Density(Func<SupportInterval> find, int bins = 3)
    {
        Axis? axis = null;
        Observable? density = null;
        return new Probe(e =>
        {
            DeferredInterval range = e.Range(find);
            axis = Axis.Deferred("value", bins, () => [.. Enumerable.Range(0, bins).Select(i => range.Value.Lower + (Length(range.Value) * (i + 0.5) / bins))]);
            density = e.Observe("density", "Density.", Axis.Of("layer", [1, 2]), axis);
            e.Observe("mass", "Mass.");
        })
        {
            Theory = (_, r) => r.Row(density!, axis!.Values.ToArray(), 1),
        };
    }

    private static double Length(SupportInterval range) => range.Upper - range.Lower;

    [Fact]
    public void All_points_share_the_hull_of_their_ranges_and_each_is_found_once()
    {
        SupportInterval[] ranges = [new(0, 1), new(-2, 0.5), new(0.25, 4)];
        int[] calls = new int[3];
        var swept = SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), point => Density(() =>
        {
            Interlocked.Increment(ref calls[point]);
            return ranges[point];
        }));
        RunResult result = Runs.Of(swept, Providers.Any, threads: 3);
        Assert.Equal([-1, 1, 3], result.Named("density").Shape.Axes[^1].Values);
        double?[] block = [null, null, null, -1, 1, 3]; // every point saw the same bins
        Assert.Equal([.. block, .. block, .. block], result.Named("density").Theory!.Value);
        Assert.Equal([1, 1, 1], calls);
    }

    [Fact]
    public void Alone_a_point_has_its_own_range() =>
        Assert.Equal([0.5, 1.5, 2.5], Runs.Theory(Density(() => new SupportInterval(0, 3)), Providers.Any).Named("density").Shape.Axes[^1].Values);

    [Fact]
    public void Nothing_is_found_before_something_runs()
    {
        static SupportInterval Fail() => throw new InvalidOperationException("The range was looked for.");
        var swept = SweepCase.Of([SweepCase.Numbers("rate", 1, 2), SweepCase.Words("kind", "a", "b")], _ => Density(Fail));
        Assert.Equal([2, 2, 2, 3], swept.Shapes[0].Axes.Select(axis => axis.Count));
        Assert.Equal(24, swept.Shapes[0].Length);
        Assert.True(swept.Shapes[0].Axes[^1].IsDeferred);
        Assert.NotEmpty(swept.Plan);
        Assert.Empty(swept.Figures);
        Assert.Equal(4, swept.Cost.ReplicaSeconds);
        Assert.Null(swept.Observables[0].Rule);

        // The function is there: reading the coordinates calls it.
        Assert.Throws<InvalidOperationException>(() => swept.Shapes[0].Axes[^1].Values[0]);
    }

    [Fact]
    public void A_configuration_is_read_printed_and_prepared_without_it()
    {
        Experiment swept = Runs.Read(FakeStudy.Catalog, """{ "study": "tiny-gaussian", "fault": "range", "sweep": { "width": [10, 20] } }""").Prepare();
        Assert.Equal([2, 4], swept.Shapes.Single(shape => shape.Name == "density").Axes.Select(axis => axis.Count));
        Assert.NotEmpty(swept.Plan);
    }

    [Fact]
    public void Another_number_of_bins_is_refused_since_the_bins_are_not_known_yet()
    {
        int calls = 0;
        SupportInterval Count()
        {
            calls++;
            return new SupportInterval(0, 1);
        }

        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => SweepCase.Along(SweepCase.Numbers("bins", 3, 4), point => Density(Count, bins: 3 + point)));
        Assert.Contains("'density'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("sweep them in runs of their own", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, calls);
    }
}
