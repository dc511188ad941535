using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Sizes, scale, capacities and streams of a Gaussian matrix, stored or revealed.</summary>
/// <param name="RowShards">Rows of the vectors A v.</param>
/// <param name="ColumnShards">Rows of the vectors A^T u.</param>
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
    /// <summary>Columns that panels of directions have at first where nothing is foreseen; they grow by doubling.</summary>
    internal const int FirstColumns = 256;

    /// <summary>Rows of A; more than those of its vectors where these are written in a frame.</summary>
    public long Rows { get; init; } = RowShards.TotalRows;

    /// <summary>Columns of A.</summary>
    public long Columns { get; init; } = ColumnShards.TotalRows;

    /// <summary>
    /// Part of a vector outside the span of those asked before, over its norm, up to which it adds no direction and the part is left out; 0, or less than single precision resolves: the
    /// threshold of the element type, <see cref="RevealedSide{T}.RankThreshold"/>, or <see cref="HistoryTolerance"/> if that is more and applies.
    /// </summary>
    public double RankTolerance { get; init; }

    /// <summary>
    /// Whether directions and noise columns are kept in single precision while vectors and arithmetic are double: half of the memory and of the traffic. For matrices that are revealed
    /// in sweeps; others have no use for it. Shares of a vector below <see cref="HistoryTolerance"/> then add no direction.
    /// </summary>
    public bool HistoryInSingle { get; init; }

    /// <summary>Least <see cref="RankTolerance"/> of a history in single precision: a direction kept there misses 6e-8 of the vector, so smaller shares are as much rounding as direction.</summary>
    public const double HistoryTolerance = 1e-7;

    /// <summary>Whether queries are foreseen to depend on each other, so that there may be more of them than dimensions; their directions are counted as they come.</summary>
    public bool FewDirections { get; init; }

    /// <summary>Directions of the right queries that are foreseen: panels have as many columns from the start, and grow by doubling where there are more.</summary>
    public int RightForeseen { get; init; } = FirstColumns;

    /// <summary>The same of the left queries.</summary>
    public int LeftForeseen { get; init; } = FirstColumns;

    /// <summary>What to do about more directions than the smaller side has dimensions, the end of a sentence.</summary>
    public string Remedy { get; init; } = "enlarge the width, raise rankTolerance, train for fewer steps or store the matrix";

    /// <summary>Columns of the panels of right directions at first.</summary>
    internal int FirstRight => Math.Min(RightCapacity, RightForeseen);

    /// <summary>The same of the left directions.</summary>
    internal int FirstLeft => Math.Min(LeftCapacity, LeftForeseen);

    /// <summary>Refuses more queries than a revealed matrix can answer.</summary>
    /// <exception cref="ArgumentException">As many queries foreseen as the smaller side has dimensions, or more.</exception>
    internal void RequireFewQueries()
    {
        if (!FewDirections && (long)RightCapacity + LeftCapacity >= Math.Min(Rows, Columns))
        {
            throw new ArgumentException(
                $"{(long)RightCapacity + LeftCapacity} queries foreseen of a {Rows} x {Columns} matrix; "
                + "a revealed matrix needs fewer queries than its smaller side: enlarge the width or store the matrix.");
        }
    }

    /// <summary>Refuses more directions than a revealed matrix can have, when they are found.</summary>
    /// <exception cref="ArithmeticException">As many directions as the smaller side has dimensions, or more.</exception>
    internal void RequireFewDirections(int directions)
    {
        if (FewDirections && directions >= Math.Min(Rows, Columns))
        {
            throw new ArithmeticException(
                $"The vectors asked of a {Rows} x {Columns} matrix have {directions} directions, as many as its smaller side; {Remedy}.");
        }
    }
}
