namespace Numerics.Studies.Comparison;

/// <summary>
/// Limit of the scores at which the whole run, all entries together, raises a false alarm with the rate asked: Student's t at the level of Sidak, or, with enough replicas, the
/// distribution of the largest score as the replicas show it.
/// </summary>
/// <remarks>
/// <code>
/// rate of one entry = 1 - (1 - rate)^(1/m)      exact for independent entries, on the safe side for dependent ones
/// </code>
/// Nine tenths of the rate are for scores, one tenth for fits that fail (<see cref="SizeExtrapolation"/>).
/// Equation: family-limit
/// Source: Z. Sidak, J. Am. Stat. Assoc. 62 (1967) 626.
/// </remarks>
/// <param name="Rate">False-alarm rate of the whole run.</param>
/// <param name="Entries">m.</param>
internal sealed record FamilyLimit(double Rate, int Entries)
{
    /// <summary>One-sided 95 % of the normal distribution: a deviation this much beyond the limit is found in 95 % of runs.</summary>
    private const double DetectionQuantile = 1.6448536269514722;

    private const double FitShare = 0.1;

    /// <summary>Limit of the largest score among entries with many replicas; null if it was not drawn.</summary>
    public double? OfMany { get; init; }

    /// <summary>Rate of one entry's score.</summary>
    public double EntryRate => Each((1 - FitShare) * Rate, Entries);

    /// <summary>Rate of one entry's fit.</summary>
    public double FitRate => Each(FitShare * Rate, Entries);

    /// <summary>Rate of the largest score among <paramref name="entries"/> of all.</summary>
    public double RateOf(int entries) => 1 - Math.Pow(1 - EntryRate, entries);

    /// <summary>Limit of an entry.</summary>
    public double Of(EntryComparison entry) => OfMany is { } limit && entry.HasManyReplicas ? limit : Student(entry.DegreesOfFreedom);

    /// <summary>Limit of Student's t at the level of Sidak.</summary>
    public double Student(double degreesOfFreedom) => StudentT.CriticalValue(EntryRate, degreesOfFreedom);

    /// <summary>Smallest deviation that would have been found in 95 % of such runs.</summary>
    public double Detectable(EntryComparison entry) =>
        entry.Allowance + (entry.Share?.Detectable(Of(entry), DetectionQuantile) ?? ((Of(entry) + DetectionQuantile) * entry.Scale));

    /// <summary>The same of a curve: the largest deviation of the mean curve scatters no more than its unit says.</summary>
    public double Detectable(BandScore band) => band.Granted + ((Student(band.DegreesOfFreedom) + DetectionQuantile) * band.Unit);

    private static double Each(double rate, int entries) => 1 - Math.Pow(1 - rate, 1.0 / Math.Max(1, entries));
}
