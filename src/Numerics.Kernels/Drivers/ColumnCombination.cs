using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>
/// y += a c for one column y and a block small enough for the first-level cache: rows stay in registers while all columns pass, instead of columns by fours over all rows.
/// </summary>
/// <remarks>
/// The terms of an element in the order of the columns, one fused multiply-add each: the bits of <see cref="PanelBlocks"/>. Lanes: up to eight registers of rows at once. Tail:
/// registers that would reach beyond the last row are moved up and overlap; all of y is read before any of it is written, so rows that are computed twice get the same value twice.
/// Fewer rows than lanes go one by one. Scalar twin: <see cref="SingleLane{T}"/>. Measured (Zen 3): the simulation of the demonstration, whose completions multiply blocks of 25 to
/// 50 columns by one vector, 30 s of processor time instead of 44.
/// </remarks>
internal static unsafe class ColumnCombination
{
    /// <summary>Bytes of a block that stays in the first-level cache (32 KB) for a second pass over its columns.</summary>
    public const int MostBytes = 24576;

    private const int Registers = 8;

    /// <summary>Adds <paramref name="columns"/> columns, <paramref name="lda"/> apart.</summary>
    public static void Add<TPart, TKept, T>(TKept* a, nint lda, int columns, double* c, T* y, int rows)
        where TPart : unmanaged, IPackPart<TPart, T>
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        for (int first = 0, group; first < rows; first += group)
        {
            group = Math.Min(Registers * TPart.Count, rows - first);
            if (group < TPart.Count)
            {
                ByRows(a + first, lda, columns, c, y + first, group);
            }
            else
            {
                AddRegisters<TPart, TKept, T>(a + first, lda, columns, c, y + first, group);
            }
        }
    }

    /// <summary>Element by element.</summary>
    public static void ByRows<TKept, T>(TKept* a, nint lda, int columns, double* c, T* y, int rows)
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        for (int r = 0; r < rows; r++)
        {
            var sum = new SingleLane<T>(y[r]);
            for (int k = 0; k < columns; k++)
            {
                sum = SingleLane<T>.MultiplyAdd(new(T.CreateTruncating(a[r + (k * lda)])), new(T.CreateTruncating(c[k])), sum);
            }

            y[r] = sum.Value;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddRegisters<TPart, TKept, T>(TKept* a, nint lda, int columns, double* c, T* y, int rows)
        where TPart : unmanaged, IPackPart<TPart, T>
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        nint bytes = sizeof(T), last = (rows - TPart.Count) * bytes, step = TPart.Count * bytes;
        nint o1 = Math.Min(step, last), o2 = Math.Min(2 * step, last), o3 = Math.Min(3 * step, last);
        nint o4 = Math.Min(4 * step, last), o5 = Math.Min(5 * step, last), o6 = Math.Min(6 * step, last);
        byte* q = (byte*)y, p = (byte*)a;
        TPart s0 = TPart.Load(y), s1 = TPart.Load((T*)(q + o1)), s2 = TPart.Load((T*)(q + o2)), s3 = TPart.Load((T*)(q + o3));
        TPart s4 = TPart.Load((T*)(q + o4)), s5 = TPart.Load((T*)(q + o5)), s6 = TPart.Load((T*)(q + o6)), s7 = TPart.Load((T*)(q + last));
        nint next = lda * sizeof(TKept);
        for (int k = 0; k < columns; k++, p += next)
        {
            TPart x = TPart.Broadcast(T.CreateTruncating(c[k]));
            s0 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p, 0), x, s0);
            s1 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p, o1), x, s1);
            s2 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p, o2), x, s2);
            s3 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p, o3), x, s3);
            s4 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p, o4), x, s4);
            s5 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p, o5), x, s5);
            s6 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p, o6), x, s6);
            s7 = TPart.MultiplyAdd(KeptColumn.Load<TPart, TKept, T>(p, last), x, s7);
        }

        TPart.Store(s0, y);
        TPart.Store(s1, (T*)(q + o1));
        TPart.Store(s2, (T*)(q + o2));
        TPart.Store(s3, (T*)(q + o3));
        TPart.Store(s4, (T*)(q + o4));
        TPart.Store(s5, (T*)(q + o5));
        TPart.Store(s6, (T*)(q + o6));
        TPart.Store(s7, (T*)(q + last));
    }
}
