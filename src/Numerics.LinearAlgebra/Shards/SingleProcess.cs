namespace Numerics.LinearAlgebra.Shards;

/// <summary>One process alone: every exchange is nothing.</summary>
internal sealed class SingleProcess : Communicator
{
    /// <inheritdoc/>
    public override int Rank => 0;

    /// <inheritdoc/>
    public override int Size => 1;

    /// <inheritdoc/>
    public override int LocalSize => 1;

    /// <inheritdoc/>
    public override void Wait()
    {
    }

    /// <inheritdoc/>
    public override void Abort(int exitCode)
    {
    }

    /// <inheritdoc/>
    protected override void AllGatherCore(Span<double> data, ReadOnlySpan<long> offsets)
    {
    }

    /// <inheritdoc/>
    protected override void BroadcastCore(Span<byte> data)
    {
    }
}
