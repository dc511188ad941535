using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>The numbers of one observable from which its entries are compared: theory, averages and replicas at every size.</summary>
/// <param name="index">Index of the observable.</param>
/// <param name="shape">Its shape, sizes first in a ladder.</param>
/// <param name="rule">How it is judged.</param>
/// <param name="theory">Prediction.</param>
/// <param name="simulation">Averages.</param>
/// <param name="records">Finished replicas by index; empty where they cannot be read.</param>
/// <param name="rungs">Number of sizes.</param>
/// <param name="atSizes">Replicas of each size that hold anything.</param>
internal sealed class EntrySource(
    int index, ObservableShape shape, ComparisonRule rule, ObservableEstimate theory, SimulationStatistics simulation, IReadOnlyList<ReplicaRecord> records, int rungs, IReadOnlyList<int> atSizes)
{
    // Equal values in all replicas have no scatter; what rounding alone may then do is taken for the standard error.
    private const double Rounding = 64 * 2.220446049250313e-16;

    private readonly int block = shape.Length / rungs;

    /// <summary>Entries that exist on both sides at the largest size under a rule.</summary>
    public IEnumerable<int> Candidates => Enumerable.Range((rungs - 1) * block, block)
        .Where(entry => rule.At(entry, shape.Length).Rule is not null && theory.Value[entry] is not null && simulation.Mean[entry] is not null);

    /// <summary>Whether nearly all replicas hold an entry, at the sizes that are compared.</summary>
    public bool IsInMostReplicas(int entry) => Places(entry).All(place => simulation.CountAt(place) >= ComparisonQuestion.LeastShare * atSizes[atSizes.Count == 1 ? 0 : place / block]);

    /// <summary>Whether the error of an entry is known.</summary>
    public bool HasError(int entry) => Places(entry).Any(place => simulation.StandardError[place] is not null) || rule.At(entry, shape.Length).Rule! is { ReplicaDeviation: not null } or { IsShare: true };

    /// <summary>
    /// Whether theory and all replicas are exactly zero, without an error on either side: nothing is tested there. A share of replicas has its error also where all of them agree, and so has an entry of
    /// whose replicas theory states a deviation.
    /// </summary>
    public bool IsZeroOnBothSides(int entry) => rule.At(entry, shape.Length).Rule is { IsShare: false } own
        && (own.ReplicaDeviation ?? 0) * own.UnitAt(0) == 0
        && Places(entry).All(place => IsZero(theory.Value[place], theory.StandardError[place]) && IsZero(simulation.Mean[place], simulation.StandardError[place]));

    /// <summary>Compares one entry.</summary>
    /// <param name="entry">A candidate whose error is known.</param>
    /// <param name="fitRate">Rate at which a fit in the size may fail by chance.</param>
    public EntryComparison Compare(int entry, double fitRate)
    {
        (ComparisonRule? own, int place) = rule.At(entry, shape.Length);
        double predicted = theory.Value[entry]!.Value;
        double floor = Math.Max(Rounding * Math.Max(Math.Abs(simulation.Mean[entry]!.Value), Math.Abs(predicted)), 2.2250738585072014e-308);
        int[] places = Places(entry);
        double[] factors = [.. places.Select(other => Growth(other, places[^1]))];
        RungMean[] means = [.. places.Select((other, j) => Mean(other, factors[j]))];
        PredictedShare? share = own!.IsShare ? new(predicted, simulation.CountAt(entry)) : null;
        bool measured = means.Any(mean => mean.Count > 1) && share is null;
        SizeExtrapolation fit = measured
            ? SizeExtrapolation.Fit(means, own.ApproachPower, own.VariancePower, fitRate, floor)
            : Known(means[^1], own, share?.StandardError ?? Stated(means[^1], own, predicted));
        bool single = fit.Coefficients.Count == 1;
        int[] fitted = places[^fit.Coefficients.Count..];
        factors = factors[^fit.Coefficients.Count..];
        double? standardError = share?.StandardError ?? Error(entry);
        return new EntryComparison(
            index,
            entry,
            fit,
            TheoryError(fitted, factors, fit),
            own.TheoryFreedom ?? double.PositiveInfinity,
            single ? own.AllowanceAt(place) * own.UnitAt(predicted) : 0,
            standardError is { } error ? means[^1].Deviation / Math.Max(floor, Math.Sqrt((error * error) + Square(theory.StandardError[entry]))) : null,
            measured && records.Count > 0 ? [.. fitted.Select((other, j) => Residuals(other, factors[j]))] : [])
        {
            Floor = floor,
            Share = share,
            Places = fitted,
            Factors = factors,
        };
    }

    /// <summary>The theory that is judged against, at an entry.</summary>
    public double Theory(int entry) => theory.Value[entry]!.Value;

    /// <summary>
    /// The same entry at the sizes at which it can be compared, the largest last. Sizes that round to the same one (input dimension and ratios) have no line through them: the largest alone.
    /// </summary>
    private int[] Places(int entry)
    {
        int[] places = [.. Enumerable.Range(0, rungs).Select(rung => (rung * block) + (entry % block))
            .Where(place => rule.At(place, shape.Length).Rule is not null && theory.Value[place] is not null && simulation.Mean[place] is not null)];
        return places.Select(place => rule.At(place, shape.Length).Rule!.Size).Distinct().Count() < places.Length ? [places[^1]] : places;
    }

    /// <summary>What turns a deviation at one size into that at the largest, where the observable itself grows with the size.</summary>
    private double Growth(int place, int largest)
    {
        ComparisonRule own = rule.At(largest, shape.Length).Rule!;
        return own.GrowthPower == 0 ? 1 : Math.Pow(own.Size / rule.At(place, shape.Length).Rule!.Size, own.GrowthPower);
    }

    private RungMean Mean(int place, double factor)
    {
        int count = simulation.StandardError[place] is null ? 1 : simulation.CountAt(place);
        double variance = Error(place) is { } error ? error * error * count : 0;
        if ((shape.IsRootMeanSquare || (variance == 0 && count > 1)) && rule.At(place, shape.Length).Rule!.ReplicaDeviation is { } stated)
        {
            // A few small deviations have a small mean square and a small error of it at once, and two replicas may count the same number: what theory states is the least.
            double least = stated * rule.At(place, shape.Length).Rule!.UnitAt(theory.Value[place]!.Value);
            variance = Math.Max(variance, Math.Pow(shape.IsRootMeanSquare ? least * RootFactor(place, true) : least, 2));
        }

        double deviation = simulation.Mean[place]!.Value - theory.Value[place]!.Value;
        return new RungMean(rule.At(place, shape.Length).Rule!.Size, factor * deviation, factor * factor * variance, count);
    }

    /// <summary>Standard error of a mean. That of a variance or a root mean square is relative to it and has to be so for the predicted one: otherwise small variances come with small errors and are refused.</summary>
    private double? Error(int place) => simulation.StandardError[place] is not { } error ? null
        : shape.IsRootMeanSquare ? error * RootFactor(place, false)
        : rule.VarianceOf is null ? error
        : error * VarianceOverReplicas.ErrorFactor(simulation.Mean[place]!.Value, theory.Value[place]!.Value);

    private double RootFactor(int place, bool stated) => VarianceOverReplicas.RootErrorFactor(simulation.Mean[place]!.Value, theory.Value[place]!.Value, stated);

    /// <summary>The largest size alone, with an error that does not come from the scatter of replicas.</summary>
    private static SizeExtrapolation Known(RungMean mean, ComparisonRule own, double error) =>
        new(mean.Deviation, error, double.PositiveInfinity, null, 0, true, new VarianceLaw(0, own.VariancePower, 0, 1), true, [1]);

    /// <summary>Standard error of a replica whose deviation theory states.</summary>
    private static double Stated(RungMean mean, ComparisonRule own, double predicted) => own.ReplicaDeviation!.Value * own.UnitAt(predicted) / Math.Sqrt(mean.Count);

    /// <summary>Errors of the theory at different sizes are those of the same solution: they add like the theory itself, and no sum of them is taken for less than that at the largest size.</summary>
    private double TheoryError(int[] places, double[] factors, SizeExtrapolation fit) => Math.Max(
        theory.StandardError[places[^1]] ?? 0, Math.Abs(places.Select((place, j) => fit.Coefficients[j] * factors[j] * (theory.StandardError[place] ?? 0)).Sum()));

    private RungResiduals Residuals(int place, double factor)
    {
        double mean = simulation.Mean[place]!.Value;
        List<int> replicas = [];
        List<double> values = [];
        for (int r = 0; r < records.Count; r++)
        {
            if (records[r].Values.GetValueOrDefault(shape.Name)?[place] is { } value)
            {
                replicas.Add(r);
                // Of a root mean square: how far a replica moves it.
                values.Add(factor * (shape.IsRootMeanSquare ? ((value * value) - (mean * mean)) / Math.Max(2 * mean, 1e-300) : value - mean));
            }
        }

        return new RungResiduals(rule.At(place, shape.Length).Rule!.Size, [.. replicas], [.. values]);
    }

    private static bool IsZero(double? value, double? error) => value == 0 && (error ?? 0) == 0;

    private static double Square(double? error) => (error ?? 0) * (error ?? 0);

    /// <summary>Replicas that count, in the order of their index.</summary>
    public static IReadOnlyList<ReplicaRecord> Finished(IReadOnlyList<ReplicaRecord>? records) =>
        [.. (records ?? []).Where(record => record.Outcome == Outcome.Ok).OrderBy(record => record.Replica)];
}
