using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Contract;

/// <summary>Declaring observables, drawing them, ranges that are found late, and what a run does with them.</summary>
public sealed class ExperimentTests
{
    [Fact]
    public void Observables_are_declared_once_in_their_order()
    {
        var rule = new ComparisonRule(10, 2, 1);
        var probe = new Probe(e =>
        {
            Observable first = e.Observe("first", "The first.", Axis.Of("step", [0, 4]));
            Assert.Same(first, first.Judged(rule));
            e.Observe("second", "The second.");
        });
        Assert.Equal(["first", "second"], probe.Observables.Select(observable => observable.Name));
        Assert.Equal(probe.Observables.Select(observable => observable.Shape), probe.Shapes);
        Assert.Equal((rule, null), (probe.Observables[0].Rule, probe.Observables[1].Rule));
        Assert.Equal(("1", "The first.", 2), (probe.Shapes[0].Unit, probe.Shapes[0].Definition, probe.Shapes[0].Length));
    }

    [Fact]
    public void A_figure_is_stored_by_names()
    {
        Figure? figure = null;
        _ = new Probe(e =>
        {
            Observable theory = e.Observe("outlier", "Theory.", Axis.Of("step", [0]));
            Observable measured = e.Observe("largest", "Measured.", Axis.Of("step", [0]));
            figure = new Figure("name", "Title", "step", "gradient step", "value", FigurePart.Theory(theory, "theory"), FigurePart.Simulation(measured, "simulation", colouredAs: theory), FigurePart.Histogram(measured, "bins"))
            {
                LogarithmicHorizontal = true,
                Slices = [new FigureSlice("layer", 1)],
                SweptSlices = [new FigureSlice("rank", 0)],
            };
        });
        FigureSpecification stored = figure!.Specification();
        Assert.Equal(("name", "Title", "step", "gradient step", "value"), (stored.Name, stored.Title, stored.HorizontalAxis, stored.HorizontalLabel, stored.VerticalLabel));
        Assert.Equal((true, false), (stored.LogarithmicHorizontal, stored.LogarithmicVertical));
        Assert.Equal([new FigureSlice("layer", 1)], stored.Slices);
        Assert.Equal(
            [
                new FigureLayer("outlier", FigureSource.Theory, "theory"),
                new FigureLayer("largest", FigureSource.Simulation, "simulation") { ColouredAs = "outlier" },
                new FigureLayer("largest", FigureSource.Histogram, "bins"),
            ],
            stored.Layers);
    }

    [Fact]
    public void Figures_of_a_sweep_are_not_drawn_without_one()
    {
        var probe = new Probe(e =>
        {
            Observable x = e.Observe("x", "X.", Axis.Of("step", [0]));
            Figure plain = Figure.OverSteps("plain", "Title", "x", FigurePart.Theory(x, "theory"));
            e.Drawn = [plain, plain with { Name = "swept", Sweeping = ["rate"] }, plain with { Name = "each", OneFor = "rate", SweptSlices = [new("rank", 0)] }];
        });
        FigureSpecification[] drawn = [.. Runs.Theory(probe, Providers.Any).Figures];
        Assert.Equal(["plain", "each"], drawn.Select(figure => figure.Name));
        Assert.Empty(drawn[1].Slices);
    }

    [Fact]
    public void A_range_is_found_when_it_is_first_read_and_once()
    {
        int calls = 0;
        Axis? bins = null;
        var probe = new Probe(e =>
        {
            DeferredInterval range = e.Range(() =>
            {
                calls++;
                return new SupportInterval(-1, 3);
            });
            bins = Axis.Deferred("value", 3, () => [range.Value.Lower, 0.5 * (range.Value.Lower + range.Value.Upper), range.Value.Upper]);
            e.Observe("density", "Density.", bins);
        });
        Assert.Equal((3, true, 3), (bins!.Count, bins.IsDeferred, Assert.Single(probe.Shapes).Length));
        Assert.Equal(2, probe.Shapes[0].Offset(2));
        Assert.Equal(0, calls);
        Assert.Equal([-1, 1, 3], bins.Values);
        Assert.Equal([-1, 1, 3], probe.Shapes[0].Axes[0].Values);
        Assert.Equal((1, false), (calls, bins.IsDeferred));
    }

    [Fact]
    public void Facts_of_the_theory_and_conclusions_are_in_the_result()
    {
        Observable? x = null;
        var probe = new Probe(e => x = e.Observe("x", "X.", Axis.Of("step", [0, 1]))) { Number = 3 };
        probe.Theory = (context, r) =>
        {
            context.Say(Fact.Evidence("solver", "none"));
            context.Say(Fact.Warning("small", "The size is small."));
            r[x!, 1] = 5;
        };
        probe.Replica = (context, r) => r[x!, 1] = context.Replica == 1 ? (double?)null : context.Replica;
        probe.Conclusion = findings => [Fact.Statistic("together", $"{findings.Replicas} replicas, theory {findings.Theory(x!, 1)}, seen {string.Join(" and ", findings.Samples(x!, 1))}, nothing at {findings.Theory(x!, 0)?.ToString() ?? "0"}")];
        Assert.Equal(
            [
                new Fact(FactKind.Evidence, "solver", "none"),
                new Fact(FactKind.Warning, "small", "The size is small."),
                new Fact(FactKind.Statistic, "together", "3 replicas, theory 5, seen 0 and 2, nothing at 0"),
            ],
            Runs.Of(probe, Providers.Any).Facts);
        Assert.DoesNotContain(Runs.Theory(probe, Providers.Any).Facts, fact => fact.Kind == FactKind.Statistic);
    }

