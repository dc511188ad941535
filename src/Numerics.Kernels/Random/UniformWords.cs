using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Random;

/// <summary>Uniform numbers strictly between 0 and 1 from random bits.</summary>
internal readonly struct UniformWords : IWordTransform
{
    /// <inheritdoc/>
    public static uint Domain => CounterDomain.Uniform;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Prepare<TLanes, T>(TLanes wordsA)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T> =>
        OpenUnit<TLanes, T>(wordsA);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Combine<TLanes, T>(TLanes prepared, TLanes wordsB, TLanes scale, out TLanes first, out TLanes second)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        first = prepared * scale;
        second = OpenUnit<TLanes, T>(wordsB) * scale;
    }

    /// <summary>
    /// double: (k + 1/2) / 2^52 with k the top 52 bits, exact. float: (k + 1/2) / 2^31 with k the top 31 bits, rounded to the nearest float
    /// below 1. The smallest values are 2^-53 and 2^-32.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes OpenUnit<TLanes, T>(TLanes words)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            // The top bits become the mantissa of a number in [1, 2); the literal is 1 - 2^-53.
            TLanes oneToTwo = TLanes.ShiftRightBits(words, 12) | LaneConstants.All<TLanes, T>(1);
            return oneToTwo - LaneConstants.All<TLanes, T>(0.99999999999999988898);
        }

        TLanes k = TLanes.FromInt32Bits(TLanes.ShiftRightBits(words, 1));
        TLanes step = LaneConstants.All<TLanes, T>(1.0 / 2147483648.0);
        TLanes u = TLanes.MultiplyAdd(k, step, LaneConstants.All<TLanes, T>(0.5 / 2147483648.0));
        return LaneConstants.AtMost<TLanes, T>(u, 1 - (1.0 / 16777216.0));
    }
}
