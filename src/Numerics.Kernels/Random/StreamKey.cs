namespace Numerics.Kernels.Random;

/// <summary>Key of one stream of random numbers: names a random matrix of one replica of one study under one seed.</summary>
/// <param name="Low">First key word of Philox4x32.</param>
/// <param name="High">Second key word of Philox4x32.</param>
/// <remarks>
/// A number is a pure function of (key, column, row): no generator state exists, so results do not depend on order, threads, or restarts.
/// </remarks>
public readonly record struct StreamKey(uint Low, uint High)
{
    /// <summary>
    /// The key of matrix <paramref name="matrix"/> in replica <paramref name="replica"/> of study <paramref name="study"/>: the first two
    /// words of Philox4x32-10 with the seed as key (low word first) and (study, replica, matrix, derivation tag) as counter.
    /// </summary>
    /// <remarks>
    /// Under one seed Philox is a bijection of the 128-bit counter; keeping 64 bits, n keys collide with probability about n^2 / 2^65.
    /// Determinism: the same on every platform.
    /// </remarks>
    public static StreamKey Derive(ulong seed, uint study, uint replica, uint matrix)
    {
        var key = new StreamKey((uint)seed, (uint)(seed >> 32));
        (uint low, uint high, _, _) = Philox4x32.Block(key, study, replica, matrix, CounterDomain.Derivation);
        return new StreamKey(low, high);
    }
}
