using System.Numerics;

namespace Numerics.Kernels.Reductions;

/// <summary>Counts of elements in equal bins. Counts are integers, so any order of elements, shards and threads gives the same.</summary>
public static class Histogram
{
    /// <summary>
    /// Adds every element to its bin: floor((x - low) * bins / (high - low)) in double; elements below <paramref name="low"/> go to the first entry of
    /// <paramref name="counts"/>, those at or above <paramref name="high"/> and not-a-number to the last, bins to the entries between.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="values">Elements.</param>
    /// <param name="low">Lower edge of the first bin.</param>
    /// <param name="high">Upper edge of the last bin.</param>
    /// <param name="counts">Number of bins plus two.</param>
    /// <exception cref="ArgumentOutOfRangeException">No bin, or edges that are not finite and ascending.</exception>
    public static void Add<T>(ReadOnlySpan<T> values, double low, double high, Span<long> counts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.Length, 3);
        if (!(high > low) || !double.IsFinite(high - low))
        {
            throw new ArgumentOutOfRangeException(nameof(high), $"A histogram from {low} to {high} has no width; give finite ascending edges.");
        }

        int bins = counts.Length - 2;
        double scale = bins / (high - low);
        foreach (T value in values)
        {
            double x = double.CreateTruncating(value);

            // Rounding may push an element just below the upper edge onto it: it belongs to the last bin.
            int entry = x < low ? 0 : x < high ? 1 + Math.Min(bins - 1, (int)((x - low) * scale)) : bins + 1;
            counts[entry]++;
        }
    }
}
