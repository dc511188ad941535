using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Contract;
using Numerics.Studies.Tests.Fakes;

namespace Numerics.Studies.Tests.Contract;

/// <summary>Pieces of a theory on several threads.</summary>
public sealed class TheoryContextTests
{
    private static TheoryContext Context(int threads, CancellationToken cancellation = default) =>
        new(Providers.Any, new ShardExecutor(threads), pass => StudyStreams.Pilot, new WorkProgress(_ => { }), cancellation);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_first_pieces_failure_is_thrown_as_it_is(int threads)
    {
        ArithmeticException thrown = Assert.Throws<ArithmeticException>(() => Context(threads).Each(20, piece => _ = piece is 3 or 17 ? throw new ArithmeticException($"Pass {piece}.") : 0));
        Assert.Equal("Pass 3.", thrown.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Every_piece_is_solved_once(int threads)
    {
        int[] solved = new int[50];
        Context(threads).Each(50, piece => Interlocked.Increment(ref solved[piece]));
        Assert.All(solved, count => Assert.Equal(1, count));
        Assert.Throws<OperationCanceledException>(() => Context(threads, new CancellationToken(canceled: true)).Each(2, _ => { }));
    }
}
