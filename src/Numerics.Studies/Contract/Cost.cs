namespace Numerics.Studies.Contract;

/// <summary>What a run takes, known before anything is allocated.</summary>
/// <param name="ReplicaBytes">Bytes needed at once by one replica.</param>
/// <param name="TheoryBytes">Bytes needed at once by the theory, or by one of its <paramref name="TheoryPieces"/>.</param>
/// <param name="ReplicaSeconds">Rough time of one replica on one core, for planning only.</param>
/// <param name="TheorySeconds">Rough time of the theory on one core.</param>
/// <param name="TheoryPieces">Pieces of the theory (passes, points of a sweep) that are solved at the same time if there are as many threads.</param>
public sealed record Cost(long ReplicaBytes, long TheoryBytes, double ReplicaSeconds, double TheorySeconds, int TheoryPieces = 1)
{
    /// <summary>Bytes of one recorded value, which may be missing.</summary>
    internal const int BytesOfValue = 16;

    /// <summary>Bytes of the values of one replica, which are kept to the end of the run. The framework counts them, not a study.</summary>
    public long RecordBytes { get; init; }

    /// <summary>Bytes needed at once by the theory on a number of threads.</summary>
    public long TheoryBytesOn(int threads) => Saturated(TheoryBytes, Math.Clamp(threads, 1, Math.Max(1, TheoryPieces)));

    /// <summary>A product that stays at the largest number of 64 bits instead of passing it.</summary>
    internal static long Saturated(long bytes, long count) => count > 0 && bytes > long.MaxValue / count ? long.MaxValue : bytes * count;
}
