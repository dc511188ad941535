using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Reductions;

/// <summary>Sums of the powers of the elements of a vector, in one pass and one fixed order.</summary>
/// <remarks>
/// Order: blocks of 16 packs (128 double, 256 float); inside a block each lane adds its powers, formed by repeated multiplication, in the element type;
/// a block is folded by the fixed tree of LaneTail.Sum in double, blocks are added in turn. Relative error of a power k against the sum of magnitudes: about
/// k + 16 roundings of the element type at most. Determinism: the same bits on every tier.
/// </remarks>
public static class Moments
{
    /// <summary>Highest power.</summary>
    public const int HighestOrder = 8;

    /// <summary>powerSums[k - 1] += sum of x^k, k = 1 .. powerSums.Length.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">No power or more than eight.</exception>
    public static void AddPowerSums<T>(ReadOnlySpan<T> values, Span<double> powerSums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run(SimdTiers.Current, values, powerSums);

    internal static unsafe void Run<T>(SimdTier tier, ReadOnlySpan<T> values, Span<double> powerSums)
        where T : unmanaged, INumber<T>
    {
        if (powerSums.Length is 0 or > HighestOrder)
        {
            throw new ArgumentOutOfRangeException(nameof(powerSums), $"{powerSums.Length} powers asked, from 1 to {HighestOrder} can be summed.");
        }

        fixed (T* x = values)
        fixed (double* sums = powerSums)
        {
            var action = new MomentsAction<T> { Values = x, Length = values.Length, Sums = sums, Order = powerSums.Length };
            LaneDispatch.Run<T, MomentsAction<T>>(tier, ref action);
        }
    }
}
