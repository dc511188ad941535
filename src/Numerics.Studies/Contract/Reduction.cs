namespace Numerics.Studies.Contract;

/// <summary>
/// What a sweep reads off along one of its axes: the best learning rate of a curve of losses, say. In a run that sweeps <paramref name="Over"/> it becomes an observable
/// with the other swept axes, in theory and in every replica.
/// </summary>
/// <param name="Name">Name of the observable.</param>
/// <param name="Definition">One sentence.</param>
/// <param name="Over">Path of the swept parameter that it runs along.</param>
/// <param name="Of">What is read along it: an observable of the points, or another reduction, declared before.</param>
/// <param name="Read">From the coordinates (increasing) and the values (null: missing) to the result; its error is that of the grid.</param>
public sealed record Reduction(
    string Name, string Definition, string Over, Observable Of, Func<IReadOnlyList<double>, IReadOnlyList<double?>, Estimate> Read)
{
    /// <summary>Indices of the entry of <see cref="Of"/> that is read; null for the last one (the end of training).</summary>
    public IReadOnlyList<int>? At { get; init; }

    /// <summary>
    /// Points beyond this share of the theory's result are shown, not judged: beyond it finite systems leave the limit. Null: all are judged.
    /// </summary>
    public double? JudgedShare { get; init; }
}
