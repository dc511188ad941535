using System.Text.Json.Serialization;

namespace Numerics.Studies.Records;

/// <summary>
/// How simulation is compared with theory for one observable: |simulation - theory| may exceed the statistical limit by
/// <c>constant * size^(-power)</c> at most. Data, stored with the result: judging runs no theory.
/// </summary>
/// <param name="Size">The size that goes to infinity (width).</param>
/// <param name="AllowanceConstant">Constant of the finite-size allowance, in the observable's unit.</param>
/// <param name="AllowancePower">Power of the size, stated by theory (1 for means of smooth observables).</param>
/// <param name="Compared">Which flattened entries are judged; null for all that exist on both sides.</param>
public sealed record ComparisonRule(double Size, double AllowanceConstant, double AllowancePower, IReadOnlyList<bool>? Compared = null)
{
    /// <summary>q of a largest value at a soft edge, which scatters over N^-2/3.</summary>
    public const double EdgeVariancePower = 4.0 / 3;

    /// <summary>p: the mean approaches its limit as N^-p, beyond what theory knows of finite sizes. 1 for smooth observables.</summary>
    public double ApproachPower { get; init; } = 1;

    /// <summary>q: the variance of one replica falls as N^-q: 1 for smooth observables, 4/3 at edges, 2 for linear statistics of a spectrum per N.</summary>
    public double VariancePower { get; init; } = 1;

    /// <summary>
    /// g: the observable itself grows as N^g (a tangent kernel in standard parameterization); deviations at several sizes are brought to the largest by that power before they are fitted. 0 as a rule.
    /// </summary>
    public double GrowthPower { get; init; }

    /// <summary>Degrees of freedom of the theory's own error where it is sampled: passes less one. Null: its error is known.</summary>
    public double? TheoryFreedom { get; init; }

    /// <summary>Wrong but plausible theories of the same observable.</summary>
    public IReadOnlyList<Rival> Rivals { get; init; } = [];

    /// <summary>
    /// Standard deviation of one replica, in the observable's unit, where theory states it: lets a single replica be judged, or several that agree to the last bit (counts). Null as a rule; then
    /// fewer than two replicas are not judged.
    /// </summary>
    public double? ReplicaDeviation { get; init; }

    /// <summary>Whether allowance and <see cref="ReplicaDeviation"/> are in units of |theory| rather than of the observable.</summary>
    public bool Relative { get; init; }

    /// <summary>
    /// Size of values that matter, in the observable's unit, where the predicted values may all be zero (powers of a scale, which are multiples of 1/2): what would have been seen is relative to it at least.
    /// Null: relative to the values.
    /// </summary>
    public double? NaturalScale { get; init; }

    /// <summary>Relative deviation that must be seen where the configuration asks for no other of this observable; null: the configuration's.</summary>
    public double? Resolution { get; init; }

    /// <summary>
    /// Name of the last axis of a distribution function, along which it is judged as a whole by a band bootstrapped over replicas
    /// (<see cref="Size"/> values in each replica); null for entry by entry.
    /// </summary>
    public string? BandAlong { get; init; }

    /// <summary>
    /// Name of an observable with the same axes: this one is <see cref="Size"/> times its variance over replicas, which replicas do not record but their averages find. Null as a rule.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? VarianceOf { get; init; }

    /// <summary>
    /// Whether the observable is a share of the replicas (each holds 0 or 1): its error is the binomial one of the predicted share, with one more replica of the other kind, so that replicas which
    /// all agree do not claim to know it without error; judged at the largest size.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsShare { get; init; }

    /// <summary>
    /// Whether several sizes that are no ladder enter the observable (a slope in the scale, an axis of scales), of which <see cref="Size"/> is the one that the allowance is of: such a run is not one of a
    /// single size, and still nothing is fitted in the size.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOverSizes { get; init; }

    /// <summary>Size of each flattened entry where an observable holds several (an axis of widths); null: <see cref="Size"/> for all.</summary>
    public IReadOnlyList<double>? EntrySizes { get; init; }

    /// <summary>Rules of consecutive blocks of equal length, one for each point of a sweep, null where a point is shown only; null: one rule for all entries.</summary>
    public IReadOnlyList<ComparisonRule?>? Blocks { get; init; }

    /// <summary>Number of points of a sweep that share this rule, one after the other.</summary>
    public int Points { get; init; } = 1;

    /// <summary>The allowance at <see cref="Size"/>, in the observable's unit or relative.</summary>
    [JsonIgnore]
    public double Allowance => AllowanceOf(Size);

