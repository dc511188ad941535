using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Sizes, scale, capacities and streams of a Gaussian matrix, stored or revealed.</summary>
/// <param name="RowShards">Rows.</param>
/// <param name="ColumnShards">Columns.</param>
/// <param name="Scale">Standard deviation of the entries times sqrt(columns), positive.</param>
/// <param name="RightCapacity">Most vectors asked in A v.</param>
/// <param name="LeftCapacity">Most vectors asked in A^T u.</param>
/// <param name="RightKey">Stream of the fresh parts of A v, or of the entries of a stored matrix.</param>
/// <param name="LeftKey">Stream of the fresh parts of A^T u; a stored matrix has no use for it.</param>
public sealed record GaussianOptions(
    RowShards RowShards,
    RowShards ColumnShards,
    double Scale,
    int RightCapacity,
    int LeftCapacity,
    StreamKey RightKey,
    StreamKey LeftKey)
{
    /// <summary>Refuses more queries than a revealed matrix can answer.</summary>
    /// <exception cref="ArgumentException">As many queries foreseen as the smaller side has dimensions, or more.</exception>
    internal void RequireFewQueries()
    {
        if (RightCapacity + LeftCapacity >= Math.Min(RowShards.TotalRows, ColumnShards.TotalRows))
        {
            throw new ArgumentException(
                $"{RightCapacity + LeftCapacity} queries foreseen of a {RowShards.TotalRows} x {ColumnShards.TotalRows} matrix; "
                + "a revealed matrix needs fewer queries than its smaller side: enlarge the width or store the matrix.");
        }
    }
}
