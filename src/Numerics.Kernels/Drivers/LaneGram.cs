using System.Numerics;
using System.Runtime.Intrinsics.X86;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>
/// Inner products of the columns of two panels over many short blocks of rows: every lane of a sum is kept apart between blocks, so that folding, which would cost as much as a block, is
/// seldom.
/// </summary>
/// <remarks>
/// Order: each lane of an entry adds its rows in turn, one fused multiply-add each; <see cref="Fold{T}(Span{T}, Span{double})"/> adds the lanes by the fixed tree of LaneTail.Sum in double. An entry depends only on its
/// two columns. Determinism: the same bits on every tier.
/// </remarks>
public static class LaneGram
{
    /// <summary>Elements that one sum takes: 64 bytes.</summary>
    public static unsafe int Lanes<T>()
        where T : unmanaged => 64 / sizeof(T);

    /// <summary>lanes[i + stride j] += a_i . y_j, lane by lane.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">Columns <paramref name="lda"/> apart.</param>
    /// <param name="lda">Leading dimension of a, at least <paramref name="rows"/>.</param>
    /// <param name="ka">Columns of a.</param>
    /// <param name="y">Columns <paramref name="ldy"/> apart; may be a.</param>
    /// <param name="ldy">Leading dimension of y.</param>
    /// <param name="kb">Columns of y.</param>
    /// <param name="rows">Rows, a multiple of <see cref="Lanes{T}"/>: fill up with zeros.</param>
    /// <param name="lanes">Sums of <see cref="Lanes{T}"/> elements each.</param>
    /// <param name="stride">Sums between columns of the result, at least <paramref name="ka"/>.</param>
    /// <param name="next">What is going to be read next in place of a, fetched into the second-level cache meanwhile; empty for nothing.</param>
    /// <exception cref="ArgumentException">A span too short for its shape, or rows that are no whole packs.</exception>
    public static void Add<T>(ReadOnlySpan<T> a, int lda, int ka, ReadOnlySpan<T> y, int ldy, int kb, int rows, Span<T> lanes, int stride, ReadOnlySpan<T> next = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Add(SimdTiers.Current, a, lda, ka, y, ldy, kb, rows, lanes, stride, next);

    /// <summary>sums[i] += the lanes of sum i, which are set to zero.</summary>
    public static void Fold<T>(Span<T> lanes, Span<double> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fold(SimdTiers.Current, lanes, sums);

    internal static unsafe void Add<T>(
        SimdTier tier, ReadOnlySpan<T> a, int lda, int ka, ReadOnlySpan<T> y, int ldy, int kb, int rows, Span<T> lanes, int stride, ReadOnlySpan<T> next)
        where T : unmanaged, INumber<T>
    {
        PanelShape.Require(a.Length, rows, lda, ka, nameof(a));
        PanelShape.Require(y.Length, rows, ldy, kb, nameof(y));
        if (rows % Lanes<T>() != 0 || stride < ka || (kb > 0 && ((long)stride * (kb - 1)) + ka > lanes.Length / Lanes<T>()))
        {
            throw new ArgumentException($"{rows} rows, {ka} x {kb} sums {stride} apart do not fit packs of {Lanes<T>()} and {lanes.Length} elements.");
        }

        fixed (T* left = a, right = y, sums = lanes, ahead = next)
        {
            var action = new AddAction<T>
            {
                A = left, Lda = lda, Ka = ka, Y = right, Ldy = ldy, Kb = kb, Rows = rows, Sums = sums, Stride = stride, Next = ahead, NextBytes = next.Length * sizeof(T),
            };
            LaneDispatch.Run<T, AddAction<T>>(tier, ref action);
        }
    }

    internal static unsafe void Fold<T>(SimdTier tier, Span<T> lanes, Span<double> sums)
        where T : unmanaged, INumber<T>
    {
        if (sums.Length * Lanes<T>() > lanes.Length)
        {
            throw new ArgumentException($"{sums.Length} sums of {Lanes<T>()} lanes do not fit {lanes.Length} elements.");
        }

        fixed (T* source = lanes)
        fixed (double* target = sums)
        {
            var action = new FoldAction<T> { Lanes = source, Sums = target, Count = sums.Length };
            LaneDispatch.Run<T, FoldAction<T>>(tier, ref action);
        }
    }

    private unsafe struct FoldAction<T> : ILaneAction<T>
        where T : unmanaged, INumber<T>
    {
        public T* Lanes;
        public double* Sums;
        public int Count;

        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            for (nint i = 0; i < Count; i++)
            {
                T* pack = Lanes + (i * TLanes.Count);
                Sums[i] += LaneTail.Sum<TLanes, T>(TLanes.Load(pack));
                TLanes.Store(default, pack);
            }
        }
    }

    private unsafe struct AddAction<T> : ILaneAction<T>
        where T : unmanaged, INumber<T>
    {
        /// <summary>Bytes of columns of a that stay in the first-level cache while the columns of y pass, two at a time: half of 32 KB.</summary>
        private const int GroupBytes = 16384;

        private const int CacheLine = 64;

        public T* A;
        public int Lda;
        public int Ka;
        public T* Y;
        public int Ldy;
        public int Kb;
        public int Rows;
        public T* Sums;
        public int Stride;
        public T* Next;
        public int NextBytes;

        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int paired = Kb - (Kb % 2);
            int group = Math.Clamp(GroupBytes / Math.Max(1, Rows * sizeof(T)), 2, 16) / 2 * 2;
            byte* ahead = (byte*)Next;
            int share = paired == 0 ? NextBytes : Share(NextBytes, Ka * paired / 4);
            for (int first = 0; first < Ka; first += group)
            {
                ahead = Pairs<TLanes>(first, Math.Min(Ka, first + group), paired, ahead, share);
            }

            if (paired < Kb)
            {
                Single<TLanes>(paired);
            }
        }

        /// <summary>Bytes to be fetched before each of a number of calls, in whole cache lines: a few at a time, while arithmetic goes on.</summary>
        private static int Share(int bytes, int calls) => bytes == 0 ? 0 : ((bytes / Math.Max(1, calls) / CacheLine) + 1) * CacheLine;

        private static byte* Fetch(byte* from, int bytes, byte* end)
        {
            byte* to = from + bytes < end ? from + bytes : end;
            for (; from < to && Sse.IsSupported; from += CacheLine)
            {
                Sse.Prefetch1(from);
            }

            return from;
        }

        private readonly T* Left(int column) => A + ((nint)column * Lda);

        private readonly T* Right(int column) => Y + ((nint)column * Ldy);

        /// <summary>A group of columns of a, two at a time, with all pairs of columns of y.</summary>
        private readonly byte* Pairs<TLanes>(int first, int end, int paired, byte* ahead, int share)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int packs = Rows / TLanes.Count;
            for (int j = 0; j < paired; j += 2)
            {
                TLanes* target = (TLanes*)Sums + ((nint)j * Stride);
                int i = first;
                for (; i + 1 < end; i += 2)
                {
                    ahead = Fetch(ahead, share, (byte*)Next + NextBytes);
                    GramBlocks.Add2x2(Left(i), Left(i + 1), Right(j), Right(j + 1), packs, target + i, target + i + Stride);
                }

                if (i < end)
                {
                    GramBlocks.Add1x1(Left(i), Right(j), packs, target + i);
                    GramBlocks.Add1x1(Left(i), Right(j + 1), packs, target + i + Stride);
                }
            }

            return ahead;
        }

        /// <summary>All columns of a, four at a time, with one column of y.</summary>
        private readonly void Single<TLanes>(int j)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int packs = Rows / TLanes.Count;
            TLanes* target = (TLanes*)Sums + ((nint)j * Stride);
            int i = 0;
            for (; i + 3 < Ka; i += 4)
            {
                GramBlocks.Add4x1(Left(i), Left(i + 1), Left(i + 2), Left(i + 3), Right(j), packs, target + i);
            }

            for (; i < Ka; i++)
            {
                GramBlocks.Add1x1(Left(i), Right(j), packs, target + i);
            }
        }
    }
}
