using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;

namespace Numerics.Benchmarks.Kernels;

/// <summary>
/// Bytes a second of the panel kernels at 10^6 rows, and of whole training, against a STREAM-like triad of the same process: same shards, same threads,
/// memory touched first by the shard's worker. Bytes are the least that must move: every panel read once, a written one read and written.
/// </summary>
internal static class BandwidthReport
{
    private const long Rows = 1_000_000;
    private const int Repetitions = 7;

    /// <summary>Prints the table.</summary>
    public static void Print(int threads)
    {
        var executor = new ShardExecutor(threads);
        Console.WriteLine($"{threads} threads, {Rows} rows, best of {Repetitions}; triad and panel kernels interleaved");
        Console.WriteLine($"{"kernel",-46}{"GB/s",8}{"of triad",10}");
        PlainRead(executor);
        Panels<double>(executor, "double");
        Panels<float>(executor, "float");
        Training(executor);
    }

    private static void Panels<T>(ShardExecutor executor, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Ka = 32;
        var shards = new RowShards(Rows);
        var algebra = new PanelAlgebra<T>(executor);
        using var a = new Panel<T>(shards, Ka);
        using var y = new Panel<T>(shards, 8);
        executor.Run(shards.Count, shard =>
        {
            Fill(a, shard);
            Fill(y, shard);
        });
        using var triad = new Triad(executor);
        foreach (int kb in new[] { 1, 2, 4, 8 })
        {
            using var small = new DenseMatrix<double>(Ka, kb);
            small.AsSpan().Fill(1e-6);
            using var gram = new DenseMatrix<double>(Ka, kb);
            double element = Rows * (double)Unsafe.SizeOf<T>();
            Line($"{name}: Gram {Ka} x {kb}", element * (Ka + kb), triad, () => algebra.Gram(a.View(), y.View(0, kb), gram));
            Line($"{name}: update {Ka} x {kb}", element * (Ka + (2 * kb)), triad, () => algebra.AddProduct(a.View(), small, y.View(0, kb)));
            Line($"{name}: update then Gram {Ka} x {kb}", element * (Ka + (2 * kb)), triad, () => algebra.AddProductThenGram(a.View(), small, y.View(0, kb), gram));
        }
    }

