using System.Collections.Concurrent;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Records;

namespace Numerics.Studies.Contract;

/// <summary>What the theory is given to work with.</summary>
/// <param name="Lapack">Dense linear algebra.</param>
/// <param name="Executor">Threads.</param>
/// <param name="Streams">Random streams of each pass of a sampled theory, from 0.</param>
/// <param name="Progress">Told how far it is.</param>
/// <param name="Cancellation">Stops the work between steps.</param>
public sealed record TheoryContext(
    Lapack Lapack,
    ShardExecutor Executor,
    Func<int, StudyStreams> Streams,
    WorkProgress Progress,
    CancellationToken Cancellation)
{
    private readonly ConcurrentQueue<Fact> facts = new();

    /// <summary>What has been said so far.</summary>
    public IReadOnlyList<Fact> Facts => [.. facts];

    /// <summary>Says something about how the theory was found.</summary>
    public void Say(Fact fact) => facts.Enqueue(fact);

    /// <summary>The same context with its own list of facts.</summary>
    internal TheoryContext Apart(ShardExecutor executor, WorkProgress progress) => new(Lapack, executor, Streams, progress, Cancellation);
}
