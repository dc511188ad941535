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
    private ConcurrentDictionary<string, object> shared = new(StringComparer.Ordinal);
    private string scope = "";

    /// <summary>What has been said so far.</summary>
    public IReadOnlyList<Fact> Facts => [.. facts];

    /// <summary>Says something about how the theory was found.</summary>
    public void Say(Fact fact) => facts.Enqueue(fact);

    /// <summary>Solves what does not depend on the size once for all sizes of a ladder.</summary>
    /// <param name="what">Names it among what this theory shares.</param>
    /// <param name="solve">Called by the first size that asks.</param>
    public T Once<T>(string what, Func<T> solve)
        where T : class =>
        (T)((Lazy<object>)shared.GetOrAdd($"{scope}{what}", _ => new Lazy<object>(solve))).Value;

    /// <summary>The same context with its own list of facts.</summary>
    /// <param name="executor">Threads.</param>
    /// <param name="progress">Progress.</param>
    /// <param name="within">Keeps apart what is shared at different points of a sweep; empty: the same point at another size.</param>
    internal TheoryContext Apart(ShardExecutor executor, WorkProgress progress, string within = "") =>
        new(Lapack, executor, Streams, progress, Cancellation) { shared = shared, scope = scope + within };
}
