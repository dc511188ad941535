using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>
/// Points of a sweep, or sizes of a ladder, share their bins. Where these reach far beyond a point's own spectrum, its distribution function is 0 or 1 in nearly all of them and no
/// comparison could fail: such a point is shown, not judged.
/// </summary>
internal static class SharedBins
{
    /// <summary>Marks the binned observables of a point as shown where the bins do not suit it, and says so.</summary>
    /// <param name="point">The point, whose observables are written by now.</param>
    /// <param name="index">Its index.</param>
    /// <param name="parts">Observables of all points.</param>
    /// <param name="entries">What is recorded of each of <paramref name="parts"/>.</param>
    /// <returns>The warning; null if the bins suit it.</returns>
    public static Fact? Mask(Experiment point, int index, IReadOnlyList<SweptObservable> parts, IReadOnlyList<Recorder.Entries> entries)
    {
        int[] binned = [.. Enumerable.Range(0, parts.Count).Where(k => parts[k].HasSharedBins && parts[k].At(index)?.Rule is not null)];
        if (binned.Length == 0 || point.Misfit is not { } misfit)
        {
            return null;
        }

        foreach (int k in binned)
        {
            Array.Fill(entries[k].Mask(), true, index * parts[k].Length, parts[k].Length);
        }

        string names = string.Join(" and ", binned.Select(k => parts[k].Shape.Name));
        return Fact.Warning(
            "shared bins",
            $"The bins, shared by all points, reach over {InWords(misfit.Value)}, {misfit.Excess:G3} times the {InWords(misfit.Own)} of this point: {names} would agree with anything and is shown, not judged; run such points by themselves.");
    }

    private static string InWords(SupportInterval range) => $"[{range.Lower:G4}, {range.Upper:G4}]";
}
