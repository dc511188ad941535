using Numerics.Kernels.Random;
using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>A distribution function as a whole: one score for each curve, at the point where it is furthest from the law.</summary>
/// <remarks>
/// <code>
/// score = max(0, sup |mean - F| - 1/n - allowance)/(q/2.576),   q the 99 % quantile of the bootstrap over replicas, 2.576 that of a normal number
/// </code>
/// The bootstrap takes the scatter of the replicas as known, so that q is that of a normal number times a standard error, however few they are; the score is held against Student's law
/// with R - 1 degrees of freedom, which allows for that.
/// Equation: curve-score
/// Source: derived here; false alarms are measured in the tests.
/// </remarks>
/// <param name="Entry">Flattened index of the point furthest from the law.</param>
/// <param name="Deviation">Mean minus law there.</param>
/// <param name="Granted">1/n and the allowance.</param>
/// <param name="Unit">q/2.576.</param>
/// <param name="DegreesOfFreedom">R - 1.</param>
internal sealed record BandScore(int Entry, double Deviation, double Granted, double Unit, double DegreesOfFreedom)
{
    private const double Level = 0.99;

    // Two-sided 99 % of the normal distribution.
    private const double NormalQuantile = 2.5758293035489004;

    // Curves of one observable are resampled with one key: the replicas are the same ones.
    private static readonly StreamKey Key = StreamKey.Derive(seed: 0, study: 0, replica: 0, matrix: 0x42414E44);

    /// <summary>The score.</summary>
    public double Score => Math.Max(0, Math.Abs(Deviation) - Granted) / Unit * Math.Sign(Deviation);

    /// <summary>The scores of all curves of the largest size; counts those that lack a second replica.</summary>
    /// <param name="shape">Observable; its last axis is that of the rule.</param>
    /// <param name="rule">Rule.</param>
    /// <param name="theory">Law at the points.</param>
    /// <param name="simulation">Averages: which curves there are, also where the replicas cannot be read.</param>
    /// <param name="records">Finished replicas of the largest size in the order of their index.</param>
    /// <param name="first">First entry of the largest size.</param>
    /// <param name="withoutError">Curves of which fewer than two replicas can be read.</param>
    /// <param name="partly">Curves that too few of these replicas hold.</param>
    public static IReadOnlyList<BandScore> Of(
        ObservableShape shape,
        ComparisonRule rule,
        ObservableEstimate theory,
        SimulationStatistics simulation,
        IReadOnlyList<ReplicaRecord> records,
        int first,
        out int withoutError,
        out int partly)
    {
        Axis points = shape.Axes[^1];
        if (points.Name != rule.BandAlong)
        {
            throw new ArgumentException($"Observable '{shape.Name}' has the last axis '{points.Name}', not '{rule.BandAlong}'.", nameof(rule));
        }

        IReadOnlyList<double?>[] samples = [.. records.Where(record => record.Values.ContainsKey(shape.Name)).Select(record => record.Values[shape.Name])];
        int length = points.Values.Count;
        List<BandScore> scores = [];
        withoutError = partly = 0;
        for (int start = first; start < shape.Length; start += length)
        {
            // A point of a sweep whose curve has fewer points than the longest: those that theory has.
            int[] entries = [.. Enumerable.Range(start, length).Where(i => theory.Value[i] is not null)];
            IReadOnlyList<double?>[] whole = [.. samples.Where(sample => entries.All(i => sample[i] is not null))];
            ComparisonRule? own = rule.At(start, shape.Length).Rule;
            if (own is null || entries.Length == 0 || entries.Any(i => simulation.Mean[i] is null))
            {
                continue;
            }

            if (whole.Length < 2)
            {
                withoutError++;
                continue;
            }

            if (whole.Length < ComparisonQuestion.LeastShare * records.Count)
            {
                partly++;
                continue;
            }

            scores.Add(Judge(own, entries, whole, theory, [.. entries.Select(i => points.Values[i - start])]));
        }

        return scores;
    }

    private static BandScore Judge(ComparisonRule own, int[] entries, IReadOnlyList<double?>[] whole, ObservableEstimate theory, double[] points)
    {
        CumulativeBand band = CumulativeBand.OfEmpirical(
            [.. whole.Select(sample => entries.Select(i => sample[i]!.Value).ToArray())],
            [.. entries.Select(i => theory.Value[i]!.Value)],
            points,
            (long)own.Size,
            Key,
            Level);
        int worst = Enumerable.Range(0, entries.Length).MaxBy(i => Math.Abs(band.Mean[i] - band.Theory[i]));
        double step = 1 / own.Size;
        double quantile = Math.Max(band.HalfWidth - step, 1e-3 * step); // replicas that agree to the last value have no scatter
        return new BandScore(
            entries[worst],
            band.Mean[worst] - band.Theory[worst],
            step + own.Allowance,
            quantile / NormalQuantile,
            whole.Length - 1);
    }
}
