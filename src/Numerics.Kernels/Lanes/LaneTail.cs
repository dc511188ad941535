using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Numerics.Kernels.Lanes;

/// <summary>Packs that reach beyond the end of an array, and the sum over the lanes of a pack.</summary>
internal static unsafe class LaneTail
{
    /// <summary>Copies <paramref name="count"/> elements (fewer than a pack) and fills the rest of the 64 bytes with zeros.</summary>
    public static T* Pad<T>(T* source, int count, T* pack)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < 64 / sizeof(T); i++)
        {
            pack[i] = i < count ? source[i] : default;
        }

        return pack;
    }

    /// <summary>Copies the first <paramref name="count"/> elements of a pack back.</summary>
    public static void Unpad<T>(T* pack, int count, T* destination)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < count; i++)
        {
            destination[i] = pack[i];
        }
    }

    /// <summary>
    /// Sum of all lanes in double precision, in one fixed tree: with n lanes, lane i meets lane i + n/2, and so on down to one.
    /// For 8 lanes: ((l0 + l4) + (l2 + l6)) + ((l1 + l5) + (l3 + l7)).
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum<TLanes, T>(TLanes pack)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        double* l = stackalloc double[8];
        if (typeof(T) == typeof(double))
        {
            TLanes.Store(pack, (T*)l);
        }
        else
        {
            // Widening is exact and the sums are lane by lane, so four at a time are the same bits as one at a time.
            float* elements = stackalloc float[16];
            TLanes.Store(pack, (T*)elements);
            for (int i = 0; i < 8; i += 4)
            {
                (Vector128.WidenLower(Vector128.Load(elements + i)) + Vector128.WidenLower(Vector128.Load(elements + i + 8))).Store(l + i);
                (Vector128.WidenUpper(Vector128.Load(elements + i)) + Vector128.WidenUpper(Vector128.Load(elements + i + 8))).Store(l + i + 2);
            }
        }

        return (l[0] + l[4] + (l[2] + l[6])) + (l[1] + l[5] + (l[3] + l[7]));
    }
}
