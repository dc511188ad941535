using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Reductions;

/// <summary>Sums over vectors in one fixed order, in double precision, with an error that does not grow with the length.</summary>
/// <remarks>
/// Order: blocks of 64 packs (512 double, 1024 float); inside a block four accumulators take packs in turn and add up to 16 elements per
/// lane in
/// the element type; a block is folded by the fixed tree of LaneTail.Sum in double; block sums are added with compensation (Neumaier).
/// Relative error against the sum of magnitudes: about 2 units in the last place of double, 10 of float. Determinism: the same bits on
/// every tier.
/// </remarks>
public static class Reduction
{
    /// <summary>Sum of the elements; 0 if there are none.</summary>
    public static double Sum<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run<T, SumTerm>(SimdTiers.Current, values, values);

    /// <summary>Sum of products of equally long vectors, with fused multiply-add.</summary>
    /// <exception cref="ArgumentException">Different lengths.</exception>
    public static double Dot<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run<T, ProductTerm>(SimdTiers.Current, left, right);

    /// <summary>Sum of squares: the same bits as <see cref="Dot"/> of the vector with itself.</summary>
    public static double SumOfSquares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Run<T, ProductTerm>(SimdTiers.Current, values, values);

    internal static unsafe double Run<T, TTerm>(SimdTier tier, ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged, INumber<T>
        where TTerm : struct, IReductionTerm
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException($"Vectors of {left.Length} and {right.Length} elements have no sum of products.");
        }

        fixed (T* a = left)
        fixed (T* b = right)
        {
            var action = new ReductionAction<T, TTerm> { Left = a, Right = b, Length = left.Length };
            LaneDispatch.Run<T, ReductionAction<T, TTerm>>(tier, ref action);
            return action.Result;
        }
    }

    internal readonly struct SumTerm : IReductionTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Add<TLanes, T>(TLanes a, TLanes b, TLanes accumulator)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, INumber<T> => accumulator + a;
    }

    internal readonly struct ProductTerm : IReductionTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Add<TLanes, T>(TLanes a, TLanes b, TLanes accumulator)
            where TLanes : unmanaged, ILanes<TLanes, T>
            where T : unmanaged, INumber<T> => TLanes.MultiplyAdd(a, b, accumulator);
    }
}
