using System.Runtime.ExceptionServices;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Tests.Shards;

/// <summary>Ranks that are threads of this process: an implementer of the communicator that needs no MPI.</summary>
internal sealed class ThreadRanks : Communicator
{
    private readonly World world;

    private ThreadRanks(World world, int rank)
    {
        this.world = world;
        Rank = rank;
    }

    public override int Rank { get; }

    public override int Size => world.Size;

    public override int LocalSize => world.Size;

    /// <summary>Runs the same function on all ranks and returns what they return.</summary>
    public static T[] Run<T>(int size, Func<Communicator, T> work)
    {
        var shared = new World(size);
        var results = new T[size];
        ExceptionDispatchInfo? fault = null;
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = work(new ThreadRanks(shared, rank));
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref fault, ExceptionDispatchInfo.Capture(exception), null);
                shared.Barrier.RemoveParticipant();
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        fault?.Throw();
        return results;
    }

    public override void Wait() => world.Barrier.SignalAndWait();

    public override void Abort(int exitCode) => throw new InvalidOperationException($"Aborted with {exitCode}.");

    protected override void AllGatherCore(Span<double> data, ReadOnlySpan<long> offsets)
    {
        int from = (int)offsets[Rank];
        int to = (int)offsets[Rank + 1];
        world.Parts[Rank] = data[from..to].ToArray();
        Wait();
        for (int rank = 0; rank < Size; rank++)
        {
            world.Parts[rank].CopyTo(data[(int)offsets[rank]..]);
        }

        Wait();
    }

    protected override void BroadcastCore(Span<byte> data)
    {
        if (Rank == 0)
        {
            world.Bytes = data.ToArray();
        }

        Wait();
        world.Bytes.CopyTo(data);
        Wait();
    }

    private sealed class World(int size)
    {
        public int Size { get; } = size;

        public Barrier Barrier { get; } = new(size);

        public double[][] Parts { get; } = new double[size][];

        public byte[] Bytes { get; set; } = [];
    }
}
