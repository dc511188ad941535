using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
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

    /// <summary>Says something about how the theory was found. Files keep facts by name: another text under a name that is taken gets a number.</summary>
    public void Say(Fact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        int same = facts.Count(said => said.Kind == fact.Kind && said.Text != fact.Text && (said.Name == fact.Name || said.Name.StartsWith($"{fact.Name} (", StringComparison.Ordinal)));
        facts.Enqueue(same == 0 ? fact : fact with { Name = $"{fact.Name} ({same + 1})" });
    }

    /// <summary>Solves what does not depend on the size once for all sizes of a ladder.</summary>
    /// <param name="what">Names it among what this theory shares.</param>
    /// <param name="solve">Called by the first size that asks.</param>
    public T Once<T>(string what, Func<T> solve)
        where T : class? =>
        (T)((Lazy<object?>)shared.GetOrAdd($"{scope}{what}", _ => new Lazy<object?>(solve))).Value!;

    /// <summary>
    /// Solves pieces that do not depend on each other, passes or points, as many at a time as there are threads. Of several failures the first piece's is thrown, as it is: which
    /// thread fails first is chance.
    /// </summary>
    /// <param name="count">Number of pieces.</param>
    /// <param name="solve">Solves one.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Each(int count, Action<int> solve)
    {
        ArgumentNullException.ThrowIfNull(solve);
        var failures = new ExceptionDispatchInfo?[count];
        Executor.Run(count, piece =>
        {
            try
            {
                Cancellation.ThrowIfCancellationRequested();
                solve(piece);
            }
#pragma warning disable CA1031 // Thrown again on the calling thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures[piece] = ExceptionDispatchInfo.Capture(exception);
            }
        });
        failures.FirstOrDefault(failure => failure is not null)?.Throw();
    }

    /// <summary>The same context with its own list of facts.</summary>
    /// <param name="executor">Threads.</param>
    /// <param name="progress">Progress.</param>
    /// <param name="within">Keeps apart what is shared at different points of a sweep; empty: the same point at another size.</param>
    internal TheoryContext Apart(ShardExecutor executor, WorkProgress progress, string within = "") =>
        new(Lapack, executor, Streams, progress, Cancellation) { shared = shared, scope = scope + within };
}
