using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>
/// N Var of an observable over replicas, as one value for every replica whose mean is the unbiased estimate and whose scatter gives its error: the pseudo-values of the jackknife.
/// </summary>
/// <remarks>
/// <code>
/// theta_r = N R s^2 - N (R - 1) s^2_(-r) = N (R d_r^2 - s^2)/(R - 2)        d_r = x_r - mean x,   s^2 = sum_r d_r^2/(R - 1),   s^2_(-r): the same without replica r
/// mean theta = N s^2,    se^2 = sum (theta_r - mean theta)^2/(R (R - 1)),   about N^2 (m_4 - m_2^2)/R with the central moments m
/// </code>
/// <para>Three values are the least. What averages, ladders and the limit of multipliers do with single replicas they do with these.</para>
/// <para>A small estimate has a small error: the score of an estimate v of theta with the standard error e is therefore taken on the scale of the cube root, where a sample variance is
/// nearly Gaussian, (v^(1/3) - theta^(1/3))/(e v^(-2/3)/3): <see cref="ErrorFactor"/>; so is that of a root mean square: <see cref="RootErrorFactor"/>.</para>
/// Equation: variance-over-replicas
/// Source: B. Efron and C. Stein, Annals of Statistics 9 (1981) 586; E. B. Wilson and M. M. Hilferty, PNAS 17 (1931) 684.
/// </remarks>
public static class VarianceOverReplicas
{
    private const int FewestValues = 3;

    // Beyond this ratio of estimate and theory no scale of the error matters.
    private const double LargestRatio = 1e6;

    /// <summary>Records with the pseudo-values of every observable whose rule names another in <see cref="ComparisonRule.VarianceOf"/>; null where fewer than three replicas hold the value.</summary>
    /// <param name="shapes">All observables.</param>
    /// <param name="rule">Their rules.</param>
    /// <param name="records">Replicas; those that did not finish stay as they are.</param>
    public static IReadOnlyList<ReplicaRecord> Complete(IReadOnlyList<ObservableShape> shapes, Func<string, ComparisonRule?> rule, IReadOnlyList<ReplicaRecord> records)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(records);
        (ObservableShape Shape, ComparisonRule Rule)[] variances =
            [.. shapes.Select(shape => (shape, rule(shape.Name)!)).Where(pair => pair.Item2?.VarianceOf is not null)];
        ReplicaRecord[] finished = [.. records.Where(record => record.Outcome == Outcome.Ok).OrderBy(record => record.Replica)];
        if (variances.Length == 0 || finished.Length == 0)
        {
            return records;
        }

        Dictionary<int, Dictionary<string, IReadOnlyList<double?>>> values = finished.ToDictionary(record => record.Replica, record => record.Values.ToDictionary());
        foreach ((ObservableShape shape, ComparisonRule own) in variances)
        {
            IReadOnlyList<double?>[] sources = [.. finished.Select(record => record.Values[own.VarianceOf!])];
            double?[][] pseudo = [.. finished.Select(_ => new double?[shape.Length])];
            for (int entry = 0; entry < shape.Length; entry++)
            {
                if (own.SizeAt(entry, shape.Length) is { } size)
                {
                    Fill(sources, pseudo, entry, size);
                }
            }

            for (int r = 0; r < finished.Length; r++)
            {
                values[finished[r].Replica][shape.Name] = pseudo[r];
            }
        }

        return [.. records.Select(record => record.Outcome == Outcome.Ok ? record with { Values = values[record.Replica] } : record)];
    }

    /// <summary>What the standard error of an estimated variance is multiplied by before it is held against theory: (u^2 + u + 1)/(3 u^3) with u the cube root of estimate over theory.</summary>
    /// <param name="estimate">v.</param>
    /// <param name="theory">theta.</param>
    public static double ErrorFactor(double estimate, double theory)
    {
        if (!(estimate > 0) || !(theory > 0))
        {
            return 1;
        }

        double u = Math.Cbrt(Math.Clamp(estimate / theory, 1 / LargestRatio, LargestRatio));
        return ((u * u) + u + 1) / (3 * u * u * u);
    }

    /// <summary>
    /// The same of a root mean square m, whose mean square is a variance: (2/3)(u^2 + u + 1)/(u (u + 1)) with u the cube root of estimate over theory; times u of an error that is stated for the theory's
    /// value.
    /// </summary>
    /// <param name="estimate">m.</param>
    /// <param name="theory">sqrt(theta).</param>
    /// <param name="stated">Whether the error is that of the theory's value rather than that of the estimate.</param>
    public static double RootErrorFactor(double estimate, double theory, bool stated)
    {
        if (!(estimate > 0) || !(theory > 0))
        {
            return 1;
        }

        double u = Math.Cbrt(Math.Clamp(estimate / theory, 1 / LargestRatio, LargestRatio));
        return 2 * ((u * u) + u + 1) / (3 * (u + 1) * (stated ? 1 : u));
    }

    private static void Fill(IReadOnlyList<double?>[] sources, double?[][] pseudo, int entry, double size)
    {
        double sum = 0;
        int count = 0;
        foreach (IReadOnlyList<double?> source in sources)
        {
            if (source[entry] is { } value)
            {
                sum += value;
                count++;
            }
        }

        if (count < FewestValues)
        {
            return;
        }

        double mean = sum / count;
        double squares = 0;
        foreach (IReadOnlyList<double?> source in sources)
        {
            squares += source[entry] is { } value ? (value - mean) * (value - mean) : 0;
        }

        double variance = squares / (count - 1);
        for (int r = 0; r < sources.Length; r++)
        {
            if (sources[r][entry] is { } value)
            {
                pseudo[r][entry] = size * ((count * (value - mean) * (value - mean)) - variance) / (count - 2);
            }
        }
    }
}