    /// <summary>In words, for example "6 N^-1 = 0.0003".</summary>
    [JsonIgnore]
    public string Description
    {
        get
        {
            if (Blocks is not null)
            {
                return string.Join(" ... ", new[] { Blocks.OfType<ComparisonRule>().First(), Blocks.OfType<ComparisonRule>().Last() }
                    .Select(rule => rule.Description).Distinct(StringComparer.Ordinal));
            }

            return AllowanceConstant == 0 ? "none" : $"{AllowanceConstant:G4} N^-{AllowancePower:G4} = {Values}{(Relative ? " of the theory" : "")}";
        }
    }

    /// <summary>Whether any allowance is granted.</summary>
    [JsonIgnore]
    public bool HasAllowance => Blocks?.Any(rule => rule is { HasAllowance: true }) ?? AllowanceConstant != 0;

    private string Values => EntrySizes is null || EntrySizes.Distinct().Count() < 2
        ? $"{AllowanceAt(0):G3}"
        : $"{AllowanceOf(EntrySizes.Min()):G3} to {AllowanceOf(EntrySizes.Max()):G3}";

    /// <summary>One rule for every point of a sweep; null if no point has one.</summary>
    public static ComparisonRule? OfBlocks(IReadOnlyList<ComparisonRule?> blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ComparisonRule? first = blocks.FirstOrDefault(rule => rule is not null);
        bool same = first is { Compared: null, EntrySizes: null } && blocks.All(rule => rule == first);
        return first is null ? null
            : same ? first with { Points = blocks.Count * first.Points }
            : first with { Compared = null, EntrySizes = null, Points = 1, Blocks = blocks };
    }

    /// <summary>The rule of one flattened entry and the entry's index under it; null if the entry is shown only.</summary>
    /// <param name="entry">Index in the observable.</param>
    /// <param name="length">Number of entries of the observable.</param>
    public (ComparisonRule? Rule, int Entry) At(int entry, int length)
    {
        if (Blocks is null)
        {
            return (Compared is null || Compared[entry] ? this : null, entry);
        }

        int block = length / Blocks.Count;
        return Blocks[entry / block]?.At(entry % block, block) ?? (null, entry % block);
    }

    /// <summary>The size of one flattened entry, judged or not; null at a point of a sweep that has no rule.</summary>
    /// <param name="entry">Index in the observable.</param>
    /// <param name="length">Number of entries of the observable.</param>
    public double? SizeAt(int entry, int length)
    {
        int block = length / (Blocks?.Count ?? 1);
        return Blocks is null ? EntrySizes?[entry] ?? Size : Blocks[entry / block]?.SizeAt(entry % block, block);
    }

    /// <summary>First entry of the point of a sweep that a flattened entry belongs to.</summary>
    /// <param name="entry">Index in the observable.</param>
    /// <param name="length">Number of entries of the observable.</param>
    public int PointOf(int entry, int length)
    {
        int block = length / (Blocks?.Count ?? Points);
        int start = entry / block * block;
        return start + (Blocks?[entry / block]?.PointOf(entry % block, block) ?? 0);
    }

    /// <summary>The same rule without some entries.</summary>
    /// <param name="shownOnly">Which entries are shown, not judged.</param>
    public ComparisonRule Without(IReadOnlyList<bool> shownOnly)
    {
        ArgumentNullException.ThrowIfNull(shownOnly);
        if (Blocks is null)
        {
            return this with { Compared = [.. shownOnly.Select((shown, i) => !shown && (Compared?[i] ?? true))] };
        }

        int block = shownOnly.Count / Blocks.Count;
        return this with { Blocks = [.. Blocks.Select((rule, b) => rule?.Without([.. shownOnly.Skip(b * block).Take(block)]))] };
    }

    /// <summary>The allowance of one flattened entry, in the observable's unit or relative.</summary>
    public double AllowanceAt(int entry) => AllowanceOf(EntrySizes?[entry] ?? Size);

    /// <summary>What a predicted value turns allowance and deviation into the observable's unit with.</summary>
    public double UnitAt(double predicted) => Relative ? Math.Abs(predicted) : 1;

    private double AllowanceOf(double size) => AllowanceConstant * Math.Pow(size, -AllowancePower);
}

/// <summary>A wrong but plausible theory: another observable of the prediction, with the same axes.</summary>
/// <param name="Name">In words, for example "independent spikes".</param>
/// <param name="Observable">Name of the observable that holds its values.</param>
public sealed record Rival(string Name, string Observable);
