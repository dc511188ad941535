using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>Register-blocked inner loops over a few rows of a few columns. Every sum and every element sees its operations in the same
/// order whatever the blocking, so the block sizes are free to tune.</summary>
/// <remarks>
/// Lanes: packs of consecutive rows. Tail: one pack filled with zeros, written as far as it goes. Scalar twin: <see cref="LanesScalar{T}"/>.
/// Block sizes: 3 x 2 packs of sums are 12 of the 16 registers of AVX2; 4 x 1 for a single column.
/// </remarks>
internal static unsafe class PanelBlocks
{
    /// <summary>sums = (a0, a1, a2)^T (b0, b1), as sums[2 i + j], folded by the tree of <see cref="LaneTail"/>.</summary>
    public static void Gram3x2<TLanes, T>(T* a0, T* a1, T* a2, T* b0, T* b1, int rows, double* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
        int r = 0;
        for (; r <= rows - TLanes.Count; r += TLanes.Count)
        {
            TLanes x = TLanes.Load(b0 + r);
            TLanes y = TLanes.Load(b1 + r);
            TLanes a = TLanes.Load(a0 + r);
            s00 = TLanes.MultiplyAdd(a, x, s00);
            s01 = TLanes.MultiplyAdd(a, y, s01);
            a = TLanes.Load(a1 + r);
            s10 = TLanes.MultiplyAdd(a, x, s10);
            s11 = TLanes.MultiplyAdd(a, y, s11);
            a = TLanes.Load(a2 + r);
            s20 = TLanes.MultiplyAdd(a, x, s20);
            s21 = TLanes.MultiplyAdd(a, y, s21);
        }

        if (r < rows)
        {
            TLanes x = LaneTail.Load<TLanes, T>(b0 + r, rows - r);
            TLanes y = LaneTail.Load<TLanes, T>(b1 + r, rows - r);
            TLanes a = LaneTail.Load<TLanes, T>(a0 + r, rows - r);
            s00 = TLanes.MultiplyAdd(a, x, s00);
            s01 = TLanes.MultiplyAdd(a, y, s01);
            a = LaneTail.Load<TLanes, T>(a1 + r, rows - r);
            s10 = TLanes.MultiplyAdd(a, x, s10);
            s11 = TLanes.MultiplyAdd(a, y, s11);
            a = LaneTail.Load<TLanes, T>(a2 + r, rows - r);
            s20 = TLanes.MultiplyAdd(a, x, s20);
            s21 = TLanes.MultiplyAdd(a, y, s21);
        }

        sums[0] = LaneTail.Sum<TLanes, T>(s00);
        sums[1] = LaneTail.Sum<TLanes, T>(s01);
        sums[2] = LaneTail.Sum<TLanes, T>(s10);
        sums[3] = LaneTail.Sum<TLanes, T>(s11);
        sums[4] = LaneTail.Sum<TLanes, T>(s20);
        sums[5] = LaneTail.Sum<TLanes, T>(s21);
    }

    /// <summary>sums = (a0, a1, a2, a3)^T b.</summary>
    public static void Gram4x1<TLanes, T>(T* a0, T* a1, T* a2, T* a3, T* b, int rows, double* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes s0 = default, s1 = default, s2 = default, s3 = default;
        int r = 0;
        for (; r <= rows - TLanes.Count; r += TLanes.Count)
        {
            TLanes x = TLanes.Load(b + r);
            s0 = TLanes.MultiplyAdd(TLanes.Load(a0 + r), x, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(a1 + r), x, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(a2 + r), x, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(a3 + r), x, s3);
        }

        if (r < rows)
        {
            TLanes x = LaneTail.Load<TLanes, T>(b + r, rows - r);
            s0 = TLanes.MultiplyAdd(LaneTail.Load<TLanes, T>(a0 + r, rows - r), x, s0);
            s1 = TLanes.MultiplyAdd(LaneTail.Load<TLanes, T>(a1 + r, rows - r), x, s1);
            s2 = TLanes.MultiplyAdd(LaneTail.Load<TLanes, T>(a2 + r, rows - r), x, s2);
            s3 = TLanes.MultiplyAdd(LaneTail.Load<TLanes, T>(a3 + r, rows - r), x, s3);
        }

        sums[0] = LaneTail.Sum<TLanes, T>(s0);
        sums[1] = LaneTail.Sum<TLanes, T>(s1);
        sums[2] = LaneTail.Sum<TLanes, T>(s2);
        sums[3] = LaneTail.Sum<TLanes, T>(s3);
    }

    /// <summary>y += c0 a0 + c1 a1 + c2 a2 + c3 a3, one fused multiply-add each, in this order.</summary>
    public static void Update4<TLanes, T>(T* a0, T* a1, T* a2, T* a3, T c0, T c1, T c2, T c3, T* y, int rows)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes k0 = TLanes.Broadcast(c0), k1 = TLanes.Broadcast(c1), k2 = TLanes.Broadcast(c2), k3 = TLanes.Broadcast(c3);
        int r = 0;
        for (; r <= rows - TLanes.Count; r += TLanes.Count)
        {
            TLanes sum = TLanes.MultiplyAdd(TLanes.Load(a0 + r), k0, TLanes.Load(y + r));
            sum = TLanes.MultiplyAdd(TLanes.Load(a1 + r), k1, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(a2 + r), k2, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(a3 + r), k3, sum);
            TLanes.Store(sum, y + r);
        }

        if (r < rows)
        {
            TLanes sum = LaneTail.Load<TLanes, T>(y + r, rows - r);
            sum = TLanes.MultiplyAdd(LaneTail.Load<TLanes, T>(a0 + r, rows - r), k0, sum);
            sum = TLanes.MultiplyAdd(LaneTail.Load<TLanes, T>(a1 + r, rows - r), k1, sum);
            sum = TLanes.MultiplyAdd(LaneTail.Load<TLanes, T>(a2 + r, rows - r), k2, sum);
            sum = TLanes.MultiplyAdd(LaneTail.Load<TLanes, T>(a3 + r, rows - r), k3, sum);
            LaneTail.Store<TLanes, T>(sum, y + r, rows - r);
        }
    }

    /// <summary>y += c a.</summary>
    public static void Update1<TLanes, T>(T* a, T c, T* y, int rows)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes k = TLanes.Broadcast(c);
        int r = 0;
        for (; r <= rows - TLanes.Count; r += TLanes.Count)
        {
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(a + r), k, TLanes.Load(y + r)), y + r);
        }

        if (r < rows)
        {
            TLanes sum = LaneTail.Load<TLanes, T>(y + r, rows - r);
            sum = TLanes.MultiplyAdd(LaneTail.Load<TLanes, T>(a + r, rows - r), k, sum);
            LaneTail.Store<TLanes, T>(sum, y + r, rows - r);
        }
    }

    /// <summary>y *= c.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Scale<TLanes, T>(T c, T* y, int rows)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes k = TLanes.Broadcast(c);
        int r = 0;
        for (; r <= rows - TLanes.Count; r += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(y + r) * k, y + r);
        }

        if (r < rows)
        {
            LaneTail.Store<TLanes, T>(LaneTail.Load<TLanes, T>(y + r, rows - r) * k, y + r, rows - r);
        }
    }
}
