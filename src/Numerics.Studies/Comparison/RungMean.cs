namespace Numerics.Studies.Comparison;

/// <summary>What the replicas of one size say of one entry.</summary>
/// <param name="Size">N.</param>
/// <param name="Deviation">Mean over replicas minus theory at this size.</param>
/// <param name="Variance">Sample variance of one replica; 0 with a single one.</param>
/// <param name="Count">R, at least 1.</param>
internal sealed record RungMean(double Size, double Deviation, double Variance, int Count);
