namespace Numerics.Studies.Contract;

/// <summary>
/// What a long replica keeps of itself, so that a killed run goes on inside it. Written whenever the replica likes, between steps; dropped when the replica is finished.
/// </summary>
/// <remarks>
/// What goes on from a state must give the same bits as what was never interrupted: a state holds all that later steps read. One of another run, or damaged, counts as absent.
/// </remarks>
public sealed class ReplicaState
{
    private readonly Func<string, byte[]?> read;
    private readonly Action<string, byte[]> write;
    private readonly string part;

    /// <summary>Kept by a store.</summary>
    /// <param name="read">The state of a part of the replica; null if there is none.</param>
    /// <param name="write">Replaces it.</param>
    public ReplicaState(Func<string, byte[]?> read, Action<string, byte[]> write)
        : this(read, write, "")
    {
    }

    private ReplicaState(Func<string, byte[]?> read, Action<string, byte[]> write, string part)
    {
        this.read = read;
        this.write = write;
        this.part = part;
    }

    /// <summary>Keeps nothing.</summary>
    public static ReplicaState None { get; } = new(_ => null, (_, _) => { });

    /// <summary>What was written last; null if there is nothing.</summary>
    public byte[]? Read() => read(part);

    /// <summary>Replaces what was written.</summary>
    public void Write(byte[] content) => write(part, content);

    /// <summary>The state of one piece of the replica, a point of a sweep.</summary>
    /// <param name="piece">Letters, digits and hyphens.</param>
    internal ReplicaState Of(string piece) => new(read, write, part.Length == 0 ? piece : $"{part}-{piece}");
}
