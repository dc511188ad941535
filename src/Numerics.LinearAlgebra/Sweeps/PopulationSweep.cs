using System.Collections.Concurrent;
using System.Numerics;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>
/// Training steps as single sweeps over populations of rows: each writes the directions pending there, answers the query of another population, does the elementwise work of the rows
/// and asks the next query, with one read of every panel and one reduction.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <param name="executor">Threads.</param>
/// <remarks>
/// A read more is made where one did not resolve the residual of a query, see <see cref="QueryResidual"/>. Determinism: row blocks and shards are fixed and meet in the fixed tree; same bits for any
/// number of threads and ranks. Not thread-safe: one instance per replica.
/// </remarks>
public sealed class PopulationSweep<T>(ShardExecutor executor) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Most careful sweeps of a query block; two suffice wherever it was seen.</summary>
    private const int MaximumCareful = 3;

    private readonly ConcurrentBag<SweepScratch<T>> idle = [];
    private double[] partials = [];

    /// <summary>Reads of a population.</summary>
    public int Sweeps { get; private set; }

    /// <summary>Further reads.</summary>
    public int CarefulSweeps { get; private set; }

    /// <summary>One sweep.</summary>
    /// <param name="answering">Side whose pending directions are written and whose columns make the answer; null for none.</param>
    /// <param name="answer">Coefficients of the answer; null for none.</param>
    /// <param name="noise">Queries of the other side whose noise is drawn on the answering one: the block that follows those asked so far.</param>
    /// <param name="asking">Side from which the next query is asked; null for none.</param>
    /// <param name="samples">Training samples of its columns.</param>
    /// <param name="work">What leads from the answer to the query; null for nothing.</param>
    /// <returns>The sums of the work.</returns>
    public double[] Run(SweptSide<T>? answering, SweepAnswer? answer, int noise, SweptSide<T>? asking, IReadOnlyList<int> samples, IRowBlockWork<T>? work)
    {
        ArgumentNullException.ThrowIfNull(samples);
        int queries = asking is null ? 0 : samples.Count;
        DenseMatrix<double>? prediction = asking?.Basis.Predict(samples);
        var layout = new SweepLayout(answering?.Basis, asking?.Basis, noise, queries, (int)(answer?.Noise.Columns ?? 0), work?.Sums ?? 0);
        double[] sums = Sweep(answering, answer, layout, asking, prediction, work);
        Sweeps++;
        if (answering is not null)
        {
            answering.Finish(Sums(sums, layout.Noise * layout.Rank, layout.Rank, layout.Pending), Sums(sums, layout.FirstAnsweringNoise, layout.AllNoise, layout.Pending, layout.OldNoise));
            answering.Basis.Prepare(Sums(sums, 0, layout.Rank, layout.Noise));
        }

        if (asking is not null)
        {
            Ask(asking, samples, layout, prediction!, sums);
        }

        return sums.AsSpan(layout.FirstWork, layout.Length - layout.FirstWork).ToArray();
    }

    /// <summary>Writes and measures what is still pending on a side, and measures how orthonormal its basis is.</summary>
    /// <returns>See <see cref="SweepEvidence.OrthogonalityDefect"/>.</returns>
    public double Close(SweptSide<T> side)
    {
        ArgumentNullException.ThrowIfNull(side);
        DelayedBasis basis = side.Basis;
        var signs = new DenseMatrix<double>(basis.Rank, 1);
        for (int i = 0; i < basis.Rank; i++)
        {
            // The sequence of Thue and Morse: signs without a pattern that a basis could share.
            signs[i, 0] = int.PopCount(i) % 2 == 0 ? -1 : 1;
        }

        basis.ToWritten(signs.Column(0));
        var layout = new SweepLayout(basis, basis, 0, 1, 0, 0);
        double[] sums = Sweep(side, null, layout, side, signs, null);
        Sweeps++;
        side.Finish(Sums(sums, 0, layout.Rank, layout.Pending), Sums(sums, layout.FirstAnsweringNoise, layout.AllNoise, layout.Pending, layout.OldNoise));
        DenseMatrix<double> image = Sums(sums, layout.Rank * layout.Pending, layout.Rank, 1);
        TriangularSolve.SolveTransposed(basis.Factor, basis.Finished, image.Column(0));
        TriangularSolve.Multiply(basis.Factor, basis.Finished, signs.Column(0));
        double defect = 0;
        for (int i = 0; i < basis.Rank; i++)
        {
            defect = Math.Max(defect, Math.Abs(image[i, 0] + signs[i, 0]));
        }

        return defect;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SweepScratch<T> scratch in idle)
        {
            scratch.Dispose();
        }
    }

    /// <summary>Admits the query that the sweep has measured; reads again where that was not enough.</summary>
    private void Ask(SweptSide<T> asking, IReadOnlyList<int> samples, SweepLayout layout, DenseMatrix<double> prediction, double[] sums)
    {
        var residual = new QueryResidual(asking.Basis, prediction);
        int own = layout.Noise + layout.Pending;
        int basisAt = layout.IsOneSide ? own * layout.Rank : layout.FirstAsked;
        int noiseAt = layout.IsOneSide ? layout.FirstAnsweringNoise + (layout.Pending * layout.AllNoise) : layout.FirstAskedNoise;
        bool resolved = residual.Measure(
            Sums(sums, basisAt, layout.AskedRank, layout.Queries), Sums(sums, layout.FirstGram, layout.Queries, layout.Queries), Sums(sums, noiseAt, layout.AskedNoise, layout.Queries));
        for (int pass = 0; pass < MaximumCareful && !resolved; pass++)
        {
            (DenseMatrix<double> mix, DenseMatrix<double> again) = residual.Refine();
            var careful = new SweepLayout(null, asking.Basis, 0, layout.Queries, 0, 0);
            double[] measured = Sweep(null, null, careful, asking, again, new RawMix<T>(asking.Raw, mix));
            CarefulSweeps++;
            resolved = residual.Measure(
                Sums(measured, careful.FirstAsked, careful.AskedRank, careful.Queries),
                Sums(measured, careful.FirstGram, careful.Queries, careful.Queries),
                Sums(measured, careful.FirstAskedNoise, careful.AskedNoise, careful.Queries));
        }

        asking.Admit(residual, samples);
    }

    private double[] Sweep(SweptSide<T>? answering, SweepAnswer? answer, SweepLayout layout, SweptSide<T>? asking, DenseMatrix<double>? prediction, IRowBlockWork<T>? work)
    {
        RowShards shards = (answering ?? asking ?? throw new ArgumentException("A sweep needs a side that answers or is asked.")).Shards;
        answering?.Reserve(layout.Rank, layout.AllNoise);
        int length = layout.Length;
        if (partials.Length < checked(shards.Count * length))
        {
            partials = new double[shards.Count * length];
        }

        Array.Clear(partials, 0, shards.Count * length);
        var blocks = new SweepBlocks<T>(answering, asking, layout, answer, prediction, work);
        executor.Run(shards, shard =>
        {
            if (!idle.TryTake(out SweepScratch<T>? scratch))
            {
                scratch = new SweepScratch<T>();
            }

            blocks.Run(shard, scratch, partials.AsSpan(shard * length, length));
            idle.Add(scratch);
        });
        shards.Tree.Add(partials, length);
        return partials.AsSpan(0, length).ToArray();
    }

    /// <summary>A block of the sums as a matrix: the first <paramref name="leading"/> rows of it, all by default.</summary>
    private static DenseMatrix<double> Sums(double[] sums, int first, int rows, int columns, int leading = -1)
    {
        int taken = leading < 0 ? rows : leading;
        var matrix = new DenseMatrix<double>(taken, columns);
        for (int j = 0; j < columns; j++)
        {
            sums.AsSpan(first + (j * rows), taken).CopyTo(matrix.Column(j));
        }

        return matrix;
    }
}
