using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Random;

/// <summary>Columns of standard normal numbers times a scale, addressed by row.</summary>
/// <remarks>
/// Box-Muller on Philox4x32-10 words with the project's own logarithm, sine and cosine, so the bits do not depend on runtime or processor.
/// float numbers come from other bits than double numbers of the same address: 32 instead of 64 per number, cut at 6.67 standard deviations
/// (double: 8.58). Layout of addresses: see AddressedFill. Determinism: bitwise on every tier.
/// </remarks>
public static class GaussianFill
{
    /// <summary>Fills with standard normal numbers times a scale; the element of global row r depends on (key, column, r) only.</summary>
    /// <param name="key">Stream of the matrix.</param>
    /// <param name="column">Column of the matrix.</param>
    /// <param name="firstRow">Global row of the first element, at least 0.</param>
    /// <param name="scale">Standard deviation; may be any finite number.</param>
    /// <param name="destination">Any length. Fastest when it starts and ends at multiples of 32 rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative row.</exception>
    public static void Fill(StreamKey key, uint column, long firstRow, double scale, Span<double> destination) =>
        AddressedFill.Fill<GaussianWords, double>(SimdTiers.Current, key, column, firstRow, scale, destination);

    /// <inheritdoc cref="Fill(StreamKey, uint, long, double, Span{double})"/>
    public static void Fill(StreamKey key, uint column, long firstRow, double scale, Span<float> destination) =>
        AddressedFill.Fill<GaussianWords, float>(SimdTiers.Current, key, column, firstRow, scale, destination);

    /// <summary>
    /// The number that <see cref="Fill(StreamKey, uint, long, double, Span{double})"/> writes for one row with scale 1: the same bits,
    /// by scalar code.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative row.</exception>
    public static double GaussianAt(StreamKey key, uint column, long row) => AddressedFill.At<GaussianWords>(key, column, row);

    internal static void Fill(SimdTier tier, StreamKey key, uint column, long firstRow, double scale, Span<double> destination) =>
        AddressedFill.Fill<GaussianWords, double>(tier, key, column, firstRow, scale, destination);

    internal static void Fill(SimdTier tier, StreamKey key, uint column, long firstRow, double scale, Span<float> destination) =>
        AddressedFill.Fill<GaussianWords, float>(tier, key, column, firstRow, scale, destination);
}
