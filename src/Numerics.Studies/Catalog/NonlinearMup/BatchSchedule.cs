using System.Text.Json.Serialization;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>Which samples enter each step: all of them ("full"), or a list of index lists, one per step.</summary>
/// <param name="Lists">Sample indices from 0, one list per step; null for full batch.</param>
[JsonConverter(typeof(BatchScheduleConverter))]
public sealed record BatchSchedule(IReadOnlyList<int[]>? Lists)
{
    /// <summary>Every sample at every step.</summary>
    public static BatchSchedule Full { get; } = new((IReadOnlyList<int[]>?)null);
}
