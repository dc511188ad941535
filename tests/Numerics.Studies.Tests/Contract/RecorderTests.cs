using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Contract;

public sealed class RecorderTests
{
    private readonly Observable scalar;
    private readonly Observable table;
    private readonly Observable cube;
    private readonly Probe probe;

    public RecorderTests()
    {
        Observable[] made = [];
        probe = new Probe(e => made =
        [
            e.Observe("scalar", "One number."),
            e.Observe("table", "Two axes.", Axis.Of("layer", [1, 2]), Axis.Of("step", [0, 5, 9])).Judged(new ComparisonRule(1, 0, 1)),
            e.Observe("cube", "Three axes.", Axis.Of("layer", [1, 2]), Axis.Of("step", [0, 5, 9]), Axis.Of("rank", [1, 2])),
        ]) { Number = 2 };
        (scalar, table, cube) = (made[0], made[1], made[2]);
    }

    [Fact]
    public void Indices_are_flattened_with_the_last_axis_fastest()
    {
        probe.Replica = (_, r) =>
        {
            for (int layer = 0; layer < 2; layer++)
            {
                for (int step = 0; step < 3; step++)
                {
                    r[table, layer, step] = (10 * layer) + step;
                    for (int rank = 0; rank < 2; rank++)
                    {
                        r[cube, layer, step, rank] = (100 * layer) + (10 * step) + rank;
                    }
                }
            }

            r[scalar] = 7;
        };
        IReadOnlyDictionary<string, IReadOnlyList<double?>> values = Measured();
        Assert.Equal([7], values["scalar"]);
        Assert.Equal([0, 1, 2, 10, 11, 12], values["table"]);
        Assert.Equal([0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121], values["cube"]);
    }

    [Fact]
    public void A_row_fills_the_last_axis_from_its_beginning()
    {
        probe.Replica = (_, r) =>
        {
            r.Row(table, [1, 2, 3], 1);
            r.Row(table, [4, 5], 0);
            r.Row(cube, [6, 7], 1, 2);
        };
        IReadOnlyDictionary<string, IReadOnlyList<double?>> values = Measured();
        Assert.Equal([4, 5, null, 1, 2, 3], values["table"]);
        Assert.Equal([6, 7], values["cube"].Skip(10));
        Assert.All(values["cube"].Take(10), value => Assert.Null(value));
    }

    [Fact]
    public void What_is_never_written_or_written_as_null_is_missing()
    {
        probe.Replica = (_, r) =>
        {
            r[table, 0, 1] = 3;
            r[table, 0, 2] = 4;
            r[table, 0, 2] = (double?)null;
        };
        IReadOnlyDictionary<string, IReadOnlyList<double?>> values = Measured();
        Assert.Equal([null, 3, null, null, null, null], values["table"]);
        Assert.Equal([null], values["scalar"]);
    }

    [Fact]
    public void Errors_are_zero_unless_said_and_missing_where_the_value_is()
    {
        var r = new Recorder(probe.Observables);
        r[table, 0, 0] = 1;
        r[table, 0, 1] = new Estimate(2, 0.5);
        r[table, 0, 2] = new Estimate(3, null);
        r[table, 1, 0] = new Estimate(null, 0.5);
        Estimate[] expected = [new(1), new(2, 0.5), new(3, null), new(null, null), new(null, null)];
        Assert.Equal(expected, new[] { (0, 0), (0, 1), (0, 2), (1, 0), (1, 1) }.Select(at => r[table, at.Item1, at.Item2]));

        probe.Theory = (_, own) => own[table, 1, 1] = new Estimate(2, 0.5);
        ObservableEstimate theory = Runs.Theory(probe, Providers.Any).Named("table").Theory!;
        Assert.Equal([null, null, null, null, 2, null], theory.Value);
        Assert.Equal([null, null, null, null, 0.5, null], theory.StandardError);
    }

    /// <summary>Points of a sweep are solved side by side and mark their entries of one observable at the same time: no mark may be lost.</summary>
    [Fact]
    public void Marks_made_at_the_same_time_are_all_kept()
    {
        const int Rounds = 20_000;
        Recorder[] recorders = [.. Enumerable.Range(0, Rounds).Select(_ => new Recorder(probe.Observables))];
        using var together = new Barrier(2);
        void Mark(int row)
        {
            foreach (Recorder r in recorders)
            {
                together.SignalAndWait();
                r.ShowOnly(table, row);
            }
        }

        var other = new Thread(() => Mark(1));
        other.Start();
        Mark(0);
        other.Join();
        Assert.All(recorders, r => Assert.DoesNotContain(false, r.ShownOnly(table)!));
    }

