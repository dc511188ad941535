using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Shards;

/// <summary>Ranks, played by threads: who owns what, sums in the same tree, agreement; and the whole of a revealed matrix, bit for bit.</summary>
public sealed class CommunicatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(11)]
    public void Every_shard_has_one_owner_and_ranks_follow_each_other(int ranks)
    {
        RowShards[] cuts = ThreadRanks.Run(ranks, world => new RowShards(130_001, world));
        Assert.Equal(Enumerable.Range(0, new RowShards(130_001).Count), cuts.SelectMany(cut => cut.Own));
        Assert.All(cuts, cut => Assert.Equal(ranks, cut.Communicator.Size));
        long last = cuts[0].TotalRows - 1;
        Assert.Equal(1, cuts.Count(cut => cut.Owns(last)));
        Assert.True(cuts.Single(cut => cut.Owns(last)).Holding(last) < cuts[0].Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(11)]
    public void Gram_matrices_have_the_bits_of_one_process(int ranks)
    {
        // Eight shards: fewer than eleven ranks, so some have none.
        byte[] alone = GramHash(Communicator.Alone);
        Assert.All(ThreadRanks.Run(ranks, GramHash), hash => Assert.Equal(alone, hash));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(3, 2)]
    public void Ranks_exchange_the_sums_of_their_subtrees_only(int ranks, int mostSubtrees)
    {
        long[] received = ThreadRanks.Run(ranks, world =>
        {
            var shards = new RowShards(130_000, world);
            using var panel = new Panel<double>(shards, 3);
            var algebra = new PanelAlgebra<double>(new ShardExecutor(1, communicator: world));
            algebra.Clear(panel.View());
            using var gram = new DenseMatrix<double>(3, 3);
            algebra.Gram(panel.View(), panel.View(), gram);
            Assert.Equal(1, world.Exchanges);
            return world.BytesReceived;
        });
        Assert.All(received, bytes => Assert.InRange(bytes, (ranks - 1) * 72, (ranks - 1) * mostSubtrees * 72));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_revealed_matrix_and_its_Lanczos_values_have_the_bits_of_one_process(int ranks)
    {
        byte[] alone = RevealedHash(Communicator.Alone);
        Assert.All(ThreadRanks.Run(ranks, RevealedHash), hash => Assert.Equal(alone, hash));
    }

    [Fact]
    public void Stored_matrices_are_refused_and_foreign_shards_named()
    {
        string[] words = ThreadRanks.Run(2, world =>
        {
            using var panel = new Panel<double>(new RowShards(100_000, world), 1);
            int foreign = world.Rank == 0 ? panel.Shards.Count - 1 : 0;
            Assert.Throws<ArgumentOutOfRangeException>(() => panel.Column(foreign, 0).Length);
            return Assert.Throws<NotSupportedException>(() => PanelCopies.ToDense(panel.View())).Message;
        });
        Assert.All(words, word => Assert.Contains("not shared by processes (2 here)", word, StringComparison.Ordinal));
    }

    [Fact]
    public void A_cancelled_rank_stops_all_and_failures_of_rank_0_are_everybodys()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        int[] stopped = ThreadRanks.Run(3, world =>
        {
            world.ThrowIfCancelled(CancellationToken.None);
            Assert.ThrowsAny<OperationCanceledException>(() => world.ThrowIfCancelled(world.Rank == 2 ? cancelled.Token : CancellationToken.None));
            Assert.ThrowsAny<ArithmeticException>(() => world.OnRoot(() => throw new ArithmeticException("diverged")));
            Assert.ThrowsAny<OperationCanceledException>(() => world.OnRoot(() => throw new OperationCanceledException()));
            int ran = 0;
            world.OnRoot(() => ran++);
            Assert.Equal(7, world.FromRoot(world.IsRoot ? 7 : -world.Rank));
            return ran;
        });
        Assert.Equal([1, 0, 0], stopped);
    }

    private static byte[] GramHash(Communicator world)
    {
        var executor = new ShardExecutor(2, communicator: world);
        var algebra = new PanelAlgebra<double>(executor);
        RowShards shards = executor.Cut(129_999);
        using var a = new Panel<double>(shards, 4);
        using var b = new Panel<double>(shards, 3);
        new IndependentSites<double>(executor).Draw(StreamKey.Derive(1, 900, 0, 0), 0, null, a.View(), 1);
        new IndependentSites<double>(executor).Draw(StreamKey.Derive(2, 900, 0, 0), 0, null, b.View(), 1);
        using var gram = new DenseMatrix<double>(4, 3);
        using var fused = new DenseMatrix<double>(4, 3);
        algebra.Gram(a.View(), b.View(), gram);
        algebra.AddProductThenGram(a.View(), gram, b.View(), fused);
        return SHA256.HashData([.. MemoryMarshal.AsBytes(gram.AsSpan()), .. MemoryMarshal.AsBytes(fused.AsSpan())]);
    }

    private static byte[] RevealedHash(Communicator world)
    {
        var executor = new ShardExecutor(1, communicator: world);
        RowShards shards = executor.Cut(100_000);
        var sites = new IndependentSites<float>(executor);
        using var matrix = new RevealedGaussian<float>(
            new(shards, shards, 1, 30, 30, StreamKey.Derive(1, 900, 0, 4), StreamKey.Derive(1, 900, 0, 5)), sites, sites, executor);
        using var start = new Panel<float>(shards, 1);
        sites.Draw(StreamKey.Derive(1, 900, 0, 6), 0, null, start.View(), 1);
        var normal = new NormalOperator(matrix, shards);
        using Lapack lapack = Lapack.Load("managed");
        LeadingEigenvalues found = SymmetricLanczos.Compute(
            lapack, normal, start.View(), 1, new PanelAlgebra<float>(executor), new SymmetricLanczosOptions { MaximumSteps = 25 });
        normal.Dispose();
        Assert.InRange(found.Values[0], 3, 4.1);
        using DenseMatrix<double> gram = matrix.RightProductGram();
        return SHA256.HashData([.. MemoryMarshal.AsBytes<double>([.. found.Values, .. found.Residuals]), .. MemoryMarshal.AsBytes(gram.AsSpan())]);
    }

    /// <summary>A^T A.</summary>
    private sealed class NormalOperator(IGaussianOperator<float> matrix, RowShards shards) : IPanelOperator<float>, IDisposable
    {
        private readonly Panel<float> middle = new(shards, 1);

        public RowShards Shards => shards;

        public void Apply(PanelView<float> vector, PanelView<float> image)
        {
            matrix.Multiply(vector, middle.View());
            matrix.MultiplyTransposed(middle.View(), image);
        }

        public void Dispose() => middle.Dispose();
    }
}
