namespace Numerics.LinearAlgebra.Operators;

/// <summary>One rank-one part of a trained matrix: strength / Columns * (left query) (right query)^T.</summary>
/// <param name="Left">Index of the left query (a backward field g).</param>
/// <param name="Right">Index of the right query (a forward feature phi).</param>
/// <param name="Strength">Strength C_i of the spike, O(1).</param>
public readonly record struct Spike(int Left, int Right, double Strength);
