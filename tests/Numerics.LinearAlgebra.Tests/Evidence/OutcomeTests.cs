using Numerics.LinearAlgebra.Evidence;

namespace Numerics.LinearAlgebra.Tests.Evidence;

/// <summary>The rule how outcomes combine, over all pairs and triples; the sentences; the words of result files.</summary>
public sealed class OutcomeTests
{
    private static readonly Outcome[] All = Enum.GetValues<Outcome>();

    /// <summary>The order of severity, written down once more: a value that is put in another place changes what runs report.</summary>
    private static readonly Outcome[] Severity =
    [
        Outcome.Ok, Outcome.NumericalFailure, Outcome.NotConverged, Outcome.WrongBranch, Outcome.NotPositiveDefinite, Outcome.Singular, Outcome.Diverged,
        Outcome.NonFinite, Outcome.Refused, Outcome.Interrupted,
    ];

    [Fact]
    public void The_more_severe_of_two_wins()
    {
        Assert.Equal(Severity.Order(), All.Order());
        foreach ((Outcome a, Outcome b) in Pairs())
        {
            Outcome expected = Array.IndexOf(Severity, a) > Array.IndexOf(Severity, b) ? a : b;
            Assert.Equal(expected, Outcomes.Combine(a, b));
        }
    }

    [Fact]
    public void Order_and_grouping_do_not_matter()
    {
        foreach ((Outcome a, Outcome b) in Pairs())
        {
            Assert.Equal(Outcomes.Combine(a, b), Outcomes.Combine(b, a));
            foreach (Outcome c in All)
            {
                Assert.Equal(Outcomes.Combine(Outcomes.Combine(a, b), c), Outcomes.Combine(a, Outcomes.Combine(b, c)));
                Assert.Equal(Outcomes.Combine([a, b, c]), Outcomes.Combine([c, a, b]));
            }
        }
    }

    [Fact]
    public void Ok_changes_nothing_and_is_the_outcome_of_no_computation()
    {
        Assert.All(All, outcome => Assert.Equal(outcome, Outcomes.Combine(Outcome.Ok, outcome)));
        Assert.All(All, outcome => Assert.Equal(outcome, Outcomes.Combine(outcome, outcome)));
        Assert.Equal(Outcome.Ok, Outcomes.Combine([]));
        Assert.Equal(Outcome.Ok, default);
    }

    [Fact]
    public void An_interrupted_run_with_a_diverged_replica_is_told_as_interrupted() =>
        Assert.Equal("interrupted", Outcomes.RunWord(Outcomes.Combine([Outcome.Ok, Outcome.Diverged, Outcome.Interrupted])));

    [Fact]
    public void Every_outcome_has_a_sentence_of_its_own()
    {
        string[] sentences = [.. All.Select(Outcomes.Sentence)];
        Assert.Equal(All.Length, sentences.Distinct(StringComparer.Ordinal).Count());
        Assert.All(sentences, sentence => Assert.Matches("^[A-Z][^.]+\\.$", sentence));
        Assert.Equal("A number is not finite.", Outcomes.Sentence(Outcome.NonFinite));
        Assert.Throws<ArgumentOutOfRangeException>(() => Outcomes.Sentence((Outcome)All.Length));
    }

    [Theory]
    [InlineData(Outcome.Ok, "ok", "finished")]
    [InlineData(Outcome.NumericalFailure, "numericalFailure", "diverged")]
    [InlineData(Outcome.NotConverged, "numericalFailure", "diverged")]
    [InlineData(Outcome.Diverged, "numericalFailure", "diverged")]
    [InlineData(Outcome.NonFinite, "numericalFailure", "diverged")]
    [InlineData(Outcome.Refused, "refused", "refused")]
    [InlineData(Outcome.Interrupted, "interrupted", "interrupted")]
    public void Result_files_keep_their_words(Outcome outcome, string ofRun, string ofReplica)
    {
        Assert.Equal(ofRun, Outcomes.RunWord(outcome));
        Assert.Equal(ofReplica, Outcomes.ReplicaWord(outcome));
    }

    [Fact]
    public void Words_of_result_files_are_read_back()
    {
        foreach (Outcome outcome in All)
        {
            Assert.Equal(Outcomes.RunWord(outcome), Outcomes.RunWord(Outcomes.Parse(Outcomes.RunWord(outcome))));
            Assert.Equal(Outcomes.ReplicaWord(outcome), Outcomes.ReplicaWord(Outcomes.Parse(Outcomes.ReplicaWord(outcome))));
        }

        Assert.Equal(Outcome.NumericalFailure, Outcomes.Parse("numericalFailure"));
        Assert.Equal(Outcome.Ok, Outcomes.Parse("finished"));
        Assert.Throws<FormatException>(() => Outcomes.Parse("Finished"));
    }

    private static IEnumerable<(Outcome A, Outcome B)> Pairs() => from a in All from b in All select (a, b);
}
