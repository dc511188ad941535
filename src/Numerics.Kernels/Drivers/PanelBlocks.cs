using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>
/// Register-blocked updates over whole packs of rows of a few columns; sums are those of <see cref="GramBlocks"/>. Every element sees its operations in the same order whatever the blocking, so the block
/// sizes are free to tune.
/// </summary>
/// <remarks>
/// Lanes: packs of consecutive rows. Tail: the caller passes padded copies. Scalar twin: <see cref="LanesScalar{T}"/>. Not inlined, and free of calls, so that coefficients stay in registers.
/// </remarks>
internal static unsafe class PanelBlocks
{
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
