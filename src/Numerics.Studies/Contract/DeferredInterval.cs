using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Studies.Contract;

/// <summary>
/// A range that takes a sample or a solution to be found: where the bins of a density lie. It is found when first read, never when an experiment is made; the points of a sweep
/// share the hull of their ranges, so that their bins are the same.
/// </summary>
public sealed class DeferredInterval
{
    private readonly Lazy<SupportInterval> own;
    private IReadOnlyList<DeferredInterval> shared;

    internal DeferredInterval(Func<SupportInterval> find)
    {
        own = new Lazy<SupportInterval>(find);
        shared = [this];
    }

    /// <summary>The range.</summary>
    public SupportInterval Value => new(shared.Min(member => member.own.Value.Lower), shared.Max(member => member.own.Value.Upper));

    /// <summary>Gives all of them the hull of their ranges.</summary>
    internal static void Join(IReadOnlyList<DeferredInterval> members)
    {
        foreach (DeferredInterval member in members)
        {
            member.shared = members;
        }
    }
}
