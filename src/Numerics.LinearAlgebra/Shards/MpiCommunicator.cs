using Numerics.LinearAlgebra.Interop;

namespace Numerics.LinearAlgebra.Shards;

/// <summary>The processes that mpirun or srun has started together, through the shim of native/mpi.</summary>
/// <remarks>Thread level FUNNELED: only the thread that joined may call; worker threads compute and never exchange.</remarks>
public sealed unsafe class MpiCommunicator : Communicator, IDisposable
{
    /// <summary>Longest message in bytes; MPI counts in int, longer ones go in pieces.</summary>
    private const long DefaultPiece = 1 << 30;

    private readonly MpiLibrary library;
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly long piece;
    private bool left;

    private MpiCommunicator(MpiLibrary library, long piece)
    {
        this.library = library;
        this.piece = piece;
        int rank, size, local;
        if (library.Start(&rank, &size, &local) < 0)
        {
            throw new MpiUnavailableException($"{library.Version()} does not grant the thread level FUNNELED: use an MPI library built with threads.");
        }

        (Rank, Size, LocalSize) = (rank, size, local);
    }

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <inheritdoc/>
    public override int LocalSize { get; }

    /// <summary>Name and version of the MPI library behind the shim, or null and a sentence that says what is missing. Starts nothing.</summary>
    public static string? Describe(out string reason) =>
        MpiLibrary.TryLoad(out reason) is { } library ? $"{library.Version()} {library.Path}" : null;

    /// <summary>Joins the world of this process; once per process.</summary>
    /// <param name="piece">Longest message in bytes, for tests.</param>
    /// <exception cref="MpiUnavailableException">The shim or the library cannot be used.</exception>
    public static MpiCommunicator Join(long piece = DefaultPiece) =>
        new(MpiLibrary.TryLoad(out string reason) ?? throw new MpiUnavailableException(reason), piece);

    /// <inheritdoc/>
    public override void Wait()
    {
        RequireOwnThread();
        library.Wait();
    }

    /// <inheritdoc/>
    public override void Abort(int exitCode) => library.Abort(exitCode);

    /// <summary>Leaves the world; all ranks must.</summary>
    public void Dispose()
    {
        if (!left)
        {
            left = true;
            RequireOwnThread();
            library.Stop();
        }
    }

    /// <inheritdoc/>
    protected override void AllGatherCore(Span<double> data, ReadOnlySpan<long> offsets)
    {
        RequireOwnThread();
        Span<long> bytes = stackalloc long[Size + 1];
        Span<int> work = stackalloc int[2 * Size];
        for (int rank = 0; rank <= Size; rank++)
        {
            bytes[rank] = sizeof(double) * offsets[rank];
        }

        fixed (double* all = data)
        fixed (long* starts = bytes)
        fixed (int* counts = work)
        {
            library.AllGather(all, starts, counts, counts + Size, piece);
        }
    }

    /// <inheritdoc/>
    protected override void BroadcastCore(Span<byte> data)
    {
        RequireOwnThread();
        fixed (byte* all = data)
        {
            library.Broadcast(all, data.Length, 0, piece);
        }
    }

    private void RequireOwnThread()
    {
        if (Environment.CurrentManagedThreadId != thread)
        {
            throw new InvalidOperationException("An exchange between processes was called from another thread than the one that joined.");
        }
    }
}
