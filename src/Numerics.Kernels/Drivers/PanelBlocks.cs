using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>
/// Register-blocked updates over whole packs of rows of a few columns; sums are those of <see cref="GramBlocks"/>. Every element sees its operations in the same order whatever the
/// blocking, so the block sizes are free to tune.
/// </summary>
/// <remarks>
/// y_j += c_0j a_0 + c_1j a_1 + ..., one fused multiply-add each, in this order; columns of a, c and y are <c>lda</c>, <c>ldc</c> and <c>ldy</c> apart. Lanes: one register of
/// consecutive rows. Tail: the caller adds the rest. Columns of a may be stored in single precision where T is double, see <see cref="KeptColumn"/>. Scalar twin: <see
/// cref="SingleLane{T}"/>. Not inlined, and free of calls, so that coefficients stay in registers: twelve coefficients, three columns of y and one of a are the 16 of AVX2, with 7
/// loads and 3 stores for 12 multiply-adds. (As packs of two registers, coefficients took two each and were read from the stack: 20 to 30 GFlop/s on Zen 3 against 40.)
/// </remarks>
internal static unsafe class PanelBlocks
{
    /// <summary>Four columns of a into three of y.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Update4x3<TPart, TKept, T>(TKept* a, nint lda, double* c, nint ldc, T* y, nint ldy, int packs)
        where TPart : unmanaged, IPackPart<TPart, T>
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        TPart c0 = Rounded<TPart, T>(c[0]), c1 = Rounded<TPart, T>(c[1]), c2 = Rounded<TPart, T>(c[2]), c3 = Rounded<TPart, T>(c[3]);
        c += ldc;
        TPart d0 = Rounded<TPart, T>(c[0]), d1 = Rounded<TPart, T>(c[1]), d2 = Rounded<TPart, T>(c[2]), d3 = Rounded<TPart, T>(c[3]);
        c += ldc;
        TPart e0 = Rounded<TPart, T>(c[0]), e1 = Rounded<TPart, T>(c[1]), e2 = Rounded<TPart, T>(c[2]), e3 = Rounded<TPart, T>(c[3]);
        byte* p0 = (byte*)a, p1 = (byte*)(a + lda), p2 = (byte*)(a + (2 * lda)), p3 = (byte*)(a + (3 * lda));
        byte* q0 = (byte*)y, q1 = (byte*)(y + ldy), q2 = (byte*)(y + (2 * ldy));
        nint end = (nint)packs * 64, step = (nint)TPart.Count * sizeof(T);
        for (nint r = 0; r < end; r += step)
        {
            TPart x = KeptColumn.Load<TPart, TKept, T>(p0, r);
            TPart f = TPart.MultiplyAdd(x, c0, TPart.Load((T*)(q0 + r)));
            TPart g = TPart.MultiplyAdd(x, d0, TPart.Load((T*)(q1 + r)));
            TPart h = TPart.MultiplyAdd(x, e0, TPart.Load((T*)(q2 + r)));
            x = KeptColumn.Load<TPart, TKept, T>(p1, r);
            (f, g, h) = (TPart.MultiplyAdd(x, c1, f), TPart.MultiplyAdd(x, d1, g), TPart.MultiplyAdd(x, e1, h));
            x = KeptColumn.Load<TPart, TKept, T>(p2, r);
            (f, g, h) = (TPart.MultiplyAdd(x, c2, f), TPart.MultiplyAdd(x, d2, g), TPart.MultiplyAdd(x, e2, h));
            x = KeptColumn.Load<TPart, TKept, T>(p3, r);
            (f, g, h) = (TPart.MultiplyAdd(x, c3, f), TPart.MultiplyAdd(x, d3, g), TPart.MultiplyAdd(x, e3, h));
            TPart.Store(f, (T*)(q0 + r));
            TPart.Store(g, (T*)(q1 + r));
            TPart.Store(h, (T*)(q2 + r));
        }
    }

    /// <summary>Four columns of a into two of y.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Update4x2<TPart, TKept, T>(TKept* a, nint lda, double* c, nint ldc, T* y, nint ldy, int packs)
        where TPart : unmanaged, IPackPart<TPart, T>
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        TPart c0 = Rounded<TPart, T>(c[0]), c1 = Rounded<TPart, T>(c[1]), c2 = Rounded<TPart, T>(c[2]), c3 = Rounded<TPart, T>(c[3]);
        c += ldc;
        TPart d0 = Rounded<TPart, T>(c[0]), d1 = Rounded<TPart, T>(c[1]), d2 = Rounded<TPart, T>(c[2]), d3 = Rounded<TPart, T>(c[3]);
        byte* p0 = (byte*)a, p1 = (byte*)(a + lda), p2 = (byte*)(a + (2 * lda)), p3 = (byte*)(a + (3 * lda));
        byte* q0 = (byte*)y, q1 = (byte*)(y + ldy);
        nint end = (nint)packs * 64, step = (nint)TPart.Count * sizeof(T);
        for (nint r = 0; r < end; r += step)
        {
            TPart x = KeptColumn.Load<TPart, TKept, T>(p0, r);
            TPart f = TPart.MultiplyAdd(x, c0, TPart.Load((T*)(q0 + r)));
            TPart g = TPart.MultiplyAdd(x, d0, TPart.Load((T*)(q1 + r)));
            x = KeptColumn.Load<TPart, TKept, T>(p1, r);
            (f, g) = (TPart.MultiplyAdd(x, c1, f), TPart.MultiplyAdd(x, d1, g));
            x = KeptColumn.Load<TPart, TKept, T>(p2, r);
            (f, g) = (TPart.MultiplyAdd(x, c2, f), TPart.MultiplyAdd(x, d2, g));
            x = KeptColumn.Load<TPart, TKept, T>(p3, r);
            (f, g) = (TPart.MultiplyAdd(x, c3, f), TPart.MultiplyAdd(x, d3, g));
            TPart.Store(f, (T*)(q0 + r));
            TPart.Store(g, (T*)(q1 + r));
        }
    }

    /// <summary>Four columns of a into one of y.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Update4x1<TPart, TKept, T>(TKept* a, nint lda, double* c, T* y, int packs)
        where TPart : unmanaged, IPackPart<TPart, T>
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        TPart c0 = Rounded<TPart, T>(c[0]), c1 = Rounded<TPart, T>(c[1]), c2 = Rounded<TPart, T>(c[2]), c3 = Rounded<TPart, T>(c[3]);
        byte* p0 = (byte*)a, p1 = (byte*)(a + lda), p2 = (byte*)(a + (2 * lda)), p3 = (byte*)(a + (3 * lda)), q = (byte*)y;
        nint end = (nint)packs * 64, step = (nint)TPart.Count * sizeof(T);
        for (nint r = 0; r < end; r += step)
        {
            TPart sum = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p0, r), c0, TPart.Load((T*)(q + r)));
            sum = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p1, r), c1, sum);
            sum = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p2, r), c2, sum);
            TPart.Store(TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p3, r), c3, sum), (T*)(q + r));
        }
    }

    /// <summary>One column of a into one of y.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Update1x1<TPart, TKept, T>(TKept* a, double c, T* y, int packs)
        where TPart : unmanaged, IPackPart<TPart, T>
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        TPart factor = Rounded<TPart, T>(c);
        byte* p = (byte*)a, q = (byte*)y;
        nint end = (nint)packs * 64, step = (nint)TPart.Count * sizeof(T);
        for (nint r = 0; r < end; r += step)
        {
            TPart.Store(TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p, r), factor, TPart.Load((T*)(q + r))), (T*)(q + r));
        }
    }

    /// <summary>y = c y, rounded once: the addend -0 leaves a product alone, zeros of either sign included.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Scale<TPart, T>(double c, T* y, int packs)
        where TPart : unmanaged, IPackPart<TPart, T>
        where T : unmanaged, INumber<T>
    {
        TPart factor = Rounded<TPart, T>(c), nothing = Rounded<TPart, T>(-0.0);
        byte* q = (byte*)y;
        nint end = (nint)packs * 64, step = (nint)TPart.Count * sizeof(T);
        for (nint r = 0; r < end; r += step)
        {
            TPart.Store(TPart.MultiplyAdd(TPart.Load((T*)(q + r)), factor, nothing), (T*)(q + r));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TPart Rounded<TPart, T>(double coefficient)
        where TPart : unmanaged, IPackPart<TPart, T>
        where T : unmanaged, INumber<T> => TPart.Broadcast(T.CreateTruncating(coefficient));
}
