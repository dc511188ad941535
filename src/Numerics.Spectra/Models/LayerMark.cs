namespace Numerics.Spectra.Models;

/// <summary>How much had been asked of a hidden matrix when a step began.</summary>
/// <param name="Spikes">Number of spikes, that is of gradient terms already added.</param>
/// <param name="LeftQueries">Number of left queries (backward fields).</param>
/// <param name="RightQueries">Number of right queries (forward features).</param>
/// <param name="LeftRank">Rank of the left queries; equals the number of queries for a stored matrix.</param>
/// <param name="RightRank">Rank of the right queries.</param>
public readonly record struct LayerMark(int Spikes, int LeftQueries, int RightQueries, int LeftRank, int RightRank);
