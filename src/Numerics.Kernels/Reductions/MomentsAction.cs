using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Reductions;

/// <summary>The loop of <see cref="Moments"/>; order as stated there.</summary>
internal unsafe struct MomentsAction<T> : ILaneAction<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Packs that one lane adds in the element type before they are folded in double, as in <see cref="ReductionAction{T, TTerm}"/>.</summary>
    private const int Rounds = 16;

    /// <summary>Elements.</summary>
    public T* Values;

    /// <summary>Number of elements.</summary>
    public int Length;

    /// <summary>Sums of the powers 1, 2, ...; added to.</summary>
    public double* Sums;

    /// <summary>Highest power.</summary>
    public int Order;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes* sums = stackalloc TLanes[Moments.HighestOrder];
        T* padded = stackalloc T[TLanes.Count];
        int block = TLanes.Count * Rounds;
        for (long start = 0; start < Length; start += block)
        {
            int count = (int)Math.Min(block, Length - start);
            int packs = count / TLanes.Count;
            Unsafe.InitBlockUnaligned(sums, 0, (uint)(Order * sizeof(TLanes)));
            Add<TLanes>(Values + start, packs, Order, sums);
            int rest = count - (packs * TLanes.Count);
            if (rest > 0)
            {
                Add<TLanes>(LaneTail.Pad(Values + start + (count - rest), rest, padded), 1, Order, sums);
            }

            for (int k = 0; k < Order; k++)
            {
                Sums[k] += LaneTail.Sum<TLanes, T>(sums[k]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add<TLanes>(T* x, int packs, int order, TLanes* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int i = 0; i < packs; i++)
        {
            TLanes value = TLanes.Load(x + (i * TLanes.Count));
            TLanes power = value;
            sums[0] += power;
            for (int k = 1; k < order; k++)
            {
                power *= value;
                sums[k] += power;
            }
        }
    }
}
