using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// A space whose vectors are written in an orthonormal frame that grows with what is drawn: where every law is invariant under rotations of a block, the frame may be
/// turned so that each fresh vector has one new coordinate. Vectors of any dimension then take as many rows as vectors have been drawn.
/// </summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
/// <remarks>
/// <code>
/// fresh vector in a block of n dimensions, k of them in the frame:  (s x_1, ..., s x_k, s chi_(n - k), 0, ...),   x independent N(0, 1), s the deviation of an entry
/// </code>
/// <para>The components along the k known directions are independent normal numbers; the rest is a Gaussian vector in the other n - k dimensions, whose direction becomes the next
/// one of the frame and whose length is a chi number. Exact in law at every n, for all inner products that are formed of vectors, products with Gaussian matrices between such
/// spaces, and sums of them; not for functions of single entries. With k = n the frame is the whole block and a fresh vector has independent normal entries.</para>
/// <para>Source: invariance of the Gaussian law under rotations; chi lengths as in Dumitriu and Edelman, J. Math. Phys. 43 (2002) 5830.</para>
/// Equation: rotated-frame
/// <para>Determinism: numbers are addressed by (key, column, row of the frame); the same bits for any number of threads. Not shared by processes.</para>
/// </remarks>
internal sealed class RotatedSpace<T> : SiteSpace<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly long[] known;

    /// <summary>A space of which no direction is known.</summary>
    /// <param name="blocks">n of every block.</param>
    /// <param name="draws">Most vectors that will be drawn or fixed; a block never has more rows than dimensions.</param>
    /// <param name="executor">Threads.</param>
    public RotatedSpace(IReadOnlyList<long> blocks, long draws, ShardExecutor executor)
        : base(blocks, [.. blocks.Select(block => Math.Min(block, draws))], executor)
    {
        known = new long[blocks.Count];
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">More vectors drawn than were foreseen.</exception>
    public override void Draw(StreamKey key, uint firstColumn, PanelView<T>? conditioned, PanelView<T> target, double entryDeviation)
    {
        for (int column = 0; column < target.Count; column++)
        {
            uint address = firstColumn + (uint)column;
            foreach (int shard in Shards.Own)
            {
                GaussianColumn.Fill(key, address, Shards.Start(shard), entryDeviation, target.Column(shard, column));
            }

            for (int block = 0; block < Blocks.Count; block++)
            {
                Extend(target.Slice(column, 1), block, row => entryDeviation * ChiSampler.ChiAt(key, address, row, Blocks[block] - known[block]));
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Something has been drawn: a given vector would have random components along it.</exception>
    public override void Fix(PanelView<T> target, IReadOnlyList<double> perBlock)
    {
        ArgumentNullException.ThrowIfNull(perBlock);
        if (known.Any(directions => directions > 0))
        {
            throw new InvalidOperationException("A vector is given after others were drawn; give the vectors of a space that are not random first, and one of them.");
        }

        for (int block = 0; block < Blocks.Count; block++)
        {
            double length = perBlock[block] * Math.Sqrt(Blocks[block]);
            Extend(target, block, _ => length);
        }
    }

    /// <inheritdoc/>
    public override void Generic(PanelView<T> target)
    {
        int open = Enumerable.Range(0, Blocks.Count).FirstOrDefault(block => known[block] < Blocks[block], -1);
        if (open < 0)
        {
            base.Generic(target);
            return;
        }

        Clear(target, 0, Shards.TotalRows);
        Extend(target, open, _ => 1);
    }

    /// <summary>Keeps the known coordinates of a block, gives the next one a length, clears the others.</summary>
    private void Extend(PanelView<T> column, int block, Func<long, double> length)
    {
        if (known[block] == Blocks[block])
        {
            return;
        }

        long row = FirstRow(block) + known[block];
        long end = block + 1 < Blocks.Count ? FirstRow(block + 1) : Shards.TotalRows;
        if (row == end)
        {
            throw new InvalidOperationException($"{known[block] + 1} vectors drawn in a frame made for {known[block]}; construct it for more.");
        }

        column.Panel[row, column.First] = T.CreateChecked(length(row));
        known[block]++;
        Clear(column, row + 1, end);
    }

    private static void Clear(PanelView<T> column, long from, long to)
    {
        for (long row = from; row < to; row++)
        {
            column.Panel[row, column.First] = T.Zero;
        }
    }
}
