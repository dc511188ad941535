namespace Numerics.Studies.Records;

/// <summary>
/// Numbers of one observable with their standard errors, flattened in the order of its axes. Missing is null, never NaN.
/// </summary>
/// <param name="Value">Values; null where the quantity does not exist (an outlier that is not there).</param>
/// <param name="StandardError">Standard error of each value; zero where the value is exact, null where the value is.</param>
public sealed record ObservableEstimate(IReadOnlyList<double?> Value, IReadOnlyList<double?> StandardError);
