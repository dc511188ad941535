using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Numerics.LinearAlgebra.Shards;

/// <summary>
/// Processes that share the rows of long vectors. Everything but the rows is the same in each of them; they meet in a few small exchanges.
/// </summary>
/// <remarks>
/// All ranks must call the same members in the same order, from the thread that joined. Two implementers: one process alone, and MPI.
/// </remarks>
public abstract class Communicator
{
    /// <summary>The communicator of a process that shares with nobody.</summary>
    public static Communicator Alone { get; } = new SingleProcess();

    /// <summary>This process, 0 .. <see cref="Size"/> - 1.</summary>
    public abstract int Rank { get; }

    /// <summary>Number of processes.</summary>
    public abstract int Size { get; }

    /// <summary>Number of processes on this machine, this one included.</summary>
    public abstract int LocalSize { get; }

    /// <summary>Whether this process speaks for all: writes files, prints, completes spectra.</summary>
    public bool IsRoot => Rank == 0;

    /// <summary>Exchanges so far.</summary>
    public long Exchanges { get; private set; }

    /// <summary>Bytes that this rank has received in them.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Time spent in them: latency, and waiting for ranks that come later.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Rank r has filled elements offsets[r] .. offsets[r + 1]; afterwards all ranks have all.</summary>
    /// <param name="data">At least offsets[Size] elements, the same number on all ranks.</param>
    /// <param name="offsets">Size + 1 increasing offsets from 0, the same on all ranks.</param>
    /// <exception cref="ArgumentException">Offsets that do not fit.</exception>
    public void AllGather(Span<double> data, ReadOnlySpan<long> offsets)
    {
        if (offsets.Length != Size + 1 || offsets[0] != 0 || offsets[^1] > data.Length)
        {
            throw new ArgumentException($"{offsets.Length} offsets up to {(offsets.IsEmpty ? 0 : offsets[^1])} do not fit {Size} ranks and {data.Length} elements.", nameof(offsets));
        }

        if (Size > 1)
        {
            long begin = Stopwatch.GetTimestamp();
            AllGatherCore(data, offsets);
            Count(sizeof(double) * (offsets[^1] - (offsets[Rank + 1] - offsets[Rank])), begin);
        }
    }

    /// <summary>Gives all ranks the bytes of rank 0.</summary>
    public void Broadcast(Span<byte> data)
    {
        if (Size > 1)
        {
            long begin = Stopwatch.GetTimestamp();
            BroadcastCore(data);
            Count(IsRoot ? 0 : data.Length, begin);
        }
    }

    /// <summary>Gives all ranks the numbers of rank 0.</summary>
    public void Broadcast(Span<double> data) => Broadcast(MemoryMarshal.AsBytes(data));

    /// <summary>The number that rank 0 has.</summary>
    public int FromRoot(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BitConverter.TryWriteBytes(bytes, value);
        Broadcast(bytes);
        return BitConverter.ToInt32(bytes);
    }

    /// <summary>The numbers of all ranks, by rank.</summary>
    public double[] Collect(double own)
    {
        var all = new double[Size];
        all[Rank] = own;
        AllGather(all, [.. Enumerable.Range(0, Size + 1).Select(rank => (long)rank)]);
        return all;
    }

    /// <summary>Whether any rank says yes.</summary>
    public bool Any(bool own) => Size == 1 ? own : Collect(own ? 1 : 0).Any(value => value > 0);

    /// <summary>Throws on all ranks if the token of any is cancelled, so that none waits for one that left.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void ThrowIfCancelled(CancellationToken cancellation)
    {
        if (Any(cancellation.IsCancellationRequested))
        {
            cancellation.ThrowIfCancellationRequested();
            throw new OperationCanceledException("Another process was told to stop.");
        }
    }

    /// <summary>
    /// Work of rank 0 alone, for which the others wait. If it ends there with an <see cref="ArithmeticException"/> or a cancellation, it does so on all ranks.
    /// </summary>
    /// <exception cref="ArithmeticException">Rank 0 had one.</exception>
    /// <exception cref="OperationCanceledException">Rank 0 was cancelled.</exception>
    public void OnRoot(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (Size == 1)
        {
            work();
            return;
        }

        ExceptionDispatchInfo? own = null;
        try
        {
            if (IsRoot)
            {
                work();
            }
        }
        catch (Exception exception) when (exception is ArithmeticException or OperationCanceledException)
        {
            own = ExceptionDispatchInfo.Capture(exception);
        }

        Wait();
        int fault = FromRoot(own is null ? 0 : own.SourceException is OperationCanceledException ? 1 : 2);
        own?.Throw();
        switch (fault)
        {
            case 1:
                throw new OperationCanceledException("Rank 0 was told to stop.");
            case 2:
                throw new ArithmeticException("Rank 0 met a numerical failure.");
        }
    }

    /// <summary>Waits for all ranks, asleep.</summary>
    public abstract void Wait();

    /// <summary>Ends all ranks at once with an exit code; does not return in a world of several.</summary>
    public abstract void Abort(int exitCode);

    /// <summary>What <see cref="AllGather"/> does with several ranks.</summary>
    protected abstract void AllGatherCore(Span<double> data, ReadOnlySpan<long> offsets);

    /// <summary>What <see cref="Broadcast(Span{byte})"/> does with several ranks.</summary>
    protected abstract void BroadcastCore(Span<byte> data);

    private void Count(long bytes, long begin)
    {
        Exchanges++;
        BytesReceived += bytes;
        Waited += Stopwatch.GetElapsedTime(begin);
    }
}
