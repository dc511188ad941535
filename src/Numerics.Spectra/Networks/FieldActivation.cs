using System.Numerics;
using System.Runtime.InteropServices;
using Numerics.Kernels.Elementwise;

namespace Numerics.Spectra.Networks;

/// <summary>Chooses the activation kernel of the element type: the one place where generic network code meets the two kernels.</summary>
internal static class FieldActivation
{
    /// <summary>phi(h).</summary>
    public static void Activate<T>(ActivationKind kind, ReadOnlySpan<T> h, Span<T> phi)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            Activations.Activate(kind, MemoryMarshal.Cast<T, double>(h), MemoryMarshal.Cast<T, double>(phi));
        }
        else
        {
            Activations.Activate(kind, MemoryMarshal.Cast<T, float>(h), MemoryMarshal.Cast<T, float>(phi));
        }
    }

    /// <summary>g = phi'(h) z.</summary>
    public static void MultiplyByDerivative<T>(ActivationKind kind, ReadOnlySpan<T> h, ReadOnlySpan<T> z, Span<T> g)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            Activations.MultiplyByDerivative(
                kind, MemoryMarshal.Cast<T, double>(h), MemoryMarshal.Cast<T, double>(z), MemoryMarshal.Cast<T, double>(g));
        }
        else
        {
            Activations.MultiplyByDerivative(
                kind, MemoryMarshal.Cast<T, float>(h), MemoryMarshal.Cast<T, float>(z), MemoryMarshal.Cast<T, float>(g));
        }
    }
}
