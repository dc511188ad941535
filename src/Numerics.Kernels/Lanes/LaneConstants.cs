using System.Numerics;
using System.Runtime.CompilerServices;

namespace Numerics.Kernels.Lanes;

/// <summary>Constants in all lanes, and the small operations built from them.</summary>
internal static class LaneConstants
{
    /// <summary>All lanes equal to the element nearest to <paramref name="value"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes All<TLanes, T>(double value)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T> =>
        TLanes.Broadcast(typeof(T) == typeof(double) ? (T)(object)value : (T)(object)(float)value);

    /// <summary>All lanes with the same bit pattern: 64 bits for double, 32 for float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Bits<TLanes, T>(ulong forDouble, uint forFloat)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T> =>
        TLanes.Broadcast(typeof(T) == typeof(double)
            ? (T)(object)BitConverter.UInt64BitsToDouble(forDouble)
            : (T)(object)BitConverter.UInt32BitsToSingle(forFloat));

    /// <summary>The sign bit in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SignBit<TLanes, T>()
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T> => Bits<TLanes, T>(0x8000_0000_0000_0000, 0x8000_0000);

    /// <summary>The smaller of the lanes; a lane of <paramref name="value"/> that is not a number stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes AtMost<TLanes, T>(TLanes value, double limit)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes bound = All<TLanes, T>(limit);
        return TLanes.Select(TLanes.LessThan(bound, value), bound, value);
    }
}
