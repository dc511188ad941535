using System.Numerics;

namespace Numerics.LinearAlgebra.Shards;

/// <summary>
/// The fixed binary tree in which partial sums of shards are added, cut where ranks meet: every rank adds the complete subtrees of its own shards, their
/// sums are exchanged, and all ranks add the rest. The additions and their order are those of one process, so the bits are.
/// </summary>
/// <remarks>
/// Node (start, size) = node (start, size/2) + node (start + size/2, size/2). A rank with shards [f, e) owns at most 2 log2(e - f) maximal subtrees, one
/// if ranks are a power of two not above the number of shards.
/// </remarks>
internal sealed class ShardTree
{
    private readonly Communicator communicator;
    private readonly int shards;
    private readonly (int Start, int Size)[] subtrees;
    private readonly int[] firstSubtree;

    /// <summary>The tree over a power of two of shards, rank r having those from <paramref name="first"/>(r) to <paramref name="first"/>(r + 1).</summary>
    public ShardTree(int shards, Communicator communicator, Func<int, int> first)
    {
        this.shards = shards;
        this.communicator = communicator;
        var all = new List<(int Start, int Size)>();
        firstSubtree = new int[communicator.Size + 1];
        for (int rank = 0; rank < communicator.Size; rank++)
        {
            for (int start = first(rank), end = first(rank + 1); start < end;)
            {
                int aligned = start == 0 ? shards : 1 << BitOperations.TrailingZeroCount(start);
                int size = Math.Min(aligned, 1 << BitOperations.Log2((uint)(end - start)));
                all.Add((start, size));
                start += size;
            }

            firstSubtree[rank + 1] = all.Count;
        }

        subtrees = [.. all];
    }

    /// <summary>Adds blocks of <paramref name="length"/> numbers, one per shard, own ones filled; the total ends in the first block, on all ranks.</summary>
    public void Add(double[] sums, int length)
    {
        for (int i = firstSubtree[communicator.Rank]; i < firstSubtree[communicator.Rank + 1]; i++)
        {
            AddSubtree(sums, length, subtrees[i].Start, subtrees[i].Size);
        }

        if (communicator.Size == 1)
        {
            return;
        }

        Exchange(sums, length);
        AddRest(sums, length, 0, shards);
    }

    private void Exchange(double[] sums, int length)
    {
        double[] packed = System.Buffers.ArrayPool<double>.Shared.Rent(subtrees.Length * length);
        for (int i = firstSubtree[communicator.Rank]; i < firstSubtree[communicator.Rank + 1]; i++)
        {
            sums.AsSpan(subtrees[i].Start * length, length).CopyTo(packed.AsSpan(i * length));
        }

        communicator.AllGather(packed, [.. firstSubtree.Select(at => (long)at * length)]);
        for (int i = 0; i < subtrees.Length; i++)
        {
            packed.AsSpan(i * length, length).CopyTo(sums.AsSpan(subtrees[i].Start * length));
        }

        System.Buffers.ArrayPool<double>.Shared.Return(packed);
    }

    /// <summary>The nodes above the subtrees that ranks have added.</summary>
    private void AddRest(double[] sums, int length, int start, int size)
    {
        if (Array.BinarySearch(subtrees, (start, size)) >= 0)
        {
            return;
        }

        AddRest(sums, length, start, size / 2);
        AddRest(sums, length, start + (size / 2), size / 2);
        Into(sums, length, start, start + (size / 2));
    }

    private static void AddSubtree(double[] sums, int length, int start, int size)
    {
        for (int stride = 1; stride < size; stride *= 2)
        {
            for (int shard = start; shard + stride < start + size; shard += 2 * stride)
            {
                Into(sums, length, shard, shard + stride);
            }
        }
    }

    private static void Into(double[] sums, int length, int shard, int other)
    {
        Span<double> into = sums.AsSpan(shard * length, length);
        ReadOnlySpan<double> from = sums.AsSpan(other * length, length);
        for (int i = 0; i < length; i++)
        {
            into[i] += from[i];
        }
    }
}
