using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Random;

/// <summary>
/// Fills any range of rows of one column with addressed random numbers.
/// </summary>
/// <remarks>
/// Layout: a group is 16 double (32 float) consecutive rows and uses the eight Philox blocks 8g .. 8g + 7, g = row / group length. The
/// first
/// half of the group comes first from <see cref="IWordTransform"/> (for Gaussians: the first numbers of the pairs), the second half second.
/// double: lane l of both halves uses block 8g + l. float: lane l uses block 8g + l/2, words l mod 2 and 2 + l mod 2.
/// Lanes: one pack per half group. Tail: whole groups go through a buffer. Scalar twin: <see cref="At"/>.
/// </remarks>
internal static unsafe class AddressedFill
{
    /// <summary>Groups per batch of words: 4 KB, so that words stay in the first-level cache between the two stages.</summary>
    private const int GroupsPerBatch = 32;

    private const int WordsPerGroup = 2 * Philox4x32.BlocksPerGroup;

    /// <summary>Writes rows firstRow .. firstRow + destination.Length - 1 of a column.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative row.</exception>
    public static void Fill<TTransform, T>(
        SimdTier tier, StreamKey key, uint column, long firstRow, double scale, Span<T> destination)
        where TTransform : struct, IWordTransform
        where T : unmanaged, INumber<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        int groupLength = WordsPerGroup * sizeof(ulong) / sizeof(T);
        ulong* words = stackalloc ulong[GroupsPerBatch * WordsPerGroup];
        var action = new TransformAction<TTransform, T> { Scale = T.CreateTruncating(scale), Words = words };
        fixed (T* start = destination)
        {
            long row = firstRow;
            long end = firstRow + destination.Length;
            while (row < end)
            {
                long group = row / groupLength;
                int skip = (int)(row - (group * groupLength));
                long groupsLeft = ((end - 1) / groupLength) - group + 1;
                bool partial = skip != 0 || end - row < groupLength;
                int groups = partial ? 1 : (int)Math.Min(Math.Min(groupsLeft, (end - row) / groupLength), GroupsPerBatch);
                Philox4x32.FillWords(tier, key, column, TTransform.Domain, group, groups, words);
                T* target = start + (row - firstRow);
                int count = (int)Math.Min((groups * groupLength) - skip, end - row);
                Write(tier, ref action, groups, partial, skip, count, target);
                row += count;
            }
        }
    }

    /// <summary>One number, by scalar code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative row.</exception>
    public static double At<TTransform>(StreamKey key, uint column, long row)
        where TTransform : struct, IWordTransform
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        (long group, long index) = Math.DivRem(row, WordsPerGroup);
        ulong block = ((ulong)group * Philox4x32.BlocksPerGroup) + (ulong)(index % Philox4x32.BlocksPerGroup);
        (uint x0, uint x1, uint x2, uint x3) = Philox4x32.Block(key, (uint)block, (uint)(block >> 32), column, TTransform.Domain);
        (double first, double second) = Pair<TTransform>(x0, x1, x2, x3);
        return index < Philox4x32.BlocksPerGroup ? first : second;
    }

    /// <summary>The two numbers of one block, by scalar code.</summary>
    public static (double First, double Second) Pair<TTransform>(uint x0, uint x1, uint x2, uint x3)
        where TTransform : struct, IWordTransform
    {
        var a = new SingleLane<double>(BitConverter.UInt64BitsToDouble(x0 | ((ulong)x1 << 32)));
        var b = new SingleLane<double>(BitConverter.UInt64BitsToDouble(x2 | ((ulong)x3 << 32)));
        var one = new SingleLane<double>(1);
        SingleLane<double> prepared = TTransform.Prepare<SingleLane<double>, double>(a);
        TTransform.Combine<SingleLane<double>, double>(prepared, b, one, out SingleLane<double> first, out SingleLane<double> second);
        return (first.Value, second.Value);
    }

    private static void Write<TTransform, T>(
        SimdTier tier, ref TransformAction<TTransform, T> action, int groups, bool partial, int skip, int count, T* target)
        where TTransform : struct, IWordTransform
        where T : unmanaged, INumber<T>
    {
        ulong* buffer = stackalloc ulong[WordsPerGroup];
        action.Groups = groups;
        action.Destination = partial ? (T*)buffer : target;
        LaneDispatch.Run<T, TransformAction<TTransform, T>>(tier, ref action);
        if (partial)
        {
            new ReadOnlySpan<T>((T*)buffer + skip, count).CopyTo(new Span<T>(target, count));
        }
    }

    private struct TransformAction<TTransform, T> : ILaneAction<T>
        where TTransform : struct, IWordTransform
        where T : unmanaged, INumber<T>
    {
        public T Scale;
        public ulong* Words;
        public T* Destination;
        public int Groups;

        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            Prepare<TLanes>((T*)Words, Groups);
            Combine<TLanes>((T*)Words, Groups, TLanes.Broadcast(Scale), Destination);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void Prepare<TLanes>(T* words, int groups)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            for (int g = 0; g < groups; g++)
            {
                TLanes.Store(TTransform.Prepare<TLanes, T>(TLanes.Load(words)), words);
                words += 2 * TLanes.Count;
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void Combine<TLanes>(T* words, int groups, TLanes scale, T* destination)
            where TLanes : unmanaged, ILanes<TLanes, T>
        {
            for (int g = 0; g < groups; g++)
            {
                TLanes prepared = TLanes.Load(words);
                TLanes b = TLanes.Load(words + TLanes.Count);
                TTransform.Combine<TLanes, T>(prepared, b, scale, out TLanes first, out TLanes second);
                TLanes.Store(first, destination);
                TLanes.Store(second, destination + TLanes.Count);
                words += 2 * TLanes.Count;
                destination += 2 * TLanes.Count;
            }
        }
    }
}
