namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>What the law of one time costs, roughly.</summary>
/// <param name="Bytes">Bytes held.</param>
/// <param name="Seconds">Seconds on one core.</param>
public readonly record struct SolutionCost(double Bytes, double Seconds);
