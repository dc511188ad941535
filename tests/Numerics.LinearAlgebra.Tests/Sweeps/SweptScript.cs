using System.Numerics;
using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Sweeps;

namespace Numerics.LinearAlgebra.Tests.Sweeps;

/// <summary>
/// Queries in sweeps from both sides of a rectangular matrix in turn, each a function of the answer before, with spikes added on the way. Everything asked and answered is kept.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class SweptScript<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const double Scale = 0.9;

    private readonly ShardExecutor executor;
    private readonly int block;
    private readonly Func<Asked, double[]> query;

    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="block">Columns of a query.</param>
    /// <param name="rounds">Answers from each side.</param>
    /// <param name="query">Column of the next query.</param>
    /// <param name="executor">Threads.</param>
    /// <param name="historyInSingle">Whether histories are kept in single precision.</param>
    public SweptScript(long rows, long columns, int block, int rounds, Func<Asked, double[]> query, ShardExecutor? executor = null, bool historyInSingle = false)
    {
        this.executor = executor ?? ShardExecutor.Sequential;
        this.block = block;
        this.query = query;
        Rounds = rounds;
        Matrix = new SweptGaussian<T>(
            new GaussianOptions(
                this.executor.Cut(rows), this.executor.Cut(columns), Scale, (rounds + 1) * block, rounds * block, StreamKey.Derive(3, 901, 0, 0), StreamKey.Derive(3, 901, 0, 1)) { HistoryInSingle = historyInSingle },
            block,
            this.executor);
        Sweep = new PopulationSweep<T>(this.executor);
        Run();
    }

    /// <summary>What a query may depend on.</summary>
    /// <param name="FromRight">Side that asks.</param>
    /// <param name="Round">Round.</param>
    /// <param name="Column">Column within the block.</param>
    /// <param name="Answer">The last answer on that side; empty for the first.</param>
    /// <param name="Before">Columns of this block so far.</param>
    /// <param name="Past">All queries of the side.</param>
    /// <param name="Rows">Global rows.</param>
    public sealed record Asked(bool FromRight, int Round, int Column, double[] Answer, List<double[]> Before, List<double[]> Past, long[] Rows);

    public int Rounds { get; }

    public SweptGaussian<T> Matrix { get; }

    public PopulationSweep<T> Sweep { get; }

    /// <summary>Right queries.</summary>
    public List<double[]> V { get; } = [];

    /// <summary>Answers to them, spikes included; none to the last block.</summary>
    public List<double[]> MV { get; } = [];

    /// <summary>Left queries.</summary>
    public List<double[]> U { get; } = [];

    /// <summary>Answers to them.</summary>
    public List<double[]> MtU { get; } = [];

    /// <summary>Spikes at the time of each answer.</summary>
    public List<int> SpikesAtMV { get; } = [];

    public List<int> SpikesAtMtU { get; } = [];

    public double Defect { get; private set; }

    public void Dispose()
    {
        Matrix.Dispose();
        Sweep.Dispose();
    }

    /// <summary>Columns of a history over the rows of this process, each as the image of a unit vector; <paramref name="shape"/> has the same rows.</summary>
    public static double[][] Columns(HistoryPanel<T> history, RowBlockPanel<T> shape, int count)
    {
        double[] Column(int index)
        {
            var unit = new DenseMatrix<double>(index + 1, 1);
            unit[index, 0] = 1;
            List<double> column = [];
            foreach (int shard in shape.Shards.Own)
            {
                for (int b = 0; b < shape.Blocks(shard); b++)
                {
                    var part = new T[RowBlockPanel<T>.BlockRows];
                    history.AddTo(new RowBlockPlace(shard, b, shape.Rows(shard, b), 0), index + 1, unit, part, 1, shape.PaddedRows(shard, b));
                    column.AddRange(part.Take(shape.Rows(shard, b)).Select(x => double.CreateTruncating(x)));
                }
            }

            return [.. column];
        }

        return [.. Enumerable.Range(0, count).Select(Column)];
    }

    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DenseMatrix<double> small in new[] { Matrix.CrossProduct, Matrix.LeftRecord.ToMatrix(), Matrix.RightRecord.ToMatrix(), Matrix.RightProductGram(), Matrix.LeftProductGram() })
        {
            hash.AppendData(MemoryMarshal.AsBytes(small.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Run()
    {
        int[] samples = [.. Enumerable.Range(0, block)];
        Sweep.Run(Matrix.Left, null, block, null, [], null);
        Sweep.Run(Matrix.Right, null, block, Matrix.Right, samples, new Work(this, true, 0, null));
        for (int round = 0; round < Rounds; round++)
        {
            SpikesAtMV.AddRange(samples.Select(_ => Matrix.Spikes.Count));
            Sweep.Run(Matrix.Left, Matrix.Multiply(block), block, Matrix.Left, samples, new Work(this, false, round, MV));
            SpikesAtMtU.AddRange(samples.Select(_ => Matrix.Spikes.Count));
            SweepAnswer answer = Matrix.MultiplyTransposed(block);
            foreach (int sample in samples)
            {
                Matrix.AddSpike(new Spike((round * block) + sample, (round * block) + block - 1 - sample, 0.7 + sample));
            }

            Sweep.Run(Matrix.Right, answer, round + 1 < Rounds ? block : 0, Matrix.Right, samples, new Work(this, true, round + 1, MtU));
        }

        Defect = Math.Max(Sweep.Close(Matrix.Left), Sweep.Close(Matrix.Right));
    }

    /// <summary>Keeps the answer and computes the query; entries depend on their own row only, so blocks can be taken one at a time.</summary>
    private sealed class Work(SweptScript<T> script, bool fromRight, int round, List<double[]>? answers) : IRowBlockWork<T>
    {
        public int Sums => 0;

        public void Apply(RowBlockPlace place, ReadOnlySpan<T> answer, Span<T> query, Span<double> sums)
        {
            List<double[]> asked = fromRight ? script.V : script.U;
            long length = fromRight ? script.Matrix.Columns : script.Matrix.Rows;
            int leading = RowBlockPanel<T>.BlockRows;
            lock (script)
            {
                Grow(asked, (round + 1) * script.block, length);
                if (answers is not null)
                {
                    Grow(answers, asked.Count - (fromRight ? script.block : 0), length);
                }
            }

            long[] rows = [.. Enumerable.Range(0, place.Rows).Select(r => place.FirstRow + r)];
            List<double[]> past = [.. asked.Take(round * script.block).Select(column => Part(column, place))];
            List<double[]> before = [];
            for (int j = 0; j < script.block; j++)
            {
                double[] own = answers is null ? [] : [.. answer.Slice(j * leading, place.Rows).ToArray().Select(x => double.CreateTruncating(x))];
                double[] next = script.query(new Asked(fromRight, round, j, own, before, past, rows));
                before.Add(next);
                for (int r = 0; r < place.Rows; r++)
                {
                    query[(j * leading) + r] = T.CreateTruncating(next[r]);
                    asked[(round * script.block) + j][place.FirstRow + r] = double.CreateTruncating(query[(j * leading) + r]);
                    if (answers is not null)
                    {
                        answers[answers.Count - script.block + j][place.FirstRow + r] = own[r];
                    }
                }
            }
        }

        private static double[] Part(double[] column, RowBlockPlace place) => column[(int)place.FirstRow..((int)place.FirstRow + place.Rows)];

        private static void Grow(List<double[]> columns, int count, long length)
        {
            while (columns.Count < count)
            {
                columns.Add(new double[length]);
            }
        }
    }
}
