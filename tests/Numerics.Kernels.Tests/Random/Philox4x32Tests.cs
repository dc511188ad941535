using System.Numerics;
using Numerics.Kernels.Lanes;
using Numerics.Kernels.Random;

namespace Numerics.Kernels.Tests.Random;

public class Philox4x32Tests
{
    [Fact]
    public void Known_answers_of_Random123()
    {
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox4x32.Block(default, 0, 0, 0, 0));
        const uint Ones = uint.MaxValue;
        Assert.Equal((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu), Philox4x32.Block(new(Ones, Ones), Ones, Ones, Ones, Ones));
        Assert.Equal(
            (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            Philox4x32.Block(new(0xa4093822, 0x299f31d0), 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData((1L << 29) - 2)]
    [InlineData((1L << 40) + 5)]
    public unsafe void Words_in_lanes_are_those_of_single_blocks(long firstGroup)
    {
        const int Groups = 5;
        var key = new StreamKey(0x12345678, 0x9abcdef0);
        ulong* words = stackalloc ulong[Groups * 16];
        foreach (SimdTier tier in Enum.GetValues<SimdTier>())
        {
            Philox4x32.FillWords(tier, key, 77, 5, firstGroup, Groups, words);
            for (int i = 0; i < Groups * 8; i++)
            {
                ulong block = (ulong)((firstGroup * 8) + i);
                (uint x0, uint x1, uint x2, uint x3) = Philox4x32.Block(key, (uint)block, (uint)(block >> 32), 77, 5);
                int at = (i / 8 * 16) + (i % 8);
                Assert.Equal(x0 | ((ulong)x1 << 32), words[at]);
                Assert.Equal(x2 | ((ulong)x3 << 32), words[at + 8]);
            }
        }
    }

    [Fact]
    public void Derived_keys_do_not_collide()
    {
        var seen = new HashSet<StreamKey>();
        int count = 0;
        foreach (ulong seed in new ulong[] { 0, 1, 2, 1UL << 32, ulong.MaxValue })
        {
            for (uint study = 0; study < 8; study++)
            {
                for (uint replica = 0; replica < 1000; replica++)
                {
                    for (uint matrix = 0; matrix < 12; matrix++)
                    {
                        seen.Add(StreamKey.Derive(seed, study, replica, matrix));
                        count++;
                    }
                }
            }
        }

        Assert.Equal(count, seen.Count);
    }

    [Fact]
    public void One_bit_of_input_changes_half_of_the_key()
    {
        // Mean of 64 flipped-bit counts per input bit: 32 with standard deviation 4 / sqrt(samples); the limit is five of them.
        const int Samples = 500;
        double limit = 5 * 4 / Math.Sqrt(Samples);
        for (int bit = 0; bit < 160; bit++)
        {
            long flipped = 0;
            for (uint s = 0; s < Samples; s++)
            {
                StreamKey before = StreamKey.Derive(s, s * 3, s * 5, s * 7);
                ulong seed = bit < 64 ? s ^ (1UL << bit) : s;
                uint study = bit is >= 64 and < 96 ? (s * 3) ^ (1u << (bit - 64)) : s * 3;
                uint replica = bit is >= 96 and < 128 ? (s * 5) ^ (1u << (bit - 96)) : s * 5;
                uint matrix = bit >= 128 ? (s * 7) ^ (1u << (bit - 128)) : s * 7;
                StreamKey after = StreamKey.Derive(seed, study, replica, matrix);
                flipped += BitOperations.PopCount(before.Low ^ after.Low) + BitOperations.PopCount(before.High ^ after.High);
            }

            Assert.InRange((double)flipped / Samples, 32 - limit, 32 + limit);
        }
    }
}