    [Fact]
    public void Findings_are_those_of_finished_replicas_in_their_order()
    {
        Observable? x = null;
        _ = new Probe(e => x = e.Observe("x", "X."));
        ReplicaRecord Record(int replica, Outcome outcome) => new(
            replica, 1, outcome, null, outcome == Outcome.Ok ? new Dictionary<string, IReadOnlyList<double?>> { ["x"] = [10.0 + replica] } : new Dictionary<string, IReadOnlyList<double?>>(), 0);
        var findings = Findings.Of(
            new Dictionary<string, ObservableEstimate>(), [Record(2, Outcome.Ok), Record(1, Outcome.Diverged), Record(0, Outcome.Ok)]);
        Assert.Equal([10.0, 12.0], findings.Samples(x!));
        Assert.Equal(2, findings.Replicas);
        Assert.Null(findings.Theory(x!));
    }

    [Fact]
    public void Divergence_is_one_sentence_that_names_what_to_lower()
    {
        var exception = new DivergedException("Training", "step 7", "the loss reached 1e9", "learningRate", 0.5);
        Assert.Equal("Training diverged at step 7: the loss reached 1e9; lower learningRate (0.5).", exception.Message);
        Assert.Equal("The limit diverged at step 7; lower learningRate (0.5).", new DivergedException("The limit", "step 7", "", "learningRate", 0.5).Message);
        Assert.Equal(("learningRate", 0.5), (exception.Parameter, exception.Value));
    }

    [Fact]
    public void A_theory_that_diverges_is_a_failure_of_the_run_whose_values_are_shown_and_not_judged()
    {
        Observable? x = null;
        var probe = new Probe(e => x = e.Observe("x", "X.").Judged(new ComparisonRule(1, 0, 1)));
        probe.Replica = (context, r) => r[x!] = context.Replica;
        probe.Theory = (context, r) =>
        {
            context.Say(Fact.Evidence("solver", "none"));
            r[x!] = 1;
            throw new DivergedException("The limit", "step 7", "", "learningRate", 0.5);
        };
        RunResult result = Runs.Of(probe, Providers.Any);
        Assert.Equal((Outcome.NumericalFailure, "The limit diverged at step 7; lower learningRate (0.5)."), (result.Outcome, result.TheoryFailure));
        Assert.Equal(1, result.Named("x").Theory!.Value[0]);
        Assert.Null(result.Named("x").Comparison);
        Assert.Null(result.Verdict);
        Assert.Equal("none", Assert.Single(result.Facts).Text);
        Assert.Equal(1.5, result.Named("x").Simulation!.Mean[0]);
    }

    [Fact]
    public void Streams_of_theory_and_replicas_are_different_and_depend_on_seed_and_study()
    {
        var seen = new Dictionary<string, (uint, uint)>();
        Observable? x = null;
        var probe = new Probe(e => x = e.Observe("x", "X.")) { Number = 2 };
        string name = "";
        probe.Theory = (context, r) =>
        {
            seen[$"{name} pass 0"] = Words(context.Streams(0));
            seen[$"{name} pass 1"] = Words(context.Streams(1));
        };
        probe.Replica = (context, r) =>
        {
            lock (seen)
            {
                seen[$"{name} replica {context.Replica}"] = Words(context.Streams);
            }
        };
        foreach ((ulong seed, uint stream) in new[] { (1UL, 5u), (2UL, 5u), (1UL, 6u) })
        {
            name = $"{seed} {stream}";
            Runs.Of(probe, Providers.Any, seed, stream);
        }

        Assert.Equal(12, seen.Count);
        Assert.Equal(12, seen.Values.Distinct().Count());
        var again = new Dictionary<string, (uint, uint)>(seen);
        Runs.Of(probe, Providers.Any, 1, 6, threads: 1);
        Assert.Equal(again, seen);

        static (uint, uint) Words(StudyStreams streams) => (streams.Matrix(0).Low, streams.Matrix(3).High);
    }

    [Fact]
    public void A_preset_is_its_study_under_another_name()
    {
        IStudy preset = FakeStudy.Preset;
        IStudy study = new FakeStudy();
        Assert.Equal("tiny-gaussian", Assert.IsType<Preset>(preset).Of);
        Assert.Equal(("tiny-sweep", 999_998u, typeof(FakeParameters)), (preset.Card.Name, preset.Card.StreamId, preset.ParametersType));
        var bad = new FakeParameters { Steps = [] };
        Assert.Equal(study.Check(bad, ""), preset.Check(bad, ""));
        Assert.Single(preset.Check(bad, ""));
        Assert.Equal([Path.Combine("/folder", "a.txt")], preset.InputFiles(new FakeParameters { File = "a.txt" }, "/folder"));
        Assert.Equal(study.Prepare(new FakeParameters(), "").Shapes.Select(shape => shape.Name), preset.Prepare(new FakeParameters(), "").Shapes.Select(shape => shape.Name));
        JsonObject sweep = preset.PresetSweep!;
        sweep.Remove("width");
        Assert.NotEqual(sweep.Count, preset.PresetSweep!.Count); // a copy: nobody changes the preset
    }
}
