using Numerics.Kernels.Lanes;
using Numerics.Kernels.Random;

namespace Numerics.Kernels.Tests.Random;

/// <summary>A number depends on its address only, whatever range it is filled with, and on whatever tier.</summary>
public class AddressingTests
{
    private const int Long = 1200;
    private static readonly StreamKey Key = StreamKey.Derive(42, 1, 2, 3);

    [Fact]
    public void Every_length_and_odd_start_gives_the_same_numbers()
    {
        var reference = new double[Long];
        var referenceF = new float[Long];
        GaussianFill.Fill(Key, 9, 0, 1.5, reference);
        GaussianFill.Fill(Key, 9, 0, 1.5, referenceF);
        foreach (int start in new[] { 0, 1, 7, 8, 15, 16, 17, 31, 33, 63, 64, 500, 511 })
        {
            for (int length = 0; length <= 256; length++)
            {
                var part = new double[length];
                var partF = new float[length];
                GaussianFill.Fill(Key, 9, start, 1.5, part);
                GaussianFill.Fill(Key, 9, start, 1.5, partF);
                Assert.True(reference.AsSpan(start, length).SequenceEqual(part), $"start {start}, length {length}");
                Assert.True(referenceF.AsSpan(start, length).SequenceEqual(partF), $"float, start {start}, length {length}");
            }
        }
    }

    [Fact]
    public void Batches_do_not_show()
    {
        var whole = new double[5000];
        UniformFill.Fill(Key, 0, 3, whole);
        for (int i = 0; i < whole.Length; i += 97)
        {
            Assert.Equal(whole[i], UniformFill.UniformAt(Key, 0, 3 + i));
        }
    }

    [Fact]
    public void Scalar_twin_gives_the_same_bits()
    {
        foreach (long first in new[] { 0L, 5L, (1L << 32) - 9, (1L << 35) + 3, 1L << 50 })
        {
            var numbers = new double[70];
            GaussianFill.Fill(Key, uint.MaxValue, first, 1, numbers);
            for (int i = 0; i < numbers.Length; i++)
            {
                Assert.Equal(numbers[i], GaussianFill.GaussianAt(Key, uint.MaxValue, first + i));
            }
        }
    }

    [Fact]
    public void Gaussian_is_the_Box_Muller_transform_of_its_block()
    {
        // Independent of the kernels: BCL functions on the words of the published generator.
        for (uint block = 0; block < 200; block++)
        {
            (uint x0, uint x1, uint x2, uint x3) = Philox4x32.Block(Key, block, 0, 4, 1);
            double u = (((x0 | ((ulong)x1 << 32)) >> 12) + 0.5) / Math.ScaleB(1, 52);
            ulong w = x2 | ((ulong)x3 << 32);
            double angle = ((w >> 12) / Math.ScaleB(1, 52) - 0.5) * Math.PI / 2;
            (double s, double c) = (Math.Sin(angle), (w & 1) != 0 ? -Math.Cos(angle) : Math.Cos(angle));
            (double first, double second) = (w & 2) != 0 ? (s, c) : (c, s);
            double radius = Math.Sqrt(-2 * Math.Log(u));
            long row = (block / 8 * 16) + (block % 8);
            Assert.Equal(radius * first, GaussianFill.GaussianAt(Key, 4, row), 1e-14);
            Assert.Equal(radius * second, GaussianFill.GaussianAt(Key, 4, row + 8), 1e-14);
        }
    }

    [Fact]
    public void All_tiers_give_the_same_bits()
    {
        var expected = new double[333];
        var expectedF = new float[333];
        GaussianFill.Fill(SimdTier.Scalar, Key, 3, 11, 0.25, expected);
        GaussianFill.Fill(SimdTier.Scalar, Key, 3, 11, 0.25, expectedF);
        foreach (SimdTier tier in Enum.GetValues<SimdTier>())
        {
            var actual = new double[333];
            var actualF = new float[333];
            GaussianFill.Fill(tier, Key, 3, 11, 0.25, actual);
            GaussianFill.Fill(tier, Key, 3, 11, 0.25, actualF);
            Assert.Equal(expected, actual);
            Assert.Equal(expectedF, actualF);
        }
    }

    [Fact]
    public void Scale_is_a_factor()
    {
        var one = new double[64];
        var four = new double[64];
        GaussianFill.Fill(Key, 1, 0, 1, one);
        GaussianFill.Fill(Key, 1, 0, -4, four);
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(-4 * one[i], four[i]));
    }

    [Fact]
    public void Uniform_numbers_stay_inside_the_open_interval()
    {
        Assert.Equal(Math.ScaleB(1, -53), Extreme(0));
        Assert.Equal(1 - Math.ScaleB(1, -53), Extreme(uint.MaxValue));
        var words = new SingleLane<float>(BitConverter.UInt32BitsToSingle(uint.MaxValue));
        Assert.True(UniformWords.OpenUnit<SingleLane<float>, float>(words).Value < 1);
        Assert.Equal(MathF.ScaleB(1, -32), UniformWords.OpenUnit<SingleLane<float>, float>(default).Value);

        static double Extreme(uint word) => AddressedFill.Pair<UniformWords>(word, word, word, word).First;
    }

    [Fact]
    public void Negative_rows_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianFill.Fill(Key, 0, -1, 1, new double[1]));
}