    private static void Fill<T>(Panel<T> panel, int shard)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int column = 0; column < panel.Columns; column++)
        {
            Span<T> values = panel.Column(shard, column);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = T.CreateTruncating(((i * 7) % 13) - 6);
            }
        }
    }

    /// <summary>What reading alone can reach: the sum of all elements of a panel of 32 columns, four vector sums at a time.</summary>
    private static void PlainRead(ShardExecutor executor)
    {
        const int Columns = 32;
        var shards = new RowShards(Rows);
        using var panel = new Panel<double>(shards, Columns);
        executor.Run(shards.Count, shard => Fill(panel, shard));
        using var triad = new Triad(executor);
        double[] sums = new double[shards.Count];
        Line("double: plain read", 1.0 * sizeof(double) * Columns * Rows, triad, () => executor.Run(shards.Count, shard =>
        {
            ReadOnlySpan<Vector<double>> packs = MemoryMarshal.Cast<double, Vector<double>>(panel.Block(shard, 0, Columns));
            Vector<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int i = 0; i + 3 < packs.Length; i += 4)
            {
                s0 += packs[i];
                s1 += packs[i + 1];
                s2 += packs[i + 2];
                s3 += packs[i + 3];
            }

            sums[shard] = Vector.Sum(s0 + s1 + s2 + s3);
        }));
    }

    private static void Line(string name, double bytes, Triad triad, Action work)
    {
        (double best, double reference) = (double.MaxValue, double.MaxValue);
        work();
        for (int i = 0; i < Repetitions; i++)
        {
            reference = Math.Min(reference, Seconds(triad.Run));
            best = Math.Min(best, Seconds(work));
        }

        double mine = bytes / best / 1e9, theirs = Triad.Bytes / reference / 1e9;
        Console.WriteLine($"{name,-46}{mine,8:F1}{mine / theirs,10:P0}   (triad {theirs:F1})");
    }

    /// <summary>The steps of reference set matrix-free.json, per step after the first, against the bytes its products must move.</summary>
    private static void Training(ShardExecutor executor)
    {
        const int Steps = 8, Samples = 2;
        using var triad = new Triad(executor);
        (double best, double reference) = (double.MaxValue, double.MaxValue);
        for (int i = 0; i < 3; i++)
        {
            reference = Math.Min(reference, Seconds(triad.Run));
            best = Math.Min(best, Seconds(() => Train(executor, Steps)));
        }

        double bytes = 0;
        for (int step = 0; step <= Steps; step++)
        {
            // A query with k known columns on its own side and m on the other: two passes of orthogonalisation, the known products, removal of the other
            // side's span from the fresh numbers (two passes), the answer, the spikes. Elementwise work: about 12 reads and writes a sample.
            double k = Samples * step, m = Samples * step;
            double query = (3 * k) + k + (2 * m) + m + (2 * k) + m + (6 * Samples);
            bytes += (step < Steps ? 2 : 1) * query + (12 * Samples);
        }

        bytes *= Rows * sizeof(float);
        double seconds = bytes / (Triad.Bytes / reference);
        Console.WriteLine($"training, {Steps} steps, {Samples} samples, float: {best:F3} s; {bytes / 1e9:F2} GB at the triad's speed {seconds:F3} s; ratio {best / seconds:F2}");
    }

    private static void Train(ShardExecutor executor, int steps)
    {
        using DenseMatrix<double> gram = DenseMatrix<double>.FromArray(new[,] { { 1, 0.3 }, { 0.3, 1 } });
        var options = new NetworkOptions
        {
            Depth = 2, Activation = ActivationKind.Tanh, LearningRate = 1, OutputScale = 2, HiddenScale = 1, Steps = steps, Width = (int)Rows,
        };
        var set = new TrainingSet(gram, [1, -1]);
        var streams = new NetworkStreams(1, 903, 0);
        var shards = new RowShards(Rows);
        var sites = new IndependentSites<float>(executor);
        using var revealed = new RevealedGaussian<float>(
            new(shards, shards, 1, set.ForwardQueries(steps), set.BackwardQueries(steps), streams.Right(1), streams.Left(1)), sites, sites, executor);
        using var network = new NonlinearNetwork<float>(options, set, [new LowRankPlus<float>(revealed)], [sites, sites], streams, executor);
        _ = network.Train();
    }

    private static double Seconds(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>a = b + s c over 3 x 32 MB doubles, in the panels' shards.</summary>
    private sealed class Triad : IDisposable
    {
        private const long Length = 4_000_000;
        private readonly ShardExecutor executor;
        private readonly Panel<double> panel;

        public Triad(ShardExecutor executor)
        {
            this.executor = executor;
            panel = new Panel<double>(new RowShards(Length), 3);
            executor.Run(panel.Shards.Count, shard => Fill(panel, shard));
        }

        /// <summary>Read two, write one; the read for ownership of the written one counts, as its processor does it.</summary>
        public static double Bytes => 4.0 * 8 * Length;

        public void Run() => executor.Run(panel.Shards.Count, shard =>
        {
            Span<Vector<double>> a = MemoryMarshal.Cast<double, Vector<double>>(panel.Column(shard, 0));
            ReadOnlySpan<Vector<double>> b = MemoryMarshal.Cast<double, Vector<double>>(panel.Column(shard, 1));
            ReadOnlySpan<Vector<double>> c = MemoryMarshal.Cast<double, Vector<double>>(panel.Column(shard, 2));
            for (int i = 0; i < a.Length; i++)
            {
                a[i] = b[i] + (3.0 * c[i]);
            }
        });

        public void Dispose() => panel.Dispose();
    }
}
