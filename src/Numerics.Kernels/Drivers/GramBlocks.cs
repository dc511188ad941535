using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>Register-blocked sums of products of <see cref="PanelAction{TKept, T}"/>: every lane of every sum sees its rows in the same order whatever the blocking.</summary>
/// <remarks>
/// sums[4 j + i] = a_i . y_j lane by lane, a sum being a pack of <see cref="PackElements{T}"/> lanes. Lanes: one register of consecutive rows of each pack,
/// then the next register. Tail: none, rows are whole packs; the caller adds the rest. Scalar twin: <see cref="SingleLane{T}"/>. Not inlined, and free of calls, so that the sums
/// stay in registers. Block sizes: 4 x 3 sums, the three columns of y and one of a are the 16 registers of AVX2, with 7 loads for 12 multiply-adds; whole packs of two registers
/// allow 2 x 2 with 8 loads for 8 (measured on Zen 3, columns in the second-level cache: 30 to 38 GFlop/s against 20). Pointers in bytes, so that a column needs no address
/// arithmetic. Columns of a may be stored in single precision where T is double, see <see cref="KeptColumn"/>.
/// </remarks>
internal static unsafe class GramBlocks
{
    /// <summary>Columns of a of a block.</summary>
    public const int Left = 4;

    /// <summary>Columns of y of the largest block.</summary>
    public const int Right = 3;

    /// <summary>Elements of a pack.</summary>
    public static int PackElements<T>()
        where T : unmanaged => 64 / sizeof(T);

    /// <summary>Four columns against three that are <paramref name="ldy"/> apart.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add4x3<TPart, TKept, T>(TKept* a0, TKept* a1, TKept* a2, TKept* a3, T* y, nint ldy, int packs, T* sums)
        where TPart : unmanaged, IPackPart<TPart, T>
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        nint end = (nint)packs * 64, pack = PackElements<T>();
        for (nint part = 0; part < pack; part += TPart.Count)
        {
            byte* p0 = (byte*)(a0 + part), p1 = (byte*)(a1 + part), p2 = (byte*)(a2 + part), p3 = (byte*)(a3 + part);
            byte* q0 = (byte*)(y + part), q1 = (byte*)(y + ldy + part), q2 = (byte*)(y + (2 * ldy) + part);
            T* s = sums + part, t = s + (4 * pack), u = t + (4 * pack);
            TPart s0 = default, s1 = default, s2 = default, s3 = default;
            TPart t0 = default, t1 = default, t2 = default, t3 = default;
            TPart u0 = default, u1 = default, u2 = default, u3 = default;
            for (nint r = 0; r < end; r += 64)
            {
                TPart x = TPart.Load((T*)(q0 + r)), y1 = TPart.Load((T*)(q1 + r)), z = TPart.Load((T*)(q2 + r));
                TPart a = KeptColumn.Load<TPart, TKept, T>(p0, r);
                (s0, t0, u0) = (TPart.MultiplyAdd(a, x, s0), TPart.MultiplyAdd(a, y1, t0), TPart.MultiplyAdd(a, z, u0));
                a = KeptColumn.Load<TPart, TKept, T>(p1, r);
                (s1, t1, u1) = (TPart.MultiplyAdd(a, x, s1), TPart.MultiplyAdd(a, y1, t1), TPart.MultiplyAdd(a, z, u1));
                a = KeptColumn.Load<TPart, TKept, T>(p2, r);
                (s2, t2, u2) = (TPart.MultiplyAdd(a, x, s2), TPart.MultiplyAdd(a, y1, t2), TPart.MultiplyAdd(a, z, u2));
                a = KeptColumn.Load<TPart, TKept, T>(p3, r);
                (s3, t3, u3) = (TPart.MultiplyAdd(a, x, s3), TPart.MultiplyAdd(a, y1, t3), TPart.MultiplyAdd(a, z, u3));
            }

            Store(s, pack, s0, s1, s2, s3);
            Store(t, pack, t0, t1, t2, t3);
            Store(u, pack, u0, u1, u2, u3);
        }
    }

    /// <summary>Four columns against two that are <paramref name="ldy"/> apart.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add4x2<TPart, TKept, T>(TKept* a0, TKept* a1, TKept* a2, TKept* a3, T* y, nint ldy, int packs, T* sums)
        where TPart : unmanaged, IPackPart<TPart, T>
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        nint end = (nint)packs * 64, pack = PackElements<T>();
        for (nint part = 0; part < pack; part += TPart.Count)
        {
            byte* p0 = (byte*)(a0 + part), p1 = (byte*)(a1 + part), p2 = (byte*)(a2 + part), p3 = (byte*)(a3 + part);
            byte* q0 = (byte*)(y + part), q1 = (byte*)(y + ldy + part);
            T* s = sums + part, t = s + (4 * pack);
            TPart s0 = default, s1 = default, s2 = default, s3 = default;
            TPart t0 = default, t1 = default, t2 = default, t3 = default;
            for (nint r = 0; r < end; r += 64)
            {
                TPart x = TPart.Load((T*)(q0 + r)), z = TPart.Load((T*)(q1 + r));
                TPart a = KeptColumn.Load<TPart, TKept, T>(p0, r);
                (s0, t0) = (TPart.MultiplyAdd(a, x, s0), TPart.MultiplyAdd(a, z, t0));
                a = KeptColumn.Load<TPart, TKept, T>(p1, r);
                (s1, t1) = (TPart.MultiplyAdd(a, x, s1), TPart.MultiplyAdd(a, z, t1));
                a = KeptColumn.Load<TPart, TKept, T>(p2, r);
                (s2, t2) = (TPart.MultiplyAdd(a, x, s2), TPart.MultiplyAdd(a, z, t2));
                a = KeptColumn.Load<TPart, TKept, T>(p3, r);
                (s3, t3) = (TPart.MultiplyAdd(a, x, s3), TPart.MultiplyAdd(a, z, t3));
            }

            Store(s, pack, s0, s1, s2, s3);
            Store(t, pack, t0, t1, t2, t3);
        }
    }

    /// <summary>Four columns against one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add4x1<TPart, TKept, T>(TKept* a0, TKept* a1, TKept* a2, TKept* a3, T* y, int packs, T* sums)
        where TPart : unmanaged, IPackPart<TPart, T>
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        nint end = (nint)packs * 64, pack = PackElements<T>();
        for (nint part = 0; part < pack; part += TPart.Count)
        {
            byte* p0 = (byte*)(a0 + part), p1 = (byte*)(a1 + part), p2 = (byte*)(a2 + part), p3 = (byte*)(a3 + part);
            byte* q = (byte*)(y + part);
            T* s = sums + part;
            TPart s0 = default, s1 = default, s2 = default, s3 = default;
            for (nint r = 0; r < end; r += 64)
            {
                TPart x = TPart.Load((T*)(q + r));
                s0 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p0, r), x, s0);
                s1 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p1, r), x, s1);
                s2 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p2, r), x, s2);
                s3 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p3, r), x, s3);
            }

            Store(s, pack, s0, s1, s2, s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TPart, T>(T* sums, nint pack, TPart s0, TPart s1, TPart s2, TPart s3)
        where TPart : unmanaged, IPackPart<TPart, T>
        where T : unmanaged, INumber<T>
    {
        TPart.Store(s0, sums);
        TPart.Store(s1, sums + pack);
        TPart.Store(s2, sums + (2 * pack));
        TPart.Store(s3, sums + (3 * pack));
    }
}
