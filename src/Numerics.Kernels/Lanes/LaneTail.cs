using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        T* elements = stackalloc T[64 / sizeof(T)];
        TLanes.Store(pack, elements);
        return Sum(elements);
    }

    /// <summary>The same of a pack in memory.</summary>
    /// <remarks>Lanes: 256 bits, a pack of float widened before; adding lane by lane, four at a time are the same bits as one at a time.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum<T>(T* pack)
        where T : unmanaged, INumber<T>
    {
        Vector256<double> four = FourLanes(pack);
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>sums[i] += the sum of pack i, for four packs that lie behind each other: the same bits as one at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddFourSums<T>(T* packs, double* sums)
        where T : unmanaged, INumber<T>
    {
        nint pack = 64 / sizeof(T);
        if (!Avx.IsSupported)
        {
            for (int i = 0; i < 4; i++)
            {
                sums[i] += Sum(packs + (i * pack));
            }

            return;
        }

        // Lanes 0 and 2, then 1 and 3, of the four packs side by side.
        Vector256<double> a = FourLanes(packs), b = FourLanes(packs + pack), c = FourLanes(packs + (2 * pack)), d = FourLanes(packs + (3 * pack));
        Vector256<double> even = Halves(Avx.UnpackLow(a, b), Avx.UnpackLow(c, d)), odd = Halves(Avx.UnpackHigh(a, b), Avx.UnpackHigh(c, d));
        (Vector256.Load(sums) + (even + odd)).Store(sums);
    }

    /// <summary>(lower + upper half of a, lower + upper half of b).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Halves(Vector256<double> a, Vector256<double> b) => Avx.Permute2x128(a, b, 0x20) + Avx.Permute2x128(a, b, 0x31);

    /// <summary>The lanes of a pack after the first steps of the tree, down to four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> FourLanes<T>(T* pack)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            return Vector256.Load((double*)pack) + Vector256.Load((double*)pack + 4);
        }

        Vector256<float> first = Vector256.Load((float*)pack), second = Vector256.Load((float*)pack + 8);
        return Vector256.WidenLower(first) + Vector256.WidenLower(second) + (Vector256.WidenUpper(first) + Vector256.WidenUpper(second));
    }
}
