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
    /// <summary>The replicas themselves: distribution functions and the limit of sign flips need them.</summary>
    public IReadOnlyList<ReplicaRecord>? Records { get; init; }

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
}
