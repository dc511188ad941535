using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>Linear combinations of the columns of a tall, narrow, column-major panel, added to another panel.</summary>
/// <remarks>
/// Coefficients are double, column-major ka x kb without gaps, and are rounded once to the element type.
/// An element of y adds its terms in the order of the columns of a, one fused multiply-add each. Determinism: the same bits on every tier. y must not overlap a.
/// </remarks>
public static class PanelUpdate
{
    /// <summary>y += a c for one row shard.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="a">ka columns of <paramref name="rows"/> elements, <paramref name="lda"/> apart.</param>
    /// <param name="lda">Leading dimension of a in elements, at least <paramref name="rows"/>.</param>
    /// <param name="ka">Columns of a.</param>
    /// <param name="coefficients">c, ka x kb.</param>
    /// <param name="y">kb columns of <paramref name="rows"/> elements, <paramref name="ldy"/> apart.</param>
    /// <param name="ldy">Leading dimension of y.</param>
    /// <param name="kb">Columns of y.</param>
    /// <param name="rows">Rows of the shard.</param>
    /// <exception cref="ArgumentException">A span too short for its shape.</exception>
    public static void Add<T>(
        ReadOnlySpan<T> a, int lda, int ka, ReadOnlySpan<double> coefficients, Span<T> y, int ldy, int kb, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(SimdTiers.Current, a, lda, ka, coefficients, 1, y, ldy, kb, rows, default, hasGram: false);

    /// <summary><see cref="Add"/> where the columns of a may be kept in single precision while y and the arithmetic are double; the same bits as with a widened before. Parameters as there.</summary>
    /// <typeparam name="TKept">Element type of a: that of y, or float.</typeparam>
    /// <typeparam name="T">float or double.</typeparam>
    /// <exception cref="ArgumentException">A span too short for its shape.</exception>
    /// <exception cref="NotSupportedException">Another pair of types.</exception>
    public static void AddKept<TKept, T>(
        ReadOnlySpan<TKept> a, int lda, int ka, ReadOnlySpan<double> coefficients, Span<T> y, int ldy, int kb, int rows)
        where TKept : unmanaged, IBinaryFloatingPointIeee754<TKept>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(SimdTiers.Current, a, lda, ka, coefficients, 1, y, ldy, kb, rows, default, hasGram: false);

    /// <summary>y = beta y + a c for one row shard; parameters as in <see cref="Add"/>.</summary>
    /// <remarks>beta y is rounded before the terms are added. With beta = 0 the old y is not read, so it may be uninitialised.</remarks>
    /// <exception cref="ArgumentException">A span too short for its shape.</exception>
    public static void ScaleAndAdd<T>(
        ReadOnlySpan<T> a, int lda, int ka, ReadOnlySpan<double> coefficients, double beta, Span<T> y, int ldy, int kb, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(SimdTiers.Current, a, lda, ka, coefficients, beta, y, ldy, kb, rows, default, hasGram: false);

    /// <summary>
    /// y += a c, then gramAy += a^T y with the new y, in one sweep over memory: the step of repeated orthogonalisation. The same bits as
    /// <see cref="Add"/> followed by <see cref="PanelGram"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A span too short for its shape.</exception>
    public static void AddThenGram<T>(
        ReadOnlySpan<T> a, int lda, int ka, ReadOnlySpan<double> coefficients, Span<T> y, int ldy, int kb, int rows, Span<double> gramAy)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(SimdTiers.Current, a, lda, ka, coefficients, 1, y, ldy, kb, rows, gramAy, hasGram: true);

    internal static unsafe void Run<TKept, T>(
        SimdTier tier, ReadOnlySpan<TKept> a, int lda, int ka, ReadOnlySpan<double> coefficients, double beta, Span<T> y, int ldy, int kb,
        int rows, Span<double> gram, bool hasGram)
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T>
    {
        KeptColumn.Require<TKept, T>();
        PanelShape.Require(a.Length, rows, lda, ka, nameof(a));
        PanelShape.Require(y.Length, rows, ldy, kb, nameof(y));
        PanelShape.RequireSmall(coefficients.Length, ka, kb, nameof(coefficients));
        double nothing = 0;
        if (hasGram)
        {
            PanelShape.RequireSmall(gram.Length, ka, kb, nameof(gram));
        }

        fixed (TKept* left = a)
        fixed (T* right = y)
        fixed (double* c = coefficients, g = gram)
        {
            var action = new PanelAction<TKept, T>
            {
                A = left, Lda = lda, Ka = ka, Y = right, Ldy = ldy, Kb = kb, Rows = rows, Beta = beta,
                Coefficients = c is null ? &nothing : c, Gram = hasGram ? g : null, Ldg = ka,
            };
            LaneDispatch.RunParts<T, PanelAction<TKept, T>>(tier, ref action);
        }
    }
}
