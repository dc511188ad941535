using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Sweeps;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;

namespace Numerics.Studies.Tests.Sweeps;

/// <summary>Bins that all points share and that suit one of them only: its distribution function is 1 in every bin and would agree with anything.</summary>
public sealed class SharedBinsTests
{
    private const int Bins = 80;

    /// <summary>The distribution function of a uniform law on [0, upper], in theory and in every replica.</summary>
    private static Probe Uniform(double upper, double size = 1000)
    {
        Observable? cdf = null;
        Observable? edge = null;
        Axis? axis = null;
        return new Probe(e =>
        {
            DeferredInterval range = e.Range(() => new SupportInterval(0, 1.25 * upper));
            axis = Axis.Deferred("s", Bins, () => [.. Enumerable.Range(1, Bins).Select(k => range.Value.Upper * k / Bins)]);
            cdf = e.Observe("cdf", "Distribution function.", axis).Judged(new ComparisonRule(size, 0, 1));
            edge = e.Observe("edge", "Edge.").Judged(new ComparisonRule(size, 0, 1));
        })
        {
            Theory = (_, r) => Write(r, 0),
            Replica = (context, r) => Write(r, 0.01 * SweepCase.Gaussian(context, 0)),
        };

        void Write(Recorder r, double noise)
        {
            r[edge!] = upper + noise;
            r.Row(cdf!, [.. axis!.Values.Select((s, k) => Math.Min(1, s / upper) + (noise * (k + 1)))]);
        }
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(5, false)]
    [InlineData(3, true)]
    public void A_point_of_a_sweep_is_judged_where_the_bins_suit_it(double other, bool judged)
    {
        RunResult result = Runs.Of(SweepCase.Along(SweepCase.Numbers("rate", 0.3, 1e5), point => Uniform(point == 0 ? 1 : other)), Providers.Any);
        AssertJudged(result, judged, "At rate = 0.3: The bins, shared by all points, reach over [0, ");
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(3, true)]
    public void So_is_a_size_of_a_ladder(double other, bool judged)
    {
        RunResult result = Runs.Of(new LadderExperiment("width", [10, 20], [Uniform(1, size: 10), Uniform(other, size: 20)], [4, 4]), Providers.Any);
        IReadOnlyList<double> ends = result.Named("cdf").Shape.Axes[^1].Values;
        Assert.Equal(1.25 * other, ends[^1]);
        Fact? warning = result.Facts.FirstOrDefault(fact => fact.Kind == FactKind.Warning && fact.Name.StartsWith("shared bins", StringComparison.Ordinal));
        Assert.Equal(judged, warning is null);
        Assert.Equal(judged, result.Named("cdf").Rule!.At(0, 2 * Bins).Rule is not null);
    }

    [Fact]
    public void The_points_at_all_sizes_share_their_bins()
    {
        static SweptExperiment Sweep(double scale) => SweepCase.Along(SweepCase.Numbers("rate", 1, 2), point => Uniform(scale * (point + 1)));
        RunResult result = Runs.Theory(new LadderExperiment("width", [10, 20], [Sweep(1), Sweep(1.5)], [4, 4]), Providers.Any);
        Assert.Equal(1.25 * 3, result.Named("cdf").Shape.Axes[^1].Values[^1]);
        Assert.Equal(1, result.Named("cdf").Theory!.Value[^1]!.Value);
        // In the bins of all the law on [0, 1] is 1 from 1 on.
        Assert.Equal(1.25 * 3 / Bins, result.Named("cdf").Theory!.Value[0]!.Value, 1e-12);
    }

    private static void AssertJudged(RunResult result, bool judged, string sentence)
    {
        ObservableResult cdf = result.Named("cdf");
        Assert.Equal(judged, cdf.Comparison!.ZScore.Block(0, 2).Any(score => score is not null));
        Assert.Contains(cdf.Comparison.ZScore.Block(1, 2), score => score is not null);
        Assert.Equal(2, result.Named("edge").Comparison!.ZScore.Count(score => score is not null));
        Assert.Equal(judged ? 0 : 1, result.Facts.Count(fact => fact.Kind == FactKind.Warning && fact.Text.StartsWith(sentence, StringComparison.Ordinal)));
    }

    /// <summary>The first point alone suits bins of its own badly; at both sizes the second one is judged nevertheless, and the first is not.</summary>
    [Fact]
    public void At_the_sizes_of_a_ladder_a_sweep_decides_point_by_point()
    {
        SweptExperiment Of(double size) => SweepCase.Along(SweepCase.Numbers("rate", 0.3, 1e5), point => Uniform(point == 0 ? 1 : 100, size));
        RunResult result = Runs.Of(new LadderExperiment("width", [10, 20], [Of(10), Of(20)], [4, 4]), Providers.Any);
        ComparisonRule rule = result.Named("cdf").Rule!;
        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(block => rule.At(block * Bins, 4 * Bins).Rule is not null));
    }
}
