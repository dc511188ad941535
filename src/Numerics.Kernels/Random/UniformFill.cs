using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Random;

/// <summary>Columns of uniform numbers strictly between 0 and 1, addressed by row.</summary>
/// <remarks>
/// double: (k + 1/2)/2^52. float: multiples of 2^-32 as far as float can hold them. Determinism: bitwise on every tier.
/// </remarks>
public static class UniformFill
{
    /// <summary>
    /// Fills with uniform numbers strictly between 0 and 1; the element of global row r depends on (key, column, r) only.
    /// </summary>
    /// <param name="key">Stream of the matrix.</param>
    /// <param name="column">Column of the matrix.</param>
    /// <param name="firstRow">Global row of the first element, at least 0.</param>
    /// <param name="destination">Any length. Fastest when it starts and ends at multiples of 32 rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative row.</exception>
    public static void Fill(StreamKey key, uint column, long firstRow, Span<double> destination) =>
        AddressedFill.Fill<UniformWords, double>(SimdTiers.Current, key, column, firstRow, 1, destination);

    /// <inheritdoc cref="Fill(StreamKey, uint, long, Span{double})"/>
    public static void Fill(StreamKey key, uint column, long firstRow, Span<float> destination) =>
        AddressedFill.Fill<UniformWords, float>(SimdTiers.Current, key, column, firstRow, 1, destination);

    /// <summary>
    /// The number that <see cref="Fill(StreamKey, uint, long, Span{double})"/> writes for one row: the same bits, by scalar code.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative row.</exception>
    public static double UniformAt(StreamKey key, uint column, long row) => AddressedFill.At<UniformWords>(key, column, row);

    internal static void Fill(SimdTier tier, StreamKey key, uint column, long firstRow, Span<double> destination) =>
        AddressedFill.Fill<UniformWords, double>(tier, key, column, firstRow, 1, destination);

    internal static void Fill(SimdTier tier, StreamKey key, uint column, long firstRow, Span<float> destination) =>
        AddressedFill.Fill<UniformWords, float>(tier, key, column, firstRow, 1, destination);
}
