using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Reductions;

/// <summary>The loop of every reduction; order as stated at <see cref="Reduction"/>.</summary>
/// <remarks>Lanes: four independent packs. Tail: one pack filled with zeros. Scalar twin: the same loop on <see cref="LanesScalar{T}"/>.</remarks>
internal unsafe struct ReductionAction<T, TTerm> : ILaneAction<T>
    where T : unmanaged, INumber<T>
    where TTerm : struct, IReductionTerm
{
    /// <summary>First operand.</summary>
    public T* Left;

    /// <summary>Second operand; may be the first.</summary>
    public T* Right;

    /// <summary>Number of elements.</summary>
    public int Length;

    /// <summary>The sum, after the run.</summary>
    public double Result;

    /// <summary>
    /// Four packs in flight hide the latency of an addition; 16 rounds keep the partial sums of float short (error of 16 roundings).
    /// </summary>
    private const int Accumulators = 4;
    private const int Rounds = 16;

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        double sum = 0;
        double compensation = 0;
        int block = TLanes.Count * Accumulators * Rounds;
        for (long start = 0; start < Length; start += block)
        {
            int count = (int)Math.Min(block, Length - start);
            double term = Block<TLanes>(Left + start, Right + start, count);
            double next = sum + term;
            compensation += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
            sum = next;
        }

        // An infinite or undefined sum must stay what it is: its compensation is not a number.
        Result = double.IsFinite(sum) ? sum + compensation : sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Block<TLanes>(T* a, T* b, int count)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int step = TLanes.Count;
        TLanes s0 = default;
        TLanes s1 = default;
        TLanes s2 = default;
        TLanes s3 = default;
        int i = 0;
        for (; i <= count - (Accumulators * step); i += Accumulators * step)
        {
            s0 = TTerm.Add<TLanes, T>(TLanes.Load(a + i), TLanes.Load(b + i), s0);
            s1 = TTerm.Add<TLanes, T>(TLanes.Load(a + i + step), TLanes.Load(b + i + step), s1);
            s2 = TTerm.Add<TLanes, T>(TLanes.Load(a + i + (2 * step)), TLanes.Load(b + i + (2 * step)), s2);
            s3 = TTerm.Add<TLanes, T>(TLanes.Load(a + i + (3 * step)), TLanes.Load(b + i + (3 * step)), s3);
        }

        for (; i < count; i += step)
        {
            int left = Math.Min(step, count - i);
            s0 = TTerm.Add<TLanes, T>(LaneTail.Load<TLanes, T>(a + i, left), LaneTail.Load<TLanes, T>(b + i, left), s0);
        }

        return LaneTail.Sum<TLanes, T>((s0 + s1) + (s2 + s3));
    }
}
