using System.Globalization;
using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>Judges one observable once the limit of the whole run is known.</summary>
/// <param name="question">What is compared.</param>
/// <param name="shape">The observable.</param>
/// <param name="limit">Limit of the scores.</param>
internal sealed class ObservableJudge(ComparisonQuestion question, ObservableShape shape, FamilyLimit limit)
{
    // Values this much smaller than the largest of their observable are resolved relative to that part of it: near zero nothing has a relative error.
    private const double NaturalShare = 0.1;

    private readonly ComparisonRule? rule = question.Rule(shape.Name);
    private readonly ObservableEstimate? theory = question.Theory?.GetValueOrDefault(shape.Name);
    private readonly SimulationStatistics? simulation = question.Simulation?.GetValueOrDefault(shape.Name);
    private readonly double?[] raw = new double?[shape.Length];
    private readonly double?[] scores = new double?[shape.Length];
    private readonly double?[] limits = new double?[shape.Length];
    private readonly double?[] detectable = new double?[shape.Length];
    private readonly double?[] relative = new double?[shape.Length];

    /// <summary>The result.</summary>
    /// <param name="entries">Entries that are judged.</param>
    /// <param name="bands">Curves that are judged.</param>
    /// <param name="withoutError">Entries and curves whose error is not known.</param>
    /// <param name="partly">Entries that too few replicas hold.</param>
    public ObservableResult Judge(IReadOnlyList<EntryComparison> entries, IReadOnlyList<BandScore> bands, int withoutError, int partly)
    {
        ObservableResult result = new(shape, theory, simulation, null) { Rule = rule };
        if (entries.Count + bands.Count + withoutError == 0)
        {
            return result;
        }

        foreach (IGrouping<int, EntryComparison> point in entries.GroupBy(entry => rule!.PointOf(entry.Entry, shape.Length)))
        {
            double natural = NaturalShare * point.Max(entry => Math.Abs(Theory(entry)));
            foreach (EntryComparison entry in point)
            {
                double least = rule!.At(entry.Entry, shape.Length).Rule?.NaturalScale ?? 0;
                Put(entry, Math.Max(Math.Max(natural, least), Math.Abs(Theory(entry))));
            }
        }

        foreach (BandScore band in bands)
        {
            Put(band);
        }

        bool single = entries.Any(entry => entry.Fit.Slope is null) || bands.Count > 0;
        return result with
        {
            Comparison = new ObservableComparison(Verdict(entries, withoutError), raw, scores, limits, detectable, relative)
            {
                Fit = entries.Any(entry => entry.Fit.Slope is not null) ? Fit(entries) : null,
                Allowance = single && rule is { HasAllowance: true } ? rule.Description : null,
                Findings = [.. Findings(entries, withoutError, partly)],
                Rivals = [.. rule!.Rivals.Select(rival => Against(rival, entries)).OfType<RivalResult>()],
            },
        };
    }

    private void Put(EntryComparison entry, double scale)
    {
        raw[entry.Entry] = entry.Raw;
        scores[entry.Entry] = entry.Score;
        limits[entry.Entry] = limit.Of(entry);
        detectable[entry.Entry] = limit.Detectable(entry);
        relative[entry.Entry] = Relative(entry, scale);
    }

    /// <summary>
    /// Where theory and all replicas are exactly zero nothing is left to be seen; where theory alone is, nothing has a relative size, and no resolution that is worth asking is met.
    /// </summary>
    private double Relative(EntryComparison entry, double scale) =>
        scale > 0 ? limit.Detectable(entry) / scale
        : entry.Fit.Deviation == 0 && entry.Fit.StandardError <= entry.Floor ? 0
        : Math.Max(1, limit.Detectable(entry) / Math.Max(Math.Abs(entry.Fit.Deviation), 1e-6 * limit.Detectable(entry)));

    /// <summary>A distribution function has the natural scale 1.</summary>
    private void Put(BandScore band)
    {
        double bound = limit.Student(band.DegreesOfFreedom);
        raw[band.Entry] = band.Deviation / band.Unit;
        scores[band.Entry] = band.Score;
        limits[band.Entry] = bound;
        detectable[band.Entry] = limit.Detectable(band);
        relative[band.Entry] = detectable[band.Entry];
    }

    private Judgement Verdict(IReadOnlyList<EntryComparison> entries, int withoutError)
    {
        bool beyond = scores.Where((score, i) => score is { } z && Math.Abs(z) > limits[i]).Any();
        return beyond || entries.Any(entry => !entry.Fit.PowerHolds) ? Judgement.Disagrees
            : withoutError > 0 || entries.Any(HasNoError) || relative.Max() > question.Resolution.Of(shape.Name) ? Judgement.Inconclusive
            : Judgement.Agrees;
    }

