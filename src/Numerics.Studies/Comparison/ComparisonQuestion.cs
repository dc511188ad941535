using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>What is compared.</summary>
/// <param name="Shapes">All observables.</param>
/// <param name="Rule">How each is judged; null if it is only shown.</param>
/// <param name="Theory">Predictions by name, or null.</param>
/// <param name="Simulation">Averages by name, or null.</param>
public sealed record ComparisonQuestion(
    IReadOnlyList<ObservableShape> Shapes,
    Func<string, ComparisonRule?> Rule,
    IReadOnlyDictionary<string, ObservableEstimate>? Theory,
    IReadOnlyDictionary<string, SimulationStatistics>? Simulation)
{
    /// <summary>The replicas themselves: distribution functions and the limit of multipliers need them.</summary>
    public IReadOnlyList<ReplicaRecord>? Records { get; init; }

    /// <summary>
    /// Entries and curves are judged that at least this share of the replicas of their size hold: the mean over fewer is that of the value where it exists, which theory does not speak of.
    /// </summary>
    internal const double LeastShare = 0.9;

    /// <summary>The sizes; null for a single one.</summary>
    public Ladder? Ladder { get; init; }

    /// <summary>Family-wise rate, 0 to 1.</summary>
    public double FalseAlarmRate { get; init; } = TheoryComparison.DefaultFalseAlarmRate;

    /// <summary>What must be seen before "agrees" is said.</summary>
    public Resolution Resolution { get; init; } = Resolution.Default;

    /// <summary>Number of sizes that an observable has: its first axis in a ladder.</summary>
    public int RungsOf(ObservableShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Ladder is not null && shape.Axes.Count > 0 && shape.Axes[0].Name == Ladder.Axis ? Ladder.Rungs : 1;
    }

    /// <summary>Replicas of each size that hold anything, by their averages.</summary>
    internal int[] ReplicasAtSizes()
    {
        int[] most = new int[Ladder?.Rungs ?? 1];
        foreach (ObservableShape shape in Shapes.Where(shape => RungsOf(shape) == most.Length))
        {
            for (int entry = 0; Simulation?.GetValueOrDefault(shape.Name) is { } simulation && entry < shape.Length; entry++)
            {
                int rung = entry / (shape.Length / most.Length);
                most[rung] = Math.Max(most[rung], simulation.CountAt(entry));
            }
        }

        return most;
    }

    /// <summary>Whether a replica is of the largest size.</summary>
    internal bool IsOfLargest(ReplicaRecord record) => Ladder is null || Ladder.RungOf(record.Replica) == Ladder.Rungs - 1;
}
