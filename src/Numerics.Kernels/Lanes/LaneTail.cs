using System.Numerics;

namespace Numerics.Kernels.Lanes;

/// <summary>Packs that reach beyond the end of an array: read with zeros, written only as far as the array goes, and summed.</summary>
internal static unsafe class LaneTail
{
    /// <summary>Reads <paramref name="count"/> elements (fewer than a pack); the other lanes are zero.</summary>
    public static TLanes Load<TLanes, T>(T* source, int count)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes pack = default;
        T* elements = (T*)&pack;
        for (int i = 0; i < count; i++)
        {
            elements[i] = source[i];
        }

        return pack;
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    public static void Store<TLanes, T>(TLanes pack, T* destination, int count)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        T* elements = (T*)&pack;
        for (int i = 0; i < count; i++)
        {
            destination[i] = elements[i];
        }
    }

    /// <summary>
    /// Sum of all lanes in double precision, in one fixed tree: with n lanes, lane i meets lane i + n/2, and so on down to one.
    /// For 8 lanes: ((l0 + l4) + (l2 + l6)) + ((l1 + l5) + (l3 + l7)).
    /// </summary>
    public static double Sum<TLanes, T>(TLanes pack)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        T* elements = (T*)&pack;
        double* sums = stackalloc double[8];
        for (int i = 0; i < 8; i++)
        {
            sums[i] = sizeof(T) == 8 ? Widen(elements[i]) : Widen(elements[i]) + Widen(elements[i + 8]);
        }

        return (sums[0] + sums[4] + (sums[2] + sums[6])) + (sums[1] + sums[5] + (sums[3] + sums[7]));
    }

    private static double Widen<T>(T value)
        where T : unmanaged, INumber<T> => typeof(T) == typeof(double) ? (double)(object)value : (float)(object)value;
}
