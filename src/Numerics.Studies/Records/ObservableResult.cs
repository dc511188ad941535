namespace Numerics.Studies.Records;

/// <summary>One observable with everything known of it: theory, simulation and their comparison.</summary>
/// <param name="Shape">What it is.</param>
/// <param name="Theory">Prediction with its own Monte Carlo error, or null if not predicted.</param>
/// <param name="Simulation">Simulation, or null if not simulated.</param>
/// <param name="ZScore">(simulation - theory) beyond the finite-size allowance in standard errors; null where not compared.</param>
/// <param name="Agrees">Verdict on this observable; null where nothing was compared.</param>
/// <param name="Allowance">Declared finite-size allowance in words, for example "6/N"; null where none.</param>
public sealed record ObservableResult(
    ObservableShape Shape,
    ObservableEstimate? Theory,
    SimulationStatistics? Simulation,
    IReadOnlyList<double?>? ZScore,
    bool? Agrees,
    string? Allowance)
{
    /// <summary>How it was judged, so that it can be judged again without the study; null if it is shown only.</summary>
    public ComparisonRule? Rule { get; init; }
}
