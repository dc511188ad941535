using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Studies.Contract;

/// <summary>
/// A range that takes a sample or a solution to be found: where the bins of a density lie. It is found when first read, never when an experiment is made; the points of a sweep
/// share the hull of their ranges, so that their bins are the same.
/// </summary>
public sealed class DeferredInterval
{
    /// <summary>
    /// Where the shared range is longer than the own one by more than this factor, a distribution function lies in so few of the bins that comparing it says nothing.
    /// </summary>
    public const double MostExcess = 4;

    private readonly Lazy<SupportInterval> own;
    private IReadOnlyList<DeferredInterval> shared;

    internal DeferredInterval(Func<SupportInterval> find)
    {
        own = new Lazy<SupportInterval>(find);
        shared = [this];
    }

    /// <summary>The range.</summary>
    public SupportInterval Value => new(shared.Min(member => member.own.Value.Lower), shared.Max(member => member.own.Value.Upper));

    /// <summary>The range that it would have alone.</summary>
    internal SupportInterval Own => own.Value;

    /// <summary>Length of the range over that of the own one, at least 1.</summary>
    internal double Excess => (Value.Upper - Value.Lower) / (Own.Upper - Own.Lower);

    /// <summary>Gives all of them, and those that they share a range with already, the hull of their ranges.</summary>
    internal static void Join(IReadOnlyList<DeferredInterval> members)
    {
        DeferredInterval[] all = [.. members.SelectMany(member => member.shared).Distinct()];
        foreach (DeferredInterval member in all)
        {
            member.shared = all;
        }
    }
}
