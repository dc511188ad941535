using System.Numerics;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>What happens to a block of rows between the answer of one matrix and the query to the next: the elementwise part of a sweep.</summary>
/// <typeparam name="T">Element type.</typeparam>
public interface IRowBlockWork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sums over all rows that the work adds up.</summary>
    int Sums { get; }

    /// <summary>Works on one block; blocks come in any order and from several threads.</summary>
    /// <param name="place">The block.</param>
    /// <param name="answer">Columns of the answer, <see cref="Shards.RowBlockPanel{T}.BlockRows"/> apart.</param>
    /// <param name="query">Columns of the next query, as far apart; to be filled in the rows of the block.</param>
    /// <param name="sums">Sums over the rows; to be added to.</param>
    void Apply(RowBlockPlace place, ReadOnlySpan<T> answer, Span<T> query, Span<double> sums);
}
