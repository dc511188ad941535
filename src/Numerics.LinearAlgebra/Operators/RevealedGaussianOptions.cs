using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Sizes, scale and streams of a revealed Gaussian matrix.</summary>
/// <param name="RowShards">Rows.</param>
/// <param name="ColumnShards">Columns.</param>
/// <param name="Scale">Standard deviation of the entries times sqrt(columns), positive.</param>
/// <param name="RightCapacity">Most vectors asked in A v.</param>
/// <param name="LeftCapacity">Most vectors asked in A^T u.</param>
/// <param name="RightKey">Stream of the fresh parts of A v.</param>
/// <param name="LeftKey">Stream of the fresh parts of A^T u.</param>
public sealed record RevealedGaussianOptions(
    RowShards RowShards,
    RowShards ColumnShards,
    double Scale,
    int RightCapacity,
    int LeftCapacity,
    StreamKey RightKey,
    StreamKey LeftKey);
