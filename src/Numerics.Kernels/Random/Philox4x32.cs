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
            ulong* keys = stackalloc ulong[2 * Rounds];
            for (uint round = 0; round < Rounds; round++)
            {
                keys[2 * round] = unchecked(Key.Low + (round * WeylA));
                keys[(2 * round) + 1] = unchecked(Key.High + (round * WeylB));
            }

            TLanes lanes = TLanes.Load(lane);
            for (int g = 0; g < Groups; g++)
            {
                ulong firstBlock = (ulong)(FirstGroup + g) * BlocksPerGroup;
                Group(lanes + TLanes.Broadcast(firstBlock), keys, Column, Domain, Words + (g * 2 * BlocksPerGroup));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Group<TLanes>(TLanes block, ulong* keys, uint column, uint domain, ulong* words)
            where TLanes : unmanaged, ILanes<TLanes, ulong>
        {
            // Only the low half of a lane is ever multiplied, so high halves may hold anything until the end.
            TLanes a = TLanes.Broadcast(MultiplierA);
            TLanes b = TLanes.Broadcast(MultiplierB);
            TLanes c0 = block;
            TLanes c1 = TLanes.ShiftRightBits(block, 32);
            TLanes c2 = TLanes.Broadcast(column);
            TLanes c3 = TLanes.Broadcast(domain);

            // Two rounds per turn: the products of the first round are words of the second without a copy.
            for (int i = 0; i < 2 * Rounds; i += 4)
            {
                TLanes productA = TLanes.MultiplyLow32(a, c0);
                TLanes productB = TLanes.MultiplyLow32(b, c2);
                c0 = TLanes.ShiftRightBits(productB, 32) ^ c1 ^ TLanes.Broadcast(keys[i]);
                c2 = TLanes.ShiftRightBits(productA, 32) ^ c3 ^ TLanes.Broadcast(keys[i + 1]);
                c3 = TLanes.MultiplyLow32(a, c0);
                c1 = TLanes.MultiplyLow32(b, c2);
                c0 = TLanes.ShiftRightBits(c1, 32) ^ productB ^ TLanes.Broadcast(keys[i + 2]);
                c2 = TLanes.ShiftRightBits(c3, 32) ^ productA ^ TLanes.Broadcast(keys[i + 3]);
            }

            TLanes low = TLanes.Broadcast(uint.MaxValue);
            TLanes.Store((c0 & low) | TLanes.ShiftLeftBits(c1, 32), words);
            TLanes.Store((c2 & low) | TLanes.ShiftLeftBits(c3, 32), words + BlocksPerGroup);
        }
    }
}
