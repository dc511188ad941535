using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>
/// Register-blocked inner loops over whole packs of rows of a few columns. Every sum and every element sees its operations in the same
/// order
/// whatever the blocking, so the block sizes are free to tune.
/// </summary>
/// <remarks>
/// Lanes: packs of consecutive rows. Tail: the caller passes padded copies. Scalar twin: <see cref="LanesScalar{T}"/>. Block sizes: 2 x 2
/// packs of sums and their four operands are 16 registers of AVX2, with as many loads as multiply-adds. Not inlined, and free of calls,
/// so that the sums stay in registers.
/// </remarks>
internal static unsafe class PanelBlocks
{
    /// <summary>sums += (a0, a1)^T (b0, b1) lane by lane, as sums[2 i + j].</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Gram2x2<TLanes, T>(T* a0, T* a1, T* b0, T* b1, int packs, TLanes* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes s00 = sums[0], s01 = sums[1], s10 = sums[2], s11 = sums[3];
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes x = TLanes.Load(b0 + r);
            TLanes y = TLanes.Load(b1 + r);
            TLanes a = TLanes.Load(a0 + r);
            s00 = TLanes.MultiplyAdd(a, x, s00);
            s01 = TLanes.MultiplyAdd(a, y, s01);
            a = TLanes.Load(a1 + r);
            s10 = TLanes.MultiplyAdd(a, x, s10);
            s11 = TLanes.MultiplyAdd(a, y, s11);
        }

        (sums[0], sums[1], sums[2], sums[3]) = (s00, s01, s10, s11);
    }

    /// <summary>sums += (a0, a1, a2, a3)^T b lane by lane.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Gram4x1<TLanes, T>(T* a0, T* a1, T* a2, T* a3, T* b, int packs, TLanes* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes s0 = sums[0], s1 = sums[1], s2 = sums[2], s3 = sums[3];
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes x = TLanes.Load(b + r);
            s0 = TLanes.MultiplyAdd(TLanes.Load(a0 + r), x, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(a1 + r), x, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(a2 + r), x, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(a3 + r), x, s3);
        }

        (sums[0], sums[1], sums[2], sums[3]) = (s0, s1, s2, s3);
    }

    /// <summary>y += c0 a0 + c1 a1 + c2 a2 + c3 a3, one fused multiply-add each, in this order.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Update4<TLanes, T>(T* a0, T* a1, T* a2, T* a3, T* c, T* y, int packs)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes c0 = TLanes.Broadcast(c[0]), c1 = TLanes.Broadcast(c[1]), c2 = TLanes.Broadcast(c[2]), c3 = TLanes.Broadcast(c[3]);
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes sum = TLanes.MultiplyAdd(TLanes.Load(a0 + r), c0, TLanes.Load(y + r));
            sum = TLanes.MultiplyAdd(TLanes.Load(a1 + r), c1, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(a2 + r), c2, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(a3 + r), c3, sum);
            TLanes.Store(sum, y + r);
        }
    }

    /// <summary>y += c0 a0 + c1 a1 + c2 a2 + c3 a3 and z likewise with c4 to c7: each pack of a is loaded once for both.</summary>
    /// <remarks>Eight coefficients, four sums and two operands are 14 registers of AVX2.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Update4x2<TLanes, T>(T* a0, T* a1, T* a2, T* a3, T* c, T* y, T* z, int packs)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes c0 = TLanes.Broadcast(c[0]), c1 = TLanes.Broadcast(c[1]), c2 = TLanes.Broadcast(c[2]), c3 = TLanes.Broadcast(c[3]);
        TLanes c4 = TLanes.Broadcast(c[4]), c5 = TLanes.Broadcast(c[5]), c6 = TLanes.Broadcast(c[6]), c7 = TLanes.Broadcast(c[7]);
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes a = TLanes.Load(a0 + r);
            TLanes first = TLanes.MultiplyAdd(a, c0, TLanes.Load(y + r));
            TLanes second = TLanes.MultiplyAdd(a, c4, TLanes.Load(z + r));
            a = TLanes.Load(a1 + r);
            first = TLanes.MultiplyAdd(a, c1, first);
            second = TLanes.MultiplyAdd(a, c5, second);
            a = TLanes.Load(a2 + r);
            first = TLanes.MultiplyAdd(a, c2, first);
            second = TLanes.MultiplyAdd(a, c6, second);
            a = TLanes.Load(a3 + r);
            TLanes.Store(TLanes.MultiplyAdd(a, c3, first), y + r);
            TLanes.Store(TLanes.MultiplyAdd(a, c7, second), z + r);
        }
    }

    /// <summary>y += c0 a0 + c1 a1, one fused multiply-add each, in this order.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Update2<TLanes, T>(T* a0, T* a1, T* c, T* y, int packs)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes c0 = TLanes.Broadcast(c[0]), c1 = TLanes.Broadcast(c[1]);
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes sum = TLanes.MultiplyAdd(TLanes.Load(a0 + r), c0, TLanes.Load(y + r));
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(a1 + r), c1, sum), y + r);
        }
    }

    /// <summary>y = c a; y may be a.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Scale<TLanes, T>(T* a, T c, T* y, int packs)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes k = TLanes.Broadcast(c);
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(a + r) * k, y + r);
        }
    }

    /// <summary>y += c a.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Update1<TLanes, T>(T* a, T c, T* y, int packs)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes k = TLanes.Broadcast(c);
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(a + r), k, TLanes.Load(y + r)), y + r);
        }
    }
}
