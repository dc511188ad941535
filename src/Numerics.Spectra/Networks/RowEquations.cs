using System.Numerics;
using Numerics.Kernels.Drivers;
using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>The equations of <see cref="NonlinearTraining{T}"/> that hold row by row, on any range of rows of a layer: every route of the training calls these.</summary>
/// <typeparam name="T">Element type of the fields.</typeparam>
/// <param name="options">Activation and its gain.</param>
internal sealed class RowEquations<T>(NetworkOptions options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>phi = phi(h).</summary>
    public void Activate(ReadOnlySpan<T> h, Span<T> phi)
    {
        Activations.Activate(options.Activation, h, phi);
        ApplyGain(phi);
    }

    /// <summary>g = phi'(h) z, with the readout for z in the last layer.</summary>
    public void Backward(ReadOnlySpan<T> h, ReadOnlySpan<T> z, Span<T> g)
    {
        Activations.MultiplyByDerivative(options.Activation, h, z, g);
        ApplyGain(g);
    }

    /// <summary>Both at once.</summary>
    public void ActivateAndBackward(ReadOnlySpan<T> h, ReadOnlySpan<T> z, Span<T> phi, Span<T> g)
    {
        Activations.ActivateAndMultiplyByDerivative(options.Activation, h, z, phi, g);
        ApplyGain(phi);
        ApplyGain(g);
    }

    /// <summary>weights += fields changes: the step of the readout (fields phi(h^L)) and of the first layer (fields g^1).</summary>
    /// <param name="fields">Columns <paramref name="leading"/> apart.</param>
    /// <param name="leading">Leading dimension of fields and weights.</param>
    /// <param name="changes">See <see cref="GradientStep"/>.</param>
    /// <param name="weights">Columns as far apart.</param>
    /// <param name="rows">Rows.</param>
    public static void Descend(ReadOnlySpan<T> fields, int leading, DenseMatrix<double> changes, Span<T> weights, int rows) =>
        PanelUpdate.Add(fields, leading, (int)changes.Rows, changes.AsSpan(), weights, leading, (int)changes.Columns, rows);

    private void ApplyGain(Span<T> values)
    {
        if (options.ActivationFactor != 1)
        {
            PanelUpdate.ScaleAndAdd([], values.Length, 0, [], options.ActivationFactor, values, values.Length, 1, values.Length);
        }
    }
}
