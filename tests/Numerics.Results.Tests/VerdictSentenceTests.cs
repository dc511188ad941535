using Numerics.Results.Contract;
using Numerics.Results.Html;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

/// <summary>The sentence of a verdict names its reason: a score, a resolution, missing errors, missing limits.</summary>
public sealed class VerdictSentenceTests
{
    [Fact]
    public void A_deviation_that_could_have_hidden_is_told_of_the_worst_observable_and_the_others_are_counted()
    {
        // Beyond the resolution of 1 %: 3 times, 8 times, 4 times.
        RunResult three = Inconclusive(("a", 0.03), ("b", 0.08), ("c", 0.04));
        string sentence = VerdictSentence.Verdict(three);
        Assert.Contains("but in b one of 8 % could have hidden (resolution 1 %), and one beyond the resolution in 2 other observables. More replicas or larger sizes", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("in a ", sentence, StringComparison.Ordinal);

        // The furthest beyond its own resolution is the worst, not the largest deviation.
        RunResult own = three with { Resolution = new Resolution(0.01, new Dictionary<string, double> { ["b"] = 0.07 }) };
        Assert.Contains("but in c one of 4 % could have hidden (resolution 1 %)", VerdictSentence.Verdict(own), StringComparison.Ordinal);
        Assert.EndsWith("but in a one of 3 % could have hidden (resolution 1 %). More replicas or larger sizes make it sharper; the key resolution says what must be seen.",
            VerdictSentence.Verdict(Inconclusive(("a", 0.03))), StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_errors_are_no_deviation_that_could_have_hidden()
    {
        string sentence = VerdictSentence.Verdict(Inconclusive(("a", 0.003)));
        Assert.EndsWith("but entries of a have no known standard error: it takes two replicas that can be read.", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("could have hidden", sentence, StringComparison.Ordinal);
        string both = VerdictSentence.Verdict(Inconclusive(("a", 0.003), ("b", 0.02), ("c", 0.004)));
        Assert.Contains("in b one of 2 % could have hidden (resolution 1 %); entries of c and 1 other observable have no known standard error", both, StringComparison.Ordinal);
    }

    [Fact]
    public void A_granted_allowance_is_told_also_in_a_ladder()
    {
        RunResult single = Inconclusive(("a", 0.03));
        Assert.DoesNotContain("granted", VerdictSentence.Verdict(single), StringComparison.Ordinal);
        RunResult granted = single with { Observables = [single.Observables[0] with { Comparison = single.Observables[0].Comparison! with { Allowance = "6 N^-1" } }] };
        Assert.EndsWith(" A single size was simulated: the declared finite-size allowance is granted, not measured.", VerdictSentence.Verdict(granted), StringComparison.Ordinal);
        RunResult over = granted with { Observables = [granted.Observables[0] with { Rule = new ComparisonRule(1, 6, 1) { IsOverSizes = true } }] };
        Assert.EndsWith(" Several sizes enter an observable together: the declared finite-size allowance is granted, not measured.", VerdictSentence.Verdict(over), StringComparison.Ordinal);
        RunResult ladder = granted with { Ladder = new Ladder("width", [10, 20], [2, 2]) };
        Assert.EndsWith(" Without a fit in the size, entries of a are judged at the largest size: there the declared finite-size allowance is granted, not measured.",
            VerdictSentence.Verdict(ladder), StringComparison.Ordinal);
    }

    [Fact]
    public void Disagreement_by_a_score_and_by_the_approach_are_told_apart()
    {
        RunResult agreeing = Inconclusive(("a", 0.03)) with { Verdict = Judgement.Disagrees };
        Assert.Contains("stay within the limit", VerdictSentence.Verdict(agreeing), StringComparison.Ordinal);
        ObservableResult a = agreeing.Observables[0];
        RunResult beyond = agreeing with { Observables = [a with { Comparison = a.Comparison! with { ZScore = [0.5, -9] } }] };
        Assert.StartsWith("Theory and simulation DISAGREE in 1 of 2 judged entries (largest score -9.00, a at step 1; limit 4.5", VerdictSentence.Verdict(beyond), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Results_without_stored_limits_say_so_and_claim_nothing_else(int schema)
    {
        using TemporaryDirectory directory = new();
        RunResult old = OldResult.Write(directory.Path, schema);
        Assert.Equal(
            "Theory and simulation DISAGREE in trainingLoss, of 20 judged entries in all (largest score -7.00, trainingLoss at step 1; "
                + "the version that judged did not store the limits).",
            VerdictSentence.Verdict(old));
        Assert.Equal(["-7.00", "-", "-"], ObservableLine.Of(old.Observables[1], old).Cells.TakeLast(3));
        ObservableResult[] agreeing = [.. old.Observables.Where(observable => observable.Comparison?.Verdict != Judgement.Disagrees)];
        Assert.StartsWith("Theory and simulation agree in all 16 judged entries (largest score ", VerdictSentence.Verdict(old with { Observables = agreeing, Verdict = Judgement.Agrees }), StringComparison.Ordinal);
        string page = File.ReadAllText(new HtmlResultFormat().Write(old, directory.Path)[0]);
        Assert.DoesNotContain("E+308", page, StringComparison.Ordinal);
        Assert.Contains("did not store the limits of the scores", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_are_zero_on_both_sides_are_told_beside_the_judged_ones()
    {
        RunResult run = Inconclusive(("a", 0.003)) with { Verdict = Judgement.Agrees };
        ObservableResult a = run.Observables[0];
        RunResult some = run with { Observables = [a, a with { Comparison = null, ZeroEntries = 3 }] };
        Assert.StartsWith("Theory and simulation agree in all 2 judged entries (", VerdictSentence.Verdict(some), StringComparison.Ordinal);
        Assert.EndsWith(" 3 more entries are exactly zero in theory and in all replicas: nothing is tested there.", VerdictSentence.Verdict(some), StringComparison.Ordinal);
        Assert.Equal(["a", "not compared", "exactly zero on both sides"], ObservableLine.Of(some.Observables[1], some).Cells.Take(3));
        RunResult one = run with { Observables = [a with { ZeroEntries = 1 }] };
        Assert.EndsWith(" One more entry is exactly zero in theory and in all replicas: nothing is tested there.", VerdictSentence.Verdict(one), StringComparison.Ordinal);
        RunResult none = run with { Observables = [some.Observables[1]], Verdict = null };
        Assert.Equal("Nothing was compared: all 3 entries under a rule are exactly zero in theory and in all replicas.", VerdictSentence.Verdict(none));
    }

    [Fact]
    public void Without_two_replicas_of_an_entry_nothing_is_concluded()
    {
        ObservableResult a = Inconclusive(("a", 0.03)).Observables[0];
        double?[] none = [null, null];
        RunResult unjudged = Inconclusive(("a", 0.03)) with { Observables = [a with { Comparison = new(Judgement.Inconclusive, none, none, none, none, none) }] };
        Assert.Equal("Inconclusive: no entry was found in two replicas, and a standard error needs two.", VerdictSentence.Verdict(unjudged));
        RunResult one = unjudged with { Observables = [unjudged.Observables[0] with { Simulation = a.Simulation! with { Replicas = 1 } }] };
        Assert.Equal("Inconclusive: one replica finished, and a standard error needs two.", VerdictSentence.Verdict(one));
    }

    /// <summary>Observables of two entries with scores 0.5 and -1 at the limit 4.5 and detectable deviations.</summary>
    private static RunResult Inconclusive(params (string Name, double Detectable)[] observables) => SampleResults.Complete() with
    {
        Verdict = Judgement.Inconclusive,
        Observables =
        [
            .. observables.Select(one => new ObservableResult(
                new ObservableShape(one.Name, "1", "d", [Axis.Of("step", [0, 1])]),
                new ObservableEstimate([1, 2], [0, 0]),
                new SimulationStatistics([1, 2], [0.1, 0.1], 8),
                new ObservableComparison(Judgement.Inconclusive, [0.5, -1], [0.5, -1], [4.5, 4.5], [one.Detectable, one.Detectable], [one.Detectable, one.Detectable / 2]))),
        ],
    };
}
