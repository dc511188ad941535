using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Sweeps;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

/// <summary>A theory that fails at one size of a ladder leaves the others.</summary>
public sealed class LadderTheoryTests
{
    private static LadderExperiment Ladder(Func<int, Exception?> failure) => new(
        "width",
        [10, 20, 40],
        [.. Enumerable.Range(0, 3).Select(rung =>
        {
            Observable? x = null;
            return new Probe(e => x = e.Observe("x", "X."))
            {
                Theory = (_, r) => r[x!] = failure(rung) is { } exception ? throw exception : rung,
            };
        })],
        null);

    [Fact]
    public void The_values_of_that_size_are_missing_and_the_sentence_names_it()
    {
        RunResult result = Runs.Theory(Ladder(rung => rung == 1 ? new ArithmeticException("No convergence.") : null), Providers.Any);
        Assert.Null(result.TheoryFailure);
        Assert.Equal([0, null, 2], result.Named("x").Theory!.Value);
        Assert.Equal([("theory at width = 20", "At width = 20: No convergence.")], result.Facts.Where(fact => fact.Kind == FactKind.Warning).Select(fact => (fact.Name, fact.Text)));
    }

    /// <summary>Entries of the largest size are what is compared.</summary>
    [Fact]
    public void Without_a_theory_of_the_largest_size_the_run_has_failed()
    {
        RunResult result = Runs.Theory(Ladder(rung => rung == 2 ? new ArithmeticException("No convergence.") : null), Providers.Any);
        Assert.Equal((Outcome.NumericalFailure, "No convergence."), (result.Outcome, result.TheoryFailure));
    }

    [Fact]
    public void A_limit_that_diverges_at_all_sizes_is_a_failure()
    {
        RunResult result = Runs.Theory(Ladder(_ => new DivergedException("The limit", "step 3", "", "rate", 2)), Providers.Any);
        Assert.Equal((Outcome.NumericalFailure, "The limit diverged at step 3; lower rate (2)."), (result.Outcome, result.TheoryFailure));
    }

    [Fact]
    public void What_is_concluded_is_of_the_replicas_of_the_largest_size()
    {
        static Probe Rung()
        {
            Observable? x = null, y = null;
            return new Probe(e => (x, y) = (e.Observe("x", "X."), e.Observe("y", "Y.")))
            {
                Replica = (context, r) =>
                {
                    double? some = context.Replica % 2 == 0 ? 1 : null;
                    r[x!] = some;
                    r[y!] = 1;
                },
                Conclusion = findings => [Fact.Statistic("found", $"{findings.Samples(x!).Length} of {findings.Replicas}")],
            };
        }

        RunResult result = Runs.Of(new LadderExperiment("width", [10, 20, 40], [Rung(), Rung(), Rung()], [2, 3, 4]), Providers.Any);
        Assert.Equal("2 of 4", result.Facts.Single(fact => fact.Name == "found").Text);
    }

    [Fact]
    public void A_refusal_names_the_size() => Assert.Equal(
        "at width = 10: No such law.",
        Assert.Throws<ConfigurationException>(() => Runs.Theory(Ladder(rung => rung == 0 ? new ConfigurationException("test", "x", "No such law.") : null), Providers.Any)).Errors[0].Message);
}
