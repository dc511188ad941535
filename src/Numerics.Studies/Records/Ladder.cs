using System.Text.Json.Serialization;

namespace Numerics.Studies.Records;

/// <summary>
/// A run at several sizes: every observable has the sizes as its first axis, and a replica is of one size. Replicas are counted from the largest size down, so that those of the
/// largest are the replicas of a run at that size alone.
/// </summary>
/// <param name="Axis">Name of the axis of sizes, the size parameter's.</param>
/// <param name="Sizes">Sizes, ascending, at least two.</param>
/// <param name="Replicas">Replicas of each size, in the order of the sizes.</param>
public sealed record Ladder(string Axis, IReadOnlyList<double> Sizes, IReadOnlyList<int> Replicas)
{
    /// <summary>Number of sizes.</summary>
    [JsonIgnore]
    public int Rungs => Sizes.Count;

    /// <summary>Replicas of all sizes together.</summary>
    [JsonIgnore]
    public int TotalReplicas => Replicas.Sum();

    /// <summary>Index of the size that a replica has.</summary>
    public int RungOf(int replica)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replica);
        for (int rung = Rungs - 1; rung >= 0; rung--)
        {
            if (replica < Replicas[rung])
            {
                return rung;
            }

            replica -= Replicas[rung];
        }

        throw new ArgumentOutOfRangeException(nameof(replica), $"There are {TotalReplicas} replicas in all.");
    }
}
