namespace Numerics.Studies.Records;

/// <summary>
/// Simulation against theory, entry by entry; every list is flattened like the observable, null where an entry is not judged. In a ladder of sizes the entries of the largest size carry
/// what all sizes say together.
/// </summary>
/// <param name="Verdict">The worst of all entries.</param>
/// <param name="RawScore">(mean - theory)/standard error at the largest size, nothing granted and nothing extrapolated.</param>
/// <param name="ZScore">What is judged: the deviation extrapolated to infinite size, or, at a single size, beyond the declared allowance, in standard errors.</param>
/// <param name="EntryLimit">Limit of |ZScore|; null also where the version that judged did not store it (results before schema 3).</param>
/// <param name="DetectableDeviation">Smallest deviation that would have been found in 95 % of such runs, in the observable's unit.</param>
/// <param name="RelativeDetectable">The same relative to |theory|, or to a tenth of the observable's largest |theory| where that is more.</param>
public sealed record ObservableComparison(
    Judgement Verdict,
    IReadOnlyList<double?> RawScore,
    IReadOnlyList<double?> ZScore,
    IReadOnlyList<double?> EntryLimit,
    IReadOnlyList<double?> DetectableDeviation,
    IReadOnlyList<double?> RelativeDetectable)
{
    /// <summary>The fit in the size; null for a single size.</summary>
    public SizeFit? Fit { get; init; }

    /// <summary>Declared finite-size allowance in words, for example "6 N^-1 = 0.0003"; null where none is granted.</summary>
    public string? Allowance { get; init; }

    /// <summary>What the fits in the size found against their assumptions; empty if nothing.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>Wrong but plausible theories.</summary>
    public IReadOnlyList<RivalResult> Rivals { get; init; } = [];

    /// <summary>Entries that are judged.</summary>
    public IEnumerable<int> Judged => Enumerable.Range(0, ZScore.Count).Where(entry => ZScore[entry] is not null);

    /// <summary>The entry nearest to its limit or furthest beyond; null if none is judged.</summary>
    public int? Worst => Judged.Cast<int?>().MaxBy(entry => Excess(entry!.Value));

    /// <summary>Limit at the worst entry; null where it is not stored.</summary>
    public double? Limit => Worst is { } entry ? EntryLimit[entry] : null;

    /// <summary>The largest relative deviation that could have hidden.</summary>
    public double? WorstDetectableRelative => RelativeDetectable.Max();

    /// <summary>|ZScore| over its limit, or |ZScore| itself where no limit is stored; null where an entry is not judged.</summary>
    public double? Excess(int entry) => ZScore[entry] is { } score ? Math.Abs(score) / (EntryLimit[entry] ?? 1) : null;

    /// <summary>Whether an entry stays within its limit; null where it is not judged or its limit is not stored.</summary>
    public bool? WithinLimit(int entry) => ZScore[entry] is { } score && EntryLimit[entry] is { } limit ? Math.Abs(score) <= limit : null;
}

/// <summary>Extrapolation to infinite size, flattened like the observable with values at the entries of the largest size.</summary>
/// <param name="Limit">Fitted limit: theory at the largest size plus the extrapolated deviation from theory.</param>
/// <param name="StandardError">Its standard error, without the theory's.</param>
/// <param name="Slope">b of (mean - theory) = d + b N^-p.</param>
/// <param name="SmallestSize">Size from which on the law holds and is fitted.</param>
public sealed record SizeFit(
    IReadOnlyList<double?> Limit, IReadOnlyList<double?> StandardError, IReadOnlyList<double?> Slope, IReadOnlyList<double?> SmallestSize);
