namespace Numerics.LinearAlgebra.Operators;

/// <summary>How much has been asked of a Gaussian matrix.</summary>
/// <param name="LeftQueries">Number of left queries (u in A^T u).</param>
/// <param name="RightQueries">Number of right queries (v in A v).</param>
/// <param name="LeftRank">Rank of the left queries, see <see cref="IQueryMemory{T}.Rank"/>.</param>
/// <param name="RightRank">Rank of the right queries.</param>
public readonly record struct GaussianMark(int LeftQueries, int RightQueries, int LeftRank, int RightRank);