    [Fact]
    public void Wrong_indices_and_strange_handles_are_refused()
    {
        var r = new Recorder(probe.Observables);
        Assert.Contains("Index 3 on axis 'step' of 3 values", Assert.Throws<ArgumentOutOfRangeException>(() => r[table, 0, 3] = 1).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => r[table, -1, 0] = 1);
        Assert.Contains("has 2 axes, 1 indices given", Assert.Throws<ArgumentException>(() => r[table, 0] = 1).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => r.Row(table, [1, 2, 3, 4], 0));

        // Another experiment's observable of the same name is another observable.
        Observable? strange = null;
        _ = new Probe(e => strange = e.Observe("scalar", "One number."));
        Assert.Contains("'scalar' is not declared", Assert.Throws<InvalidOperationException>(() => r[strange!] = 1).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shown_only_is_predicted_and_not_judged()
    {
        probe.Theory = (_, r) => r.Row(table, [1, 2, 3], 0);
        probe.Replica = (context, r) => r.Row(table, [9 + context.Replica, 9, 9], 0);
        RunResult judged = Runs.Of(probe, Providers.Any);
        Assert.False(judged.WithinLimits);
        Action<TheoryContext, Recorder> predict = probe.Theory;
        probe.Theory = (context, r) =>
        {
            r.ShowOnly();
            predict(context, r);
        };
        RunResult shown = Runs.Of(probe, Providers.Any);
        Assert.Null(shown.WithinLimits);
        Assert.Equal(judged.Named("table").Theory!.Value, shown.Named("table").Theory!.Value);
        Assert.All(shown.Named("table").Rule!.Compared!, compared => Assert.False(compared));
    }

    [Fact]
    public void Leading_indices_show_a_block_only_and_none_the_whole_observable()
    {
        var r = new Recorder(probe.Observables);
        r.ShowOnly(cube, 1, 2);
        Assert.Equal([10, 11], Shown(cube));
        r.ShowOnly(cube, 0);
        Assert.Equal([0, 1, 2, 3, 4, 5, 10, 11], Shown(cube));
        r.ShowOnly(table, 1, 1);
        Assert.Equal([4], Shown(table));
        r.ShowOnly(table);
        Assert.Equal([0, 1, 2, 3, 4, 5], Shown(table));
        r.ShowOnly(scalar);
        Assert.Equal([0], Shown(scalar));
        Assert.Throws<ArgumentOutOfRangeException>(() => r.ShowOnly(cube, 2));
        Assert.Throws<ArgumentException>(() => r.ShowOnly(table, 0, 0, 0));

        IEnumerable<int> Shown(Observable observable) => r.ShownOnly(observable)!.Index().Where(pair => pair.Item).Select(pair => pair.Index);
    }

    [Fact]
    public void Different_entries_may_be_written_from_different_threads()
    {
        Observable? wide = null;
        var experiment = new Probe(e => wide = e.Observe("wide", "Many numbers.", Axis.Of("x", Enumerable.Range(0, 10_000)))) { Number = 1 };
        experiment.Replica = (_, r) => Parallel.For(0, 10_000, i => r[wide!, i] = i);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => (double?)i), Runs.Simulate(experiment, Providers.Any, [0])[0].Values["wide"]);
    }

    [Fact]
    public void Passes_are_averaged_where_the_value_exists_in_all()
    {
        double?[][] values = [[1, 5, null], [2, 5, 3], [6, 5, 3]];
        Recorder[] passes = [.. values.Select(_ => new Recorder(probe.Observables))];
        for (int pass = 0; pass < 3; pass++)
        {
            for (int step = 0; step < 3; step++)
            {
                passes[pass][table, 0, step] = values[pass][step];
            }
        }

        var r = new Recorder(probe.Observables);
        PassAverages.Write(passes, r);
        Assert.Equal(3, r[table, 0, 0].Value);
        Assert.Equal(Math.Sqrt(14.0 / 2 / 3), r[table, 0, 0].Error!.Value, 1e-15);
        Assert.Equal(new Estimate(5, 0), r[table, 0, 1]);
        Assert.Null(r[table, 0, 2].Value);
        Assert.Null(r[table, 1, 0].Value);
        var single = new Recorder(probe.Observables);
        PassAverages.Write([passes[1]], single);
        Assert.Equal(new Estimate(3, 0), single[table, 0, 2]);
    }

    private IReadOnlyDictionary<string, IReadOnlyList<double?>> Measured()
    {
        ReplicaRecord record = Assert.Single(Runs.Simulate(probe, Providers.Any, [0]));
        Assert.Equal((Outcome.Ok, null), (record.Outcome, record.Message));
        return record.Values;
    }
}
