using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Numerics.Kernels.Drivers;
using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.LinearAlgebra.Sweeps;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;

namespace Numerics.Spectra.Tests.Reproducibility;

/// <summary>
/// The state of a small matrix-free training run as one hash: outputs, loss, Gram blocks and every number of the long vectors. What LAPACK does afterwards is
/// left out, because its bits are those of its provider.
/// </summary>
internal static class TrainingFingerprint
{
    /// <summary>Eight shards, the last one shorter, one of them empty.</summary>
    private const int Width = 70_000;

    /// <summary>Trains and hashes.</summary>
    /// <param name="executor">Threads and order of shards.</param>
    /// <param name="completionOrder">The deliberate error: a Gram block whose shards are added as they finish.</param>
    public static string Of<T>(ShardExecutor executor, bool completionOrder)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using DenseMatrix<double> gram = DenseMatrix<double>.FromArray(new[,] { { 1, 0.3 }, { 0.3, 1.2 } });
        var options = new NetworkOptions
        {
            Depth = 2, Activation = ActivationKind.Tanh, LearningRate = 0.8, OutputScale = 2, HiddenScale = 1, Steps = 3, Width = Width,
        };
        var set = new TrainingSet(gram, [1, -1], batches: null);
        var streams = new NetworkStreams(5, 901, 2);
        var shards = new RowShards(Width);
        var sites = new IndependentSites<T>(executor);
        using var revealed = new RevealedGaussian<T>(
            new(shards, shards, 1, set.ForwardQueries(options.Steps), set.BackwardQueries(options.Steps), streams.Right(1), streams.Left(1)), sites, sites, executor);
        ISiteSource<T>[] layers = [sites, new IndependentSites<T>(executor)];
        using var network = new NonlinearNetwork<T>(options, set, [new LowRankPlus<T>(revealed)], layers, streams, executor);
        TrainingTrajectory trajectory = network.Train();
        Add<double>(hash, trajectory.Loss.ToArray());
        foreach (double[] output in trajectory.Output)
        {
            Add<double>(hash, output);
        }

        foreach (DenseMatrix<double> block in new[] { revealed.CrossProduct, revealed.RightProductGram(), revealed.LeftProductGram(), revealed.RightRecord.ToMatrix() })
        {
            Add<double>(hash, block.AsSpan());
        }

        AddSwept<T>(hash, options, set, streams, executor);
        AddPanel(hash, revealed.RightSide.Products);
        AddPanel(hash, revealed.LeftSide.Basis);
        if (completionOrder)
        {
            Add<T>(hash, GramInCompletionOrder(executor, revealed.RightSide.Products));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The same training in single sweeps: its small matrices are sums over all numbers of its long vectors.</summary>
    private static void AddSwept<T>(IncrementalHash hash, NetworkOptions options, TrainingSet set, NetworkStreams streams, ShardExecutor executor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var network = new SweptNetwork<T>(options, set, streams, executor);
        TrainingTrajectory trajectory = network.Train();
        Add<double>(hash, trajectory.Loss.ToArray());
        SweptGaussian<T> matrix = network.Matrices[0];
        foreach (DenseMatrix<double> block in new[] { matrix.CrossProduct, matrix.RightProductGram(), matrix.LeftProductGram(), matrix.LeftRecord.ToMatrix(), matrix.RightRecord.ToMatrix() })
        {
            Add<double>(hash, block.AsSpan());
        }

        Add<double>(hash, [trajectory.Sweeps!.LargestLoss, trajectory.Sweeps.OrthogonalityDefect]);
    }

    /// <summary>What PanelAlgebra.Gram must not do. In the element type: a few sums of floats are exact in double, whatever their order.</summary>
    private static T[] GramInCompletionOrder<T>(ShardExecutor executor, PanelView<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var total = new T[a.Count * a.Count];
        executor.Run(a.Panel.Shards.Count, shard =>
        {
            var part = new double[total.Length];
            int leading = a.Panel.LeadingDimension(shard);
            PanelGram.Accumulate<T>(a.Block(shard), leading, a.Count, a.Block(shard), leading, a.Count, a.Panel.Shards.Length(shard), part);
            lock (total)
            {
                for (int i = 0; i < total.Length; i++)
                {
                    total[i] += T.CreateTruncating(part[i]);
                }
            }
        });
        return total;
    }

    private static void AddPanel<T>(IncrementalHash hash, PanelView<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int shard = 0; shard < view.Panel.Shards.Count; shard++)
        {
            for (int column = 0; column < view.Count; column++)
            {
                Add<T>(hash, view.Column(shard, column)[..view.Panel.Shards.Length(shard)]);
            }
        }
    }

    private static void Add<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged => hash.AppendData(MemoryMarshal.AsBytes(values));
}
