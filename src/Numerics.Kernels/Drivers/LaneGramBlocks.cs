using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>Register-blocked inner loops of <see cref="LaneGram"/>: every lane of every sum sees its rows in the same order whatever the blocking.</summary>
/// <remarks>
/// Lanes: packs of consecutive rows. Tail: none, rows are whole packs. Scalar twin: <see cref="LanesScalar{T}"/>. Not inlined, and free of calls, so that the sums stay in registers.
/// </remarks>
internal static unsafe class LaneGramBlocks
{
    /// <summary>(s_j[0], s_j[1]) += (a0, a1) . y_j for j = 0, 1, 2: five loads for six multiply-adds.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add2x3<TLanes, T>(T* a0, T* a1, T* y0, T* y1, T* y2, int packs, TLanes* s0, TLanes* s1, TLanes* s2)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes s00 = s0[0], s10 = s0[1], s01 = s1[0], s11 = s1[1], s02 = s2[0], s12 = s2[1];
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes a = TLanes.Load(a0 + r);
            TLanes b = TLanes.Load(a1 + r);
            TLanes y = TLanes.Load(y0 + r);
            s00 = TLanes.MultiplyAdd(a, y, s00);
            s10 = TLanes.MultiplyAdd(b, y, s10);
            y = TLanes.Load(y1 + r);
            s01 = TLanes.MultiplyAdd(a, y, s01);
            s11 = TLanes.MultiplyAdd(b, y, s11);
            y = TLanes.Load(y2 + r);
            s02 = TLanes.MultiplyAdd(a, y, s02);
            s12 = TLanes.MultiplyAdd(b, y, s12);
        }

        (s0[0], s0[1], s1[0], s1[1], s2[0], s2[1]) = (s00, s10, s01, s11, s02, s12);
    }

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

    /// <summary>(s[0], s[1]) += (a0, a1) . y.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Add2x1<TLanes, T>(T* a0, T* a1, T* y0, int packs, TLanes* s)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes first = s[0], second = s[1];
        nint end = (nint)packs * TLanes.Count;
        for (nint r = 0; r < end; r += TLanes.Count)
        {
            TLanes y = TLanes.Load(y0 + r);
            first = TLanes.MultiplyAdd(TLanes.Load(a0 + r), y, first);
            second = TLanes.MultiplyAdd(TLanes.Load(a1 + r), y, second);
        }

        (s[0], s[1]) = (first, second);
    }
}
