using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>Register-blocked sums of products of <see cref="LaneGram"/> and <see cref="PanelAction{T}"/>: every lane of every sum sees its rows in the same order whatever the blocking.</summary>
/// <remarks>
/// Lanes: packs of consecutive rows. Tail: none, rows are whole packs. Scalar twin: <see cref="LanesScalar{T}"/>. Not inlined, and free of calls, so that the sums stay in registers.
/// Block sizes: 2 x 2 packs of sums and their four operands are the 16 registers of AVX2, with as many loads as multiply-adds; 2 x 3 spill (a fifth of the speed).
/// </remarks>
internal static unsafe class GramBlocks
{
    /// <summary>(s_j[0], s_j[1]) += (a0, a1) . y_j for j = 0, 1.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add2x2<TLanes, T>(T* a0, T* a1, T* y0, T* y1, int packs, TLanes* s0, TLanes* s1)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes s00 = s0[0], s10 = s0[1], s01 = s1[0], s11 = s1[1];
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes x = TLanes.Load(y0 + r);
            TLanes y = TLanes.Load(y1 + r);
            TLanes a = TLanes.Load(a0 + r);
            s00 = TLanes.MultiplyAdd(a, x, s00);
            s01 = TLanes.MultiplyAdd(a, y, s01);
            a = TLanes.Load(a1 + r);
            s10 = TLanes.MultiplyAdd(a, x, s10);
            s11 = TLanes.MultiplyAdd(a, y, s11);
        }

        (s0[0], s0[1], s1[0], s1[1]) = (s00, s10, s01, s11);
    }

    /// <summary>s[i] += a_i . y for i = 0 .. 3.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add4x1<TLanes, T>(T* a0, T* a1, T* a2, T* a3, T* y, int packs, TLanes* s)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes s0 = s[0], s1 = s[1], s2 = s[2], s3 = s[3];
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes x = TLanes.Load(y + r);
            s0 = TLanes.MultiplyAdd(TLanes.Load(a0 + r), x, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(a1 + r), x, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(a2 + r), x, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(a3 + r), x, s3);
        }

        (s[0], s[1], s[2], s[3]) = (s0, s1, s2, s3);
    }

    /// <summary>s += a . y.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add1x1<TLanes, T>(T* a, T* y, int packs, TLanes* s)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes sum = s[0];
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            sum = TLanes.MultiplyAdd(TLanes.Load(a + r), TLanes.Load(y + r), sum);
        }

        s[0] = sum;
    }
}
