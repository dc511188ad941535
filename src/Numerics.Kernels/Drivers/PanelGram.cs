using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>Products of tall, narrow, column-major panels with each other: small matrices of inner products.</summary>
public static class PanelGram
{
    /// <summary>gram += a^T b for one row shard.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">Columns of <paramref name="rows"/> elements, <paramref name="lda"/> apart.</param>
    /// <param name="lda">Leading dimension of a in elements, at least <paramref name="rows"/>.</param>
    /// <param name="ka">Columns of a.</param>
    /// <param name="b">Columns of <paramref name="rows"/> elements, <paramref name="ldb"/> apart; may be a.</param>
    /// <param name="ldb">Leading dimension of b.</param>
    /// <param name="kb">Columns of b.</param>
    /// <param name="rows">Rows of the shard; 0 adds nothing.</param>
    /// <param name="gram">ka x kb, column-major without gaps, always double.</param>
    /// <remarks>
    /// Error of an entry relative to the product of the column norms: that of 64 roundings in T, whatever the number of rows, and of one in double for each 4 KB of a column.
    /// An entry depends only on its two columns. Determinism: the same bits on every tier.
    /// </remarks>
    /// <exception cref="ArgumentException">A span too short for its shape.</exception>
    public static void Accumulate<T>(
        ReadOnlySpan<T> a, int lda, int ka, ReadOnlySpan<T> b, int ldb, int kb, int rows, Span<double> gram)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Accumulate(SimdTiers.Current, a, lda, ka, b, ldb, kb, rows, gram, ka);

    /// <summary>The same where the columns of the result are <paramref name="ldg"/> apart, and <paramref name="next"/> is fetched meanwhile.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">Columns of <paramref name="rows"/> elements, <paramref name="lda"/> apart.</param>
    /// <param name="lda">Leading dimension of a in elements, at least <paramref name="rows"/>.</param>
    /// <param name="ka">Columns of a.</param>
    /// <param name="b">Columns of <paramref name="rows"/> elements, <paramref name="ldb"/> apart; may be a.</param>
    /// <param name="ldb">Leading dimension of b.</param>
    /// <param name="kb">Columns of b.</param>
    /// <param name="rows">Rows of the shard; 0 adds nothing.</param>
    /// <param name="gram">ka x kb, column-major, always double.</param>
    /// <param name="ldg">Leading dimension of the result, at least <paramref name="ka"/>.</param>
    /// <param name="next">What is going to be read next in place of a, fetched into the second-level cache meanwhile; empty for nothing.</param>
    /// <exception cref="ArgumentException">A span too short for its shape.</exception>
    public static void Accumulate<T>(
        ReadOnlySpan<T> a, int lda, int ka, ReadOnlySpan<T> b, int ldb, int kb, int rows, Span<double> gram, int ldg, ReadOnlySpan<T> next = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Accumulate(SimdTiers.Current, a, lda, ka, b, ldb, kb, rows, gram, ldg, next);

    /// <summary>The same where the columns of a may be stored in single precision while those of b, the products and the sums are double.</summary>
    /// <typeparam name="TKept">Element type of a: that of b, or float.</typeparam>
    /// <typeparam name="T">float or double.</typeparam>
    /// <remarks>The same bits as with a widened to <typeparamref name="T"/> before; parameters and errors as above.</remarks>
    /// <exception cref="NotSupportedException">Another pair of types.</exception>
    public static void AccumulateKept<TKept, T>(
        ReadOnlySpan<TKept> a, int lda, int ka, ReadOnlySpan<T> b, int ldb, int kb, int rows, Span<double> gram, int ldg, ReadOnlySpan<TKept> next = default)
        where TKept : unmanaged, IBinaryFloatingPointIeee754<TKept>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Accumulate(SimdTiers.Current, a, lda, ka, b, ldb, kb, rows, gram, ldg, next);

    internal static unsafe void Accumulate<TKept, T>(
        SimdTier tier, ReadOnlySpan<TKept> a, int lda, int ka, ReadOnlySpan<T> b, int ldb, int kb, int rows, Span<double> gram, int ldg, ReadOnlySpan<TKept> next = default)
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        KeptColumn.Require<TKept, T>();
        PanelShape.Require(a.Length, rows, lda, ka, nameof(a));
        PanelShape.Require(b.Length, rows, ldb, kb, nameof(b));
        PanelShape.Require(gram.Length, ka, ldg, kb, nameof(gram));
        fixed (TKept* left = a, ahead = next)
        fixed (T* right = b)
        fixed (double* g = gram)
        {
            int calls = checked((int)Math.Min(int.MaxValue, (((long)ka + GramBlocks.Left - 1) / GramBlocks.Left) * ((kb + GramBlocks.Right - 1) / GramBlocks.Right)));
            var action = new PanelAction<TKept, T>
            {
                A = left, Lda = lda, Ka = ka, Y = right, Ldy = ldb, Kb = kb, Rows = rows, Beta = 1, Gram = g, Ldg = ldg, Next = new Prefetch(ahead, (long)next.Length * sizeof(TKept), calls),
            };
            LaneDispatch.RunParts<T, PanelAction<TKept, T>>(tier, ref action);
        }
    }
}
