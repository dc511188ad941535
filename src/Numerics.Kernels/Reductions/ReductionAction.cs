using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Reductions;

/// <summary>The loop of every reduction; order as stated at <see cref="Reduction"/>.</summary>
/// <remarks>
/// Lanes: four independent packs. Tail: one pack filled with zeros. Scalar twin: the same loop on <see cref="LanesScalar{T}"/>.
/// </remarks>
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
            double term = Term<TLanes>(Left + start, Right + start, count);
            double next = sum + term;
            compensation += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
            sum = next;
        }

        // An infinite or undefined sum must stay what it is: its compensation is not a number.
        Result = double.IsFinite(sum) ? sum + compensation : sum;
    }

    private static double Term<TLanes>(T* a, T* b, int count)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes* sums = stackalloc TLanes[Accumulators];
        T* padded = stackalloc T[2 * TLanes.Count];
        int step = TLanes.Count;
        int turns = count / (Accumulators * step);
        AddTurns(a, b, turns, sums);
        for (int i = turns * Accumulators * step; i < count; i += step)
        {
            int left = Math.Min(step, count - i);
            T* x = LaneTail.Pad(a + i, left, padded);
            T* y = LaneTail.Pad(b + i, left, padded + step);
            sums[0] = TTerm.Add<TLanes, T>(TLanes.Load(x), TLanes.Load(y), sums[0]);
        }

        return LaneTail.Sum<TLanes, T>((sums[0] + sums[1]) + (sums[2] + sums[3]));
    }

    /// <summary>The inner loop: not inlined and free of calls, so that the sums stay in registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddTurns<TLanes>(T* a, T* b, int turns, TLanes* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes s0 = sums[0], s1 = sums[1], s2 = sums[2], s3 = sums[3];
        int step = TLanes.Count;
        for (int i = 0; i < turns; i++)
        {
            s0 = TTerm.Add<TLanes, T>(TLanes.Load(a), TLanes.Load(b), s0);
            s1 = TTerm.Add<TLanes, T>(TLanes.Load(a + step), TLanes.Load(b + step), s1);
            s2 = TTerm.Add<TLanes, T>(TLanes.Load(a + (2 * step)), TLanes.Load(b + (2 * step)), s2);
            s3 = TTerm.Add<TLanes, T>(TLanes.Load(a + (3 * step)), TLanes.Load(b + (3 * step)), s3);
            a += Accumulators * step;
            b += Accumulators * step;
        }

        (sums[0], sums[1], sums[2], sums[3]) = (s0, s1, s2, s3);
    }
}
