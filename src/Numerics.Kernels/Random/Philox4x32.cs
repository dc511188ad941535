using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Random;

/// <summary>Philox4x32 with ten rounds: 128 random bits as a function of a 128-bit counter and a 64-bit key.</summary>
/// <remarks>
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; passes BigCrush. Integer arithmetic only:
/// the same bits on every platform. Checked against the known-answer vectors of Random123.
/// </remarks>
public static unsafe class Philox4x32
{
    /// <summary>Blocks (counters) that one group of <see cref="FillWords"/> covers: one pack of 64-bit lanes.</summary>
    internal const int BlocksPerGroup = 8;

    private const int Rounds = 10;
    private const uint MultiplierA = 0xD2511F53;
    private const uint MultiplierB = 0xCD9E8D57;
    private const uint WeylA = 0x9E3779B9;
    private const uint WeylB = 0xBB67AE85;

    /// <summary>The four output words of one counter.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(StreamKey key, uint c0, uint c1, uint c2, uint c3)
    {
        (uint k0, uint k1) = (key.Low, key.High);
        for (int round = 0; round < Rounds; round++)
        {
            ulong a = (ulong)MultiplierA * c0;
            ulong b = (ulong)MultiplierB * c2;
            (c0, c1, c2, c3) = ((uint)(b >> 32) ^ c1 ^ k0, (uint)b, (uint)(a >> 32) ^ c3 ^ k1, (uint)a);
            unchecked
            {
                k0 += WeylA;
                k1 += WeylB;
            }
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>
    /// Words of consecutive groups of eight blocks. Group g covers block indices 8g .. 8g + 7 and writes 16 words of 64 bits:
    /// first x0 + 2^32 x1 of the eight blocks, then x2 + 2^32 x3 of the eight blocks.
    /// </summary>
    /// <remarks>Lanes: one counter per 64-bit lane. No tail: groups are whole. Scalar twin: <see cref="Block"/>.</remarks>
    internal static void FillWords(SimdTier tier, StreamKey key, uint column, uint domain, long firstGroup, int groups, ulong* words)
    {
        var action = new FillAction
        {
            Key = key, Column = column, Domain = domain, FirstGroup = firstGroup, Groups = groups, Words = words,
        };
        LaneDispatch.Run<ulong, FillAction>(tier, ref action);
    }

    private struct FillAction : ILaneAction<ulong>
    {
        public StreamKey Key;
        public uint Column;
        public uint Domain;
        public long FirstGroup;
        public int Groups;
        public ulong* Words;

        public readonly void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes, ulong>
        {
            ulong* lane = stackalloc ulong[BlocksPerGroup] { 0, 1, 2, 3, 4, 5, 6, 7 };
            ulong* constants = stackalloc ulong[2 * Rounds * BlocksPerGroup];
            TLanes lanes = TLanes.Load(lane);
            ulong foldedHigh = ulong.MaxValue;
            for (int g = 0; g < Groups; g++)
            {
                ulong firstBlock = (ulong)(FirstGroup + g) * BlocksPerGroup;
                if (firstBlock >> 32 != foldedHigh)
                {
                    foldedHigh = firstBlock >> 32;
                    FoldConstants<TLanes>(foldedHigh, constants);
                }

                Group(lanes + TLanes.Broadcast(firstBlock), constants, Words + (g * 2 * BlocksPerGroup));
            }
        }

        /// <summary>
        /// What each round adds by exclusive or, in all lanes, so that the rounds read it straight from memory. Blocks of a group differ in the first counter
        /// word only: what the first three rounds make of the other three words is the same in all lanes, and is folded into the keys.
        /// </summary>
        private readonly void FoldConstants<TLanes>(ulong high, ulong* constants)
            where TLanes : unmanaged, ILanes<TLanes, ulong>
        {
            ulong* keys = stackalloc ulong[2 * Rounds];
            for (uint round = 0; round < Rounds; round++)
            {
                keys[2 * round] = unchecked(Key.Low + (round * WeylA));
                keys[(2 * round) + 1] = unchecked(Key.High + (round * WeylB));
            }

            ulong productB = (ulong)MultiplierB * Column;
            ulong secondC0 = (productB >> 32) ^ high ^ keys[0];
            ulong productA = MultiplierA * secondC0;
            keys[1] ^= Domain;
            keys[2] ^= (uint)productB;
            keys[3] ^= productA >> 32;
            keys[5] ^= (uint)productA;
            for (int i = 1; i < 2 * Rounds; i++)
            {
                TLanes.Store(TLanes.Broadcast(keys[i]), constants + (i * BlocksPerGroup));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Group<TLanes>(TLanes block, ulong* constants, ulong* words)
            where TLanes : unmanaged, ILanes<TLanes, ulong>
        {
            // Only the low half of a lane is ever multiplied, so high halves may hold anything until the end.
            TLanes a = TLanes.Broadcast(MultiplierA);
            TLanes b = TLanes.Broadcast(MultiplierB);

            // First three rounds, as far as they differ between lanes.
            TLanes c3 = TLanes.MultiplyLow32(a, block);
            TLanes c1 = TLanes.MultiplyLow32(b, TLanes.ShiftRightBits(c3, 32) ^ Constant<TLanes>(constants, 1));
            TLanes c0 = TLanes.ShiftRightBits(c1, 32) ^ Constant<TLanes>(constants, 2);
            TLanes c2 = c3 ^ Constant<TLanes>(constants, 3);
            c3 = TLanes.MultiplyLow32(a, c0);
            TLanes product = TLanes.MultiplyLow32(b, c2);
            c0 = TLanes.ShiftRightBits(product, 32) ^ (c1 ^ Constant<TLanes>(constants, 4));
            c2 = TLanes.ShiftRightBits(c3, 32) ^ Constant<TLanes>(constants, 5);
            c1 = product;
            for (int i = 6; i < 18; i += 4)
            {
                Two(a, b, constants + (i * BlocksPerGroup), ref c0, ref c1, ref c2, ref c3);
            }

            // Last round: the high half of a product with the other word's low half, exchanged, are the words already.
            TLanes low = TLanes.Broadcast(uint.MaxValue);
            TLanes productA = TLanes.MultiplyLow32(a, c0);
            TLanes productB = TLanes.MultiplyLow32(b, c2);
            TLanes.Store(TLanes.SwapHalves(productB) ^ ((c1 ^ Constant<TLanes>(constants, 18)) & low), words);
            TLanes.Store(TLanes.SwapHalves(productA) ^ ((c3 ^ Constant<TLanes>(constants, 19)) & low), words + BlocksPerGroup);
        }

        /// <summary>Two rounds: the products of the first are words of the second without a copy.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Two<TLanes>(TLanes a, TLanes b, ulong* constants, ref TLanes c0, ref TLanes c1, ref TLanes c2, ref TLanes c3)
            where TLanes : unmanaged, ILanes<TLanes, ulong>
        {
            // Words that are ready early meet the key first: one operation less in the chain of dependent ones.
            TLanes productA = TLanes.MultiplyLow32(a, c0);
            TLanes productB = TLanes.MultiplyLow32(b, c2);
            c0 = TLanes.ShiftRightBits(productB, 32) ^ (c1 ^ Constant<TLanes>(constants, 0));
            c2 = TLanes.ShiftRightBits(productA, 32) ^ (c3 ^ Constant<TLanes>(constants, 1));
            c3 = TLanes.MultiplyLow32(a, c0);
            c1 = TLanes.MultiplyLow32(b, c2);
            c0 = TLanes.ShiftRightBits(c1, 32) ^ (productB ^ Constant<TLanes>(constants, 2));
            c2 = TLanes.ShiftRightBits(c3, 32) ^ (productA ^ Constant<TLanes>(constants, 3));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TLanes Constant<TLanes>(ulong* constants, int index)
            where TLanes : unmanaged, ILanes<TLanes, ulong> => TLanes.Load(constants + (index * BlocksPerGroup));
    }
}
