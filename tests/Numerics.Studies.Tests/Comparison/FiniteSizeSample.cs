namespace Numerics.Studies.Tests.Comparison;

/// <summary>Mean of an observable at one size.</summary>
/// <param name="Size">N, positive.</param>
/// <param name="Mean">Mean over replicas.</param>
/// <param name="StandardError">Its standard error, positive.</param>
public readonly record struct FiniteSizeSample(double Size, double Mean, double StandardError);
