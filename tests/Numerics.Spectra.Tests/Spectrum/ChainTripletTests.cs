using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Spectrum;

namespace Numerics.Spectra.Tests.Spectrum;

/// <summary>The largest singular values of a long chain through its resolvent, against a full decomposition of the same chain.</summary>
public sealed class ChainTripletTests : IDisposable
{
    private const int Block = 6;
    private const int Size = 20_000;

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1.6, 0)]
    [InlineData(3.0, 2.0)]
    [InlineData(1.05, 1.02)]
    public void Iteration_and_full_decomposition_agree(double firstSpike, double secondSpike)
    {
        double unit = Math.Pow(Size, -2.0 / 3);
        double shift = 2 + (4 * unit);
        for (uint seed = 0; seed < 3; seed++)
        {
            var remainder = new GaussianRemainder(StreamKey.Derive(3, 1, seed, 0), Size, Size, Block, Block, 1 / Math.Sqrt(Size));
            remainder.Extend(100);
            DenseMatrix<double> head = remainder.Diagonal[0].Clone();
            head[0, 0] += firstSpike;
            head[1, 1] += secondSpike;
            DenseMatrix<double>[] diagonal = [head, .. remainder.Diagonal.Skip(1)];
            DenseMatrix<double>[] above = [.. remainder.Upper.Take(diagonal.Length - 1)];
            DenseMatrix<double>[] below = [.. remainder.Lower.Take(diagonal.Length - 1)];
            var chain = new BlockChain(diagonal, above, below);

            List<ChainTriplet> dense = ChainTriplet.Dense(lapack, chain, 3);
            ChainResolvent resolvent = ChainResolvent.OfTail(lapack, shift, diagonal, above, below).WithHead(head);
            List<ChainTriplet> iterated = ChainTriplet.Largest(lapack, chain, resolvent, 3);

            Assert.Equal(dense.Count, iterated.Count);
            for (int i = 0; i < dense.Count; i++)
            {
                Assert.Equal(dense[i].Value, iterated[i].Value, 1e-4 * unit);
                Assert.Equal(dense[i].CapturedLeft(Block), iterated[i].CapturedLeft(Block), 1e-4);
                Assert.Equal(dense[i].CapturedRight(Block), iterated[i].CapturedRight(Block), 1e-4);
                Assert.InRange(iterated[i].Residual, 0, 1e-2 * unit);
            }
        }
    }
}
