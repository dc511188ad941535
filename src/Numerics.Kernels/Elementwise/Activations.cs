using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Elementwise;

/// <summary>Activations and their derivatives over vectors of float or double, one pass over memory each.</summary>
/// <remarks>
/// Accuracy (double, against correctly rounded values): tanh within 3 and erf within 2 units in the last place, also near 0; sine within
/// 2 units for |h| up to 10^6; derivatives of tanh within 4e-16 absolute, of erf within about 2 + h^2 units relative. Not-a-number stays,
/// except in the derivative of relu. In-place operation is allowed (the same span as input and output), partial overlap is not.
/// Determinism: the same bits on every tier and for every length and offset.
/// </remarks>
public static class Activations
{
    /// <summary>The factor in front of an activation: sqrt(2) for relu = sqrt(2) max(h, 0), 1 for the others.</summary>
    public static double Gain(ActivationKind kind) => kind == ActivationKind.Relu ? Math.Sqrt(2) : 1;

    /// <summary>phi_i = phi(h_i).</summary>
    /// <exception cref="ArgumentException">Different lengths, or an element type other than float and double.</exception>
    public static void Activate<T>(ActivationKind kind, ReadOnlySpan<T> h, Span<T> phi)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Activate(SimdTiers.Current, kind, h, phi);

    /// <summary>phi_i = phi(h_i) and dphi_i = phi'(h_i).</summary>
    /// <exception cref="ArgumentException">Different lengths, or an element type other than float and double.</exception>
    public static void ActivateWithDerivative<T>(ActivationKind kind, ReadOnlySpan<T> h, Span<T> phi, Span<T> dphi)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ActivateWithDerivative(SimdTiers.Current, kind, h, phi, dphi);

    /// <summary>g_i = phi'(h_i) z_i.</summary>
    /// <exception cref="ArgumentException">Different lengths, or an element type other than float and double.</exception>
    public static void MultiplyByDerivative<T>(ActivationKind kind, ReadOnlySpan<T> h, ReadOnlySpan<T> z, Span<T> g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => MultiplyByDerivative(SimdTiers.Current, kind, h, z, g);

    /// <summary>phi_i = phi(h_i) and g_i = phi'(h_i) z_i: the bits of <see cref="Activate{T}(ActivationKind, ReadOnlySpan{T}, Span{T})"/> and <see cref="MultiplyByDerivative{T}(ActivationKind, ReadOnlySpan{T}, ReadOnlySpan{T}, Span{T})"/>.</summary>
    /// <exception cref="ArgumentException">Different lengths, or an element type other than float and double.</exception>
    public static void ActivateAndMultiplyByDerivative<T>(ActivationKind kind, ReadOnlySpan<T> h, ReadOnlySpan<T> z, Span<T> phi, Span<T> g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ActivateAndMultiplyByDerivative(SimdTiers.Current, kind, h, z, phi, g);

    internal static void Activate<T>(SimdTier tier, ActivationKind kind, ReadOnlySpan<T> h, Span<T> phi)
        where T : unmanaged, INumber<T> => Dispatch(tier, kind, Use.Value, h, h, phi, phi);

    internal static void ActivateWithDerivative<T>(SimdTier tier, ActivationKind kind, ReadOnlySpan<T> h, Span<T> phi, Span<T> dphi)
        where T : unmanaged, INumber<T> => Dispatch(tier, kind, Use.Pair, h, h, phi, dphi);

    internal static void MultiplyByDerivative<T>(SimdTier tier, ActivationKind kind, ReadOnlySpan<T> h, ReadOnlySpan<T> z, Span<T> g)
        where T : unmanaged, INumber<T> => Dispatch(tier, kind, Use.Product, h, z, g, g);

    internal static void ActivateAndMultiplyByDerivative<T>(
        SimdTier tier, ActivationKind kind, ReadOnlySpan<T> h, ReadOnlySpan<T> z, Span<T> phi, Span<T> g)
        where T : unmanaged, INumber<T> => Dispatch(tier, kind, Use.ValueAndProduct, h, z, phi, g);

    private static void Dispatch<T>(
        SimdTier tier, ActivationKind kind, Use use, ReadOnlySpan<T> h, ReadOnlySpan<T> z, Span<T> result, Span<T> second)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) != typeof(double) && typeof(T) != typeof(float))
        {
            throw new ArgumentException($"Activations exist for float and double, not for {typeof(T).Name}.");
        }

        if (h.Length != z.Length || h.Length != result.Length || h.Length != second.Length)
        {
            throw new ArgumentException(
                $"Spans of {h.Length}, {z.Length}, {result.Length} and {second.Length} elements; they must be equally long.");
        }

        switch (kind)
        {
            case ActivationKind.Linear:
                Run<LinearActivation, T>(tier, use, h, z, result, second);
                break;
            case ActivationKind.Tanh:
                Run<TanhActivation, T>(tier, use, h, z, result, second);
                break;
            case ActivationKind.Erf:
                Run<ErfActivation, T>(tier, use, h, z, result, second);
                break;
            case ActivationKind.Relu:
                Run<ReluActivation, T>(tier, use, h, z, result, second);
                break;
            case ActivationKind.Sine:
                Run<SineActivation, T>(tier, use, h, z, result, second);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown activation.");
        }
    }

    private static void Run<TActivation, T>(
        SimdTier tier, Use use, ReadOnlySpan<T> h, ReadOnlySpan<T> z, Span<T> result, Span<T> second)
        where TActivation : struct, IActivation
        where T : unmanaged, INumber<T>
    {
        switch (use)
        {
            case Use.Value:
                Loop<ActivationValue<TActivation>, T>(tier, h, z, result, second);
                break;
            case Use.Pair:
                Loop<ActivationPair<TActivation>, T>(tier, h, z, result, second);
                break;
            case Use.ValueAndProduct:
                Loop<ActivationWithProduct<TActivation>, T>(tier, h, z, result, second);
                break;
            default:
                Loop<DerivativeProduct<TActivation>, T>(tier, h, z, result, second);
                break;
        }
    }

    private static unsafe void Loop<TOperation, T>(
        SimdTier tier, ReadOnlySpan<T> h, ReadOnlySpan<T> z, Span<T> result, Span<T> second)
        where TOperation : struct, IElementwise
        where T : unmanaged, INumber<T>
    {
        fixed (T* first = h, other = z)
        fixed (T* target = result, target2 = second)
        {
            var action = new ElementwiseAction<TOperation, T>
            {
                First = first, Second = other, Result = target, SecondResult = target2, Length = h.Length,
            };
            LaneDispatch.Run<T, ElementwiseAction<TOperation, T>>(tier, ref action);
        }
    }

    private enum Use
    {
        Value = 0,
        Pair = 1,
        Product = 2,
        ValueAndProduct = 3,
    }
}
