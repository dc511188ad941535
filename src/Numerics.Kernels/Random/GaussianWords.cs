using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Random;

/// <summary>Standard normal numbers from random bits by Box-Muller: radius sqrt(-2 ln u), angle uniform on the circle.</summary>
/// <remarks>
/// The angle is drawn as one uniform number in [-pi/4, pi/4), a random sign of the cosine, and a random exchange of sine and cosine: the
/// same
/// law as sin and cos of 2 pi u, with no range reduction. Largest absolute value: 8.58 (double), 6.67 (float).
/// </remarks>
internal readonly struct GaussianWords : IWordTransform
{
    /// <inheritdoc/>
    public static uint Domain => CounterDomain.Gaussian;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Prepare<TLanes, T>(TLanes wordsA)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T> =>
        TLanes.Sqrt(LaneLog.Log<TLanes, T>(UniformWords.OpenUnit<TLanes, T>(wordsA)) * LaneConstants.All<TLanes, T>(-2));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Combine<TLanes, T>(TLanes prepared, TLanes wordsB, TLanes scale, out TLanes first, out TLanes second)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes radius = prepared * scale;
        LaneSinCos.OfOctants<TLanes, T>(Angle<TLanes, T>(wordsB), out TLanes sine, out TLanes cosine);
        int top = typeof(T) == typeof(double) ? 63 : 31;
        cosine ^= TLanes.ShiftLeftBits(wordsB, top);
        TLanes exchange = TLanes.ShiftLeftBits(wordsB, top - 1);
        first = TLanes.SelectNegative(exchange, sine, cosine) * radius;
        second = TLanes.SelectNegative(exchange, cosine, sine) * radius;
    }

    /// <summary>Uniform in [-pi/4, pi/4) from the bits above the two lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Angle<TLanes, T>(TLanes words)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            TLanes oneToTwo = TLanes.ShiftRightBits(words, 12) | LaneConstants.All<TLanes, T>(1);
            return (oneToTwo - LaneConstants.All<TLanes, T>(1.5)) * LaneConstants.All<TLanes, T>(Math.PI / 2);
        }

        TLanes k = TLanes.FromInt32Bits(TLanes.ShiftRightBits(words, 2));
        TLanes step = LaneConstants.All<TLanes, T>(Math.PI / 2 / 1073741824.0);
        return TLanes.MultiplyAdd(k, step, LaneConstants.All<TLanes, T>(-Math.PI / 4));
    }
}
