namespace Numerics.Studies.Records;

/// <summary>One observable with everything known of it: theory, simulation and their comparison.</summary>
/// <param name="Shape">What it is.</param>
/// <param name="Theory">Prediction with its own Monte Carlo error, or null if not predicted.</param>
/// <param name="Simulation">Simulation, or null if not simulated.</param>
/// <param name="Comparison">How the two compare; null where nothing was compared.</param>
public sealed record ObservableResult(ObservableShape Shape, ObservableEstimate? Theory, SimulationStatistics? Simulation, ObservableComparison? Comparison)
{
    /// <summary>How it was judged, so that it can be judged again without the study; null if it is shown only.</summary>
    public ComparisonRule? Rule { get; init; }

    /// <summary>Number of entries under the rule that are exactly zero in theory and in all replicas: nothing is tested there, and they are not judged.</summary>
    public int ZeroEntries { get; init; }
}
