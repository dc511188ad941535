namespace Numerics.Studies.Records;

/// <summary>Mean over finished replicas of one observable.</summary>
/// <param name="Mean">Mean of the replicas in which the value exists; null if in none.</param>
/// <param name="StandardError">Standard error of the mean over replicas; null with fewer than two.</param>
/// <param name="Replicas">Number of finished replicas.</param>
public sealed record SimulationStatistics(IReadOnlyList<double?> Mean, IReadOnlyList<double?> StandardError, int Replicas)
{
    /// <summary>In how many replicas each value exists; null if in all of them everywhere.</summary>
    public IReadOnlyList<int>? Counts { get; init; }

    /// <summary>In how many replicas the value at <paramref name="index"/> exists.</summary>
    public int CountAt(int index) => Counts?[index] ?? (Mean[index] is null ? 0 : Replicas);
}
