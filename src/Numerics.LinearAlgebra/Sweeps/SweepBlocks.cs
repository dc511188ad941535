using System.Numerics;
using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>One sweep over the rows of a population: what happens to each block of rows, while it is in the cache.</summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>
/// <code>
/// q = raw_before Mix - B Removed        the pending directions of the answering side are written
/// a = Z Noise + B Basis                 the answer, with the columns just written
/// n                                     noise for the next query of the other population
/// vec = work(a),  raw = vec - B x       the query, its predicted part removed
/// sums: B^T (n, q, raw), Z^T (q, raw), raw^T raw
/// </code>
/// B and Z are read from memory once. Determinism: blocks of a shard in order, shards in any.
/// </remarks>
internal sealed class SweepBlocks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SweptSide<T>? answering;
    private readonly SweptSide<T>? asking;
    private readonly SweepLayout layout;
    private readonly SweepAnswer? answer;
    private readonly IRowBlockWork<T>? work;
    private readonly DenseMatrix<double> first;
    private readonly DenseMatrix<double> second;
    private readonly DenseMatrix<double> firstWritten;
    private readonly DenseMatrix<double> firstAnswer;
    private readonly DenseMatrix<double> prediction;
    private readonly double[] ones = [1];

    /// <summary>Binds the coefficients.</summary>
    public SweepBlocks(SweptSide<T>? answering, SweptSide<T>? asking, SweepLayout layout, SweepAnswer? answer, DenseMatrix<double>? predicted, IRowBlockWork<T>? work)
    {
        this.answering = answering;
        this.asking = asking;
        this.layout = layout;
        this.answer = answer;
        this.work = work;
        prediction = Negated(predicted ?? new DenseMatrix<double>(layout.AskedRank, layout.Queries));

        // Coefficients of the columns (q, raw, answer), raw only where the side that answers is asked: of the old directions, then of the new ones.
        int raws = layout.IsOneSide ? layout.Queries : 0;
        first = Zero(layout.Old, layout.Pending + raws + layout.Answers);
        second = Zero(layout.Pending, raws + layout.Answers);
        if (answering is not null)
        {
            Fill(answering, raws);
        }

        firstWritten = Columns(first, 0, layout.Pending);
        firstAnswer = Columns(first, layout.Pending + raws, layout.Answers);
    }

    /// <summary>Works on all blocks of a shard.</summary>
    public void Run(int shard, SweepScratch<T> scratch, Span<double> sums)
    {
        RowShards shards = (answering ?? asking)!.Shards;
        RowBlockPanel<T> panel = (answering ?? asking)!.Raw;
        scratch.Start(layout.Columns, layout.FirstWork);
        Span<double> workSums = sums[layout.FirstWork..];
        workSums.Clear();
        for (int block = 0; block < panel.Blocks(shard); block++)
        {
            var place = new RowBlockPlace(shard, block, panel.Rows(shard, block), shards.Start(shard) + ((long)block * RowBlockPanel<T>.BlockRows));
            RunBlock(place, panel.PaddedRows(shard, block), scratch, workSums);
        }

        scratch.Sums.Total.CopyTo(sums[..layout.FirstWork]);
    }

    private void RunBlock(RowBlockPlace place, int padded, SweepScratch<T> scratch, Span<double> workSums)
    {
        int noise = layout.Noise, pending = layout.Pending, queries = layout.Queries;
        Span<T> noiseColumns = scratch.Columns(0, noise);
        Span<T> written = scratch.Columns(noise, pending);
        Span<T> raw = scratch.Columns(noise + pending, queries);
        Span<T> answers = scratch.Columns(noise + pending + queries, layout.Answers);
        Span<T> query = scratch.Columns(noise + pending + queries + layout.Answers, queries);
        raw.Clear();
        answers.Clear();
        if (answering is not null)
        {
            Answer(place, padded, written, layout.IsOneSide ? raw : default, answers, scratch);
            DrawNoise(place, padded, noiseColumns);
        }

        if (asking is not null && !layout.IsOneSide)
        {
            asking.Written.AddTo(place, layout.AskedRank, prediction, raw, queries, padded);
        }

        if (place.Rows < padded)
        {
            ClearPadding(query, queries, place.Rows, padded);
        }

        work?.Apply(place, answers, query, workSums);
        if (asking is not null && queries > 0)
        {
            int block = RowBlockPanel<T>.BlockRows;
            for (int j = 0; j < queries && work is not null; j++)
            {
                PanelUpdate.Add<T>(query[(j * block)..], block, 1, ones, raw[(j * block)..], block, 1, padded);
            }

            CopyColumns(raw, asking.Raw.Block(place.Shard, place.Block, 0, queries), queries, padded);
        }

        AddSums(place, padded, scratch);
    }

    /// <summary>Writes the pending directions and combines the answer, and the prediction of a query from the same side, in one pass over the old columns.</summary>
    private void Answer(RowBlockPlace place, int padded, Span<T> written, Span<T> raw, Span<T> answers, SweepScratch<T> scratch)
    {
        int block = RowBlockPanel<T>.BlockRows;
        int raws = raw.Length / block;
        if (layout.Pending > 0)
        {
            int mixed = (int)answering!.Mix.Rows;
            PanelUpdate.ScaleAndAdd<T>(answering.Raw.Block(place.Shard, place.Block, 0, mixed), block, mixed, answering.Mix.AsSpan(), 0, written, block, layout.Pending, padded);
        }

        foreach ((int from, int to) in answering!.Moves)
        {
            answering.Noise.Move(place, from, to, padded);
        }

        int queries = layout.Queries;
        if (layout.IsOneSide || queries == 0)
        {
            // q, raw and answer lie behind each other.
            answering.Written.AddTo(place, layout.Old, first, scratch.Columns(layout.Noise, layout.Pending + raws + layout.Answers), layout.Pending + raws + layout.Answers, padded);
        }
        else
        {
            answering.Written.AddTo(place, layout.Old, firstWritten, written, layout.Pending, padded);
            answering.Written.AddTo(place, layout.Old, firstAnswer, answers, layout.Answers, padded);
        }

        if (layout.Pending > 0)
        {
            answering.Written.Write(place, layout.Old, written, layout.Pending, padded);
            if (raws + layout.Answers > 0)
            {
                Span<T> combined = layout.IsOneSide ? scratch.Columns(layout.Noise + layout.Pending, raws + layout.Answers) : answers;
                PanelUpdate.Add<T>(written, block, layout.Pending, second.AsSpan(), combined, block, raws + layout.Answers, padded);
            }
        }

        if (answer is not null)
        {
            answering.Noise.AddTo(place, (int)answer.Noise.Rows, answer.Noise, answers, layout.Answers, padded);
        }
    }

    private void DrawNoise(RowBlockPlace place, int padded, Span<T> noise)
    {
        int block = RowBlockPanel<T>.BlockRows;
        for (int j = 0; j < layout.Noise; j++)
        {
            Span<T> column = noise.Slice(j * block, block);
            GaussianColumn.Fill(answering!.NoiseKey, answering.NextNoise + (uint)j, place.FirstRow, answering.Deviation, column[..place.Rows]);
            column[place.Rows..padded].Clear();
        }

        answering!.Noise.Write(place, layout.OldNoise, noise, layout.Noise, padded);
    }

    private void AddSums(RowBlockPlace place, int padded, SweepScratch<T> scratch)
    {
        int own = layout.Noise + layout.Pending;
        int joint = layout.IsOneSide ? layout.Queries : 0;
        if (answering is not null)
        {
            // Of this side the noise was read last and may still be in the second-level cache.
            answering.Noise.AddSums(scratch.Sums, place, layout.AllNoise, scratch.Columns(layout.Noise, layout.Pending + joint), layout.Pending + joint, padded, layout.FirstAnsweringNoise, layout.AllNoise, layout.OldNoise);
            answering.Written.AddSums(scratch.Sums, place, layout.Rank, scratch.Columns(0, own + joint), own + joint, padded, 0, layout.Rank, layout.Old);
        }

        if (asking is not null && layout.Queries > 0)
        {
            Span<T> raw = scratch.Columns(own, layout.Queries);
            if (!layout.IsOneSide)
            {
                asking.Written.AddSums(scratch.Sums, place, layout.AskedRank, raw, layout.Queries, padded, layout.FirstAsked, layout.AskedRank, layout.AskedRank);
                asking.Noise.AddSums(scratch.Sums, place, layout.AskedNoise, raw, layout.Queries, padded, layout.FirstAskedNoise, layout.AskedNoise, layout.AskedNoise);
            }

            scratch.Sums.Add<T, T>(raw, layout.Queries, raw, layout.Queries, padded, layout.FirstGram, layout.Queries);
        }
    }

    private void Fill(SweptSide<T> side, int raws)
    {
        for (int j = 0; j < layout.Pending; j++)
        {
            CopyNegated(side.Removed.Column(j), first.Column(j));
        }

        for (int j = 0; j < raws; j++)
        {
            prediction.Column(j)[..layout.Old].CopyTo(first.Column(layout.Pending + j));
            prediction.Column(j)[layout.Old..].CopyTo(second.Column(j));
        }

        for (int j = 0; j < layout.Answers; j++)
        {
            answer!.Basis.Column(j)[..layout.Old].CopyTo(first.Column(layout.Pending + raws + j));
            answer.Basis.Column(j)[layout.Old..].CopyTo(second.Column(raws + j));
        }
    }

    private static void CopyColumns(Span<T> source, Span<T> target, int count, int padded)
    {
        int block = RowBlockPanel<T>.BlockRows;
        for (int j = 0; j < count; j++)
        {
            source.Slice(j * block, padded).CopyTo(target[(j * block)..]);
        }
    }

    private static void ClearPadding(Span<T> columns, int count, int rows, int padded)
    {
        for (int j = 0; j < count; j++)
        {
            columns[((j * RowBlockPanel<T>.BlockRows) + rows)..((j * RowBlockPanel<T>.BlockRows) + padded)].Clear();
        }
    }

    /// <summary>Small, so the collector has it.</summary>
    private static DenseMatrix<double> Zero(int rows, int columns) => new(rows, columns);

    private static DenseMatrix<double> Columns(DenseMatrix<double> matrix, int firstColumn, int count)
    {
        var part = new DenseMatrix<double>(matrix.Rows, count);
        for (long j = 0; j < count; j++)
        {
            matrix.Column(firstColumn + j).CopyTo(part.Column(j));
        }

        return part;
    }

    private static DenseMatrix<double> Negated(DenseMatrix<double> matrix)
    {
        var negated = new DenseMatrix<double>(matrix.Rows, matrix.Columns);
        for (long j = 0; j < matrix.Columns; j++)
        {
            CopyNegated(matrix.Column(j), negated.Column(j));
        }

        return negated;
    }

    private static void CopyNegated(ReadOnlySpan<double> source, Span<double> target)
    {
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = -source[i];
        }
    }
}