    /// <summary>The sizes refute the power of the variance, and one of them has a single replica: there is nothing to take in its place.</summary>
    private bool HasNoError(EntryComparison entry) => entry.Fit.VariancePooled && entry.Fit.Variance.TailProbability < limit.FitRate;

    private SizeFit Fit(IReadOnlyList<EntryComparison> entries)
    {
        double?[] Of(Func<EntryComparison, double?> read)
        {
            var values = new double?[shape.Length];
            foreach (EntryComparison entry in entries.Where(entry => entry.Fit.Slope is not null))
            {
                values[entry.Entry] = read(entry);
            }

            return values;
        }

        return new SizeFit(
            Of(entry => Theory(entry) + entry.Fit.Deviation),
            Of(entry => entry.Fit.StandardError),
            Of(entry => entry.Fit.Slope),
            Of(entry => entry.Samples.Count > 0 ? entry.Samples[0].Size : null));
    }

    private IEnumerable<string> Findings(IReadOnlyList<EntryComparison> entries, int withoutError, int partly)
    {
        EntryComparison[] failed = [.. entries.Where(entry => !entry.Fit.PowerHolds)];
        if (failed.Length > 0)
        {
            double power = rule!.At(failed[0].Entry, shape.Length).Rule!.ApproachPower;
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{failed.Length} of {entries.Count} entries of {shape.Name} do not approach their limit as N^-{power:G3}, the first at {shape.Place(failed[0].Entry)}.");
        }

        EntryComparison[] dropped = [.. entries.Where(entry => entry.Fit.PowerHolds && entry.Fit.Dropped > 0)];
        if (dropped.Length > 0)
        {
            yield return $"{dropped.Length} of {entries.Count} entries of {shape.Name} follow the power of the size only without the smallest {(dropped.Max(entry => entry.Fit.Dropped) == 1 ? "size" : "sizes")}.";
        }

        int variances = entries.Count(entry => !entry.Fit.VariancePooled && entry.Fit.Variance.TailProbability < limit.FitRate);
        if (variances > 0)
        {
            yield return $"The scatter of {variances} of {entries.Count} entries of {shape.Name} does not fall with the declared power of the size; each size's own variance is used there.";
        }

        int unknown = entries.Count(HasNoError);
        if (unknown > 0)
        {
            yield return $"The scatter of {unknown} of {entries.Count} entries of {shape.Name} does not fall with the declared power of the size, and a size with one replica has no scatter of its own; give every size two.";
        }

        if (partly > 0)
        {
            yield return $"{partly} entries of {shape.Name} were not judged: fewer than nine in ten replicas hold them, and the mean of those is another quantity.";
        }

        if (withoutError > 0)
        {
            yield return $"{withoutError} entries of {shape.Name} were not judged: fewer than two replicas give no standard error.";
        }
    }

    /// <summary>The rival at the entry at which it is furthest off, extrapolated like the theory.</summary>
    private RivalResult? Against(Rival rival, IReadOnlyList<EntryComparison> entries)
    {
        if (question.Theory?.GetValueOrDefault(rival.Observable) is not { } other || other.Value.Count != shape.Length)
        {
            return null;
        }

        RivalResult? worst = null;
        foreach (EntryComparison entry in entries)
        {
            if (other.Value[entry.Entry] is { } value && entry.Places.All(place => other.Value[place] is not null))
            {
                double error = other.StandardError[entry.Entry] ?? 0;
                double scale = Math.Max(entry.Floor, Math.Sqrt((entry.Fit.StandardError * entry.Fit.StandardError) + (error * error)));
                double deviation = entry.Fit.Deviation + entry.Places.Select((place, j) => entry.Fit.Coefficients[j] * entry.Factors[j] * (theory!.Value[place]!.Value - other.Value[place]!.Value)).Sum();
                double score = entry.ScoreOf(deviation, scale);
                if (worst is null || Math.Abs(score) > Math.Abs(worst.ZScore))
                {
                    worst = new RivalResult(rival.Name, entry.Entry, value, RelativeTo(Theory(entry), value), score, limit.Of(entry));
                }
            }
        }

        return worst;
    }

    /// <summary>Of a theory that says zero every other value is off by 100 %.</summary>
    private static double RelativeTo(double theory, double rival) => theory == 0 ? Math.Sign(rival) : (rival - theory) / Math.Abs(theory);

    private double Theory(EntryComparison entry) => theory!.Value[entry.Entry]!.Value;
}
