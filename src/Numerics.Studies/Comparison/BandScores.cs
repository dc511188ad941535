using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>Scores of distribution functions: one for each curve, at the point where it is furthest from the law.</summary>
/// <remarks>
/// <code>
/// score = max(0, sup |mean - F| - 1/n - allowance)/(q/t),   q the 99 % quantile of the bootstrap over replicas, t that of Student's law with R - 1 degrees of freedom
/// </code>
/// The band is passed at the level 99 % exactly where the score passes t; the division turns it into a score that other levels can be read from, and that
/// allows for the few replicas in Student's way.
/// </remarks>
internal static class BandScores
{
    private const double Level = 0.99;

    // Curves of one observable are resampled with one key: the replicas are the same ones.
    private static readonly StreamKey Key = StreamKey.Derive(seed: 0, study: 0, replica: 0, matrix: 0x42414E44);

    /// <summary>Writes the scores; returns how many curves were judged and how many lack a second replica.</summary>
    public static (int Judged, int WithoutError) Write(
        ObservableShape shape, ComparisonRule rule, ObservableEstimate theory, IReadOnlyList<ReplicaRecord> records, double?[] scores)
    {
        Axis points = shape.Axes[^1];
        if (points.Name != rule.BandAlong)
        {
            throw new ArgumentException($"Observable '{shape.Name}' has the last axis '{points.Name}', not '{rule.BandAlong}'.", nameof(rule));
        }

        IReadOnlyList<double?>[] samples = [.. records.Where(record => record.Outcome == Outcome.Ok && record.Values.ContainsKey(shape.Name))
            .OrderBy(record => record.Replica).Select(record => record.Values[shape.Name])];
        int length = points.Values.Count;
        int judged = 0;
        int withoutError = 0;
        for (int start = 0; start < shape.Length; start += length)
        {
            int[] entries = [.. Enumerable.Range(start, length)];
            IReadOnlyList<double?>[] whole = [.. samples.Where(sample => entries.All(i => sample[i] is not null))];
            ComparisonRule? own = rule.At(start, shape.Length).Rule;
            if (own is null || entries.Any(i => theory.Value[i] is null) || whole.Length == 0)
            {
                continue;
            }

            if (whole.Length < 2)
            {
                withoutError++;
                continue;
            }

            CumulativeBand band = CumulativeBand.OfEmpirical(
                [.. whole.Select(sample => entries.Select(i => sample[i]!.Value).ToArray())],
                [.. entries.Select(i => theory.Value[i]!.Value)],
                points.Values,
                (long)own.Size,
                Key,
                Level);
            int worst = Enumerable.Range(0, length).MaxBy(i => Math.Abs(band.Mean[i] - band.Theory[i]));
            scores[start + worst] = Score(band, own, whole.Length) * Math.Sign(band.Mean[worst] - band.Theory[worst]);
            judged++;
        }

        return (judged, withoutError);
    }

    private static double Score(CumulativeBand band, ComparisonRule rule, int replicas)
    {
        double step = 1 / rule.Size;
        double quantile = Math.Max(band.HalfWidth - step, 1e-3 * step); // replicas that agree to the last value have no scatter
        double excess = Math.Max(0, band.LargestDifference - step - rule.Allowance);
        return excess / quantile * StudentT.CriticalValue(1 - Level, replicas - 1);
    }
}
