using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

/// <summary>What a sweep says of its points: facts, warnings, evidence.</summary>
public sealed class SweptFactsTests
{
    [Fact]
    public void Facts_of_points_carry_their_point_and_evidence_is_said_once_where_it_is_the_same()
    {
        static Experiment Point(int point)
        {
            Observable? x = null;
            return new Probe(e => x = e.Observe("x", "X."))
            {
                Theory = (context, r) =>
                {
                    context.Say(Fact.Evidence("method", "the same everywhere"));
                    context.Say(Fact.Evidence("solver", $"of point {point}"));
                    if (point == 1)
                    {
                        context.Say(Fact.Warning("critical", "The edge is critical."));
                    }

                    r[x!] = 10 * point;
                },
                Replica = (context, r) => r[x!] = (100 * point) + context.Replica,
                Conclusion = findings => [Fact.Statistic("sum", $"{findings.Theory(x!)} and {findings.Samples(x!).Sum()} of {findings.Replicas}")],
            };
        }

        RunResult result = Runs.Of(SweepCase.Of([SweepCase.Numbers("rate", 0.5, 2), SweepCase.Words("kind", "a")], Point), Providers.Any, threads: 3);
        Assert.Equal(
            [
                new Fact(FactKind.Evidence, "method", "the same everywhere"),
                new Fact(FactKind.Evidence, "solver at rate = 0.5, kind = a", "of point 0"),
                new Fact(FactKind.Evidence, "solver at rate = 2, kind = a", "of point 1"),
                new Fact(FactKind.Evidence, "grid points", "2"),
                new Fact(FactKind.Warning, "critical at rate = 2, kind = a", "At rate = 2, kind = a: The edge is critical."),
                new Fact(FactKind.Statistic, "sum at rate = 0.5, kind = a", "At rate = 0.5, kind = a: 0 and 6 of 4"),
                new Fact(FactKind.Statistic, "sum at rate = 2, kind = a", "At rate = 2, kind = a: 10 and 406 of 4"),
            ],
            result.Facts);
    }

    [Fact]
    public void A_warning_of_many_points_is_said_once_with_their_number()
    {
        static Experiment Point(int point) => new Probe(e => e.Observe("x", "X."))
        {
            Theory = (context, _) =>
            {
                if (point is 1 or 3 or 4)
                {
                    context.Say(Fact.Warning("critical", "The edge is critical."));
                }

                if (point == 2)
                {
                    context.Say(Fact.Warning("critical", "Another reason."));
                }
            },
        };

        RunResult result = Runs.Theory(SweepCase.Along(SweepCase.Numbers("rate", 10, 11, 12, 13, 14), Point), Providers.Any, threads: 3);
        Assert.Equal(
            [
                ("critical at rate = 11", "At 3 of 5 points, the first rate = 11: The edge is critical."),
                ("critical at rate = 12", "At rate = 12: Another reason."),
            ],
            result.Facts.Where(fact => fact.Kind == FactKind.Warning).Select(fact => (fact.Name, fact.Text)));
    }

    [Fact]
    public void Of_many_facts_of_one_name_a_dozen_are_said_and_the_others_counted()
    {
        static Experiment Point(int point) => new Probe(e => e.Observe("x", "X."))
        {
            Theory = (context, _) =>
            {
                context.Say(Fact.Evidence("residual", $"{point}"));
                context.Say(Fact.Warning("critical", $"Margin {point}."));
            },
        };

        RunResult result = Runs.Theory(SweepCase.Along(SweepCase.Numbers("rate", [.. Enumerable.Range(1, 30).Select(i => (double)i)]), Point), Providers.Any);
        Assert.Equal(13, result.Facts.Count(fact => fact.Name.StartsWith("residual", StringComparison.Ordinal)));
        Assert.Contains(Fact.Evidence("residual at further points", "18 more"), result.Facts);
        Assert.Equal(13, result.Facts.Count(fact => fact.Kind == FactKind.Warning));
        Assert.Contains(Fact.Warning("critical at further points", "At 18 further points something alike holds."), result.Facts);
    }

    [Fact]
    public void The_first_divergence_is_told_with_their_number()
    {
        var swept = SweepCase.Along(SweepCase.Numbers("rate", 1, 2, 3), point => SweepCase.Loss(point, divergesAt: point >= 1 ? 2 : 99, theoryDivergesAt: point == 2 ? 1 : 99));
        RunResult result = Runs.Of(swept, Providers.Any);
        Assert.Contains(Fact.Evidence("divergence", "Divergence at 1 of 3 points, the first rate = 3: Training diverged at step 1; lower rate (2)."), result.Facts);
        Assert.Contains(
            Fact.Evidence("replicas", "In 4 of 4 replicas, the first replica 0: Divergence at 2 of 3 points, the first rate = 2: Training diverged at step 2; lower rate (1)."), result.Facts);
        Assert.DoesNotContain(result.Facts, fact => fact.Kind == FactKind.Warning);
    }
}
