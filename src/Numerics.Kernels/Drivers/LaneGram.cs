using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>
/// Inner products of the columns of two panels over many short blocks of rows: every lane of a sum is kept apart between blocks, so that folding, which would cost as much as a block, is
/// seldom.
/// </summary>
/// <remarks>
/// Order: each lane of an entry adds its rows in turn, one fused multiply-add each; <see cref="Fold"/> adds the lanes by the fixed tree of LaneTail.Sum in double. An entry depends only on its
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
    /// <exception cref="ArgumentException">A span too short for its shape, or rows that are no whole packs.</exception>
    public static void Add<T>(ReadOnlySpan<T> a, int lda, int ka, ReadOnlySpan<T> y, int ldy, int kb, int rows, Span<T> lanes, int stride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Add(SimdTiers.Current, a, lda, ka, y, ldy, kb, rows, lanes, stride);

    /// <summary>sums[i] += the lanes of sum i, which are set to zero.</summary>
    public static void Fold<T>(Span<T> lanes, Span<double> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fold(SimdTiers.Current, lanes, sums);

    internal static unsafe void Add<T>(
        SimdTier tier, ReadOnlySpan<T> a, int lda, int ka, ReadOnlySpan<T> y, int ldy, int kb, int rows, Span<T> lanes, int stride)
        where T : unmanaged, INumber<T>
    {
        PanelShape.Require(a.Length, rows, lda, ka, nameof(a));
        PanelShape.Require(y.Length, rows, ldy, kb, nameof(y));
        if (rows % Lanes<T>() != 0 || stride < ka || (kb > 0 && ((long)stride * (kb - 1)) + ka > lanes.Length / Lanes<T>()))
        {
            throw new ArgumentException($"{rows} rows, {ka} x {kb} sums {stride} apart do not fit packs of {Lanes<T>()} and {lanes.Length} elements.");
        }

        fixed (T* left = a, right = y, sums = lanes)
        {
            var action = new AddAction<T> { A = left, Lda = lda, Ka = ka, Y = right, Ldy = ldy, Kb = kb, Rows = rows, Sums = sums, Stride = stride };
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
        /// <summary>Columns of y that stay in the first-level cache (24 KB at 2 KB a column) while all columns of a pass, two at a time.</summary>
        private const int Group = 12;

        public T* A;
        public int Lda;
        public int Ka;
        public T* Y;
        public int Ldy;
        public int Kb;
        public int Rows;
        public T* Sums;
        public int Stride;

        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            for (int first = 0; first < Kb; first += Group)
            {
                int end = Math.Min(Kb, first + Group);
                int i = 0;
                for (; i + 1 < Ka; i += 2)
                {
                    Columns<TLanes>(A + ((nint)i * Lda), Lda, first, end, (TLanes*)Sums + i, Stride);
                }

                if (i < Ka)
                {
                    LastColumn<TLanes>(A + ((nint)i * Lda), first, end, (TLanes*)Sums + i);
                }
            }
        }

        /// <summary>Two columns of a with columns of y, three at a time, the last ones by twos.</summary>
        private readonly void Columns<TLanes>(T* a, nint lda, int first, int end, TLanes* sums, nint stride)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            int j = first;
            int packs = Rows / TLanes.Count;
            while (j < end)
            {
                int left = end - j;
                T* y = Y + ((nint)j * Ldy);
                TLanes* target = sums + (j * stride);
                int take = left == 1 ? 1 : left is 2 or 4 ? 2 : 3;
                switch (take)
                {
                    case 3:
                        LaneGramBlocks.Add2x3(a, a + lda, y, y + Ldy, y + (2 * (nint)Ldy), packs, target, target + stride, target + (2 * stride));
                        break;
                    case 2:
                        LaneGramBlocks.Add2x2(a, a + lda, y, y + Ldy, packs, target, target + stride);
                        break;
                    default:
                        LaneGramBlocks.Add2x1(a, a + lda, y, packs, target);
                        break;
                }

                j += take;
            }
        }

        /// <summary>A single column of a: as if it came twice, the second sum dropped.</summary>
        private readonly void LastColumn<TLanes>(T* a, int first, int end, TLanes* sums)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            TLanes* pair = stackalloc TLanes[2];
            for (int j = first; j < end; j++)
            {
                TLanes* target = sums + ((nint)j * Stride);
                pair[0] = TLanes.Load((T*)target);
                pair[1] = default;
                LaneGramBlocks.Add2x1(a, a, Y + ((nint)j * Ldy), Rows / TLanes.Count, pair);
                TLanes.Store(pair[0], (T*)target);
            }
        }
    }
}
