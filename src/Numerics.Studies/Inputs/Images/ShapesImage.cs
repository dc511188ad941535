using Numerics.Kernels.Elementwise;
using Numerics.Spectra.Models;

namespace Numerics.Studies.Inputs.Images;

/// <summary>Smooth waves with a disk, a bar and a corner on them.</summary>
/// <remarks>
/// <code>
/// I(x, y) = clip[ 0.25 sin(2x+1) cos(1.5y) + 0.8 {(x+0.35)^2 + (y-0.25)^2 &lt; 0.16} - 0.7 {|0.8x + 0.6y - 0.35| &lt; 0.12} + 0.5 {x &lt; -0.45, y &lt; -0.35} ]
/// </code>
/// </remarks>
internal sealed class ShapesImage : TargetImage
{
    /// <inheritdoc/>
    public override double[] At(IReadOnlyList<PlanePoint> points)
    {
        double[] sine = [.. points.Select(point => (2 * point.First) + 1)];
        double[] cosine = [.. points.Select(point => 1.5 * point.Second)];
        double[] unused = new double[points.Count];
        Activations.Activate<double>(ActivationKind.Sine, sine, sine);
        Activations.ActivateWithDerivative<double>(ActivationKind.Sine, cosine, unused, cosine);
        double[] values = new double[points.Count];
        for (int i = 0; i < values.Length; i++)
        {
            (double x, double y) = (points[i].First, points[i].Second);
            double value = 0.25 * sine[i] * cosine[i];
            value += ((x + 0.35) * (x + 0.35)) + ((y - 0.25) * (y - 0.25)) < 0.16 ? 0.8 : 0;
            value -= Math.Abs((0.8 * x) + (0.6 * y) - 0.35) < 0.12 ? 0.7 : 0;
            value += x < -0.45 && y < -0.35 ? 0.5 : 0;
            values[i] = Math.Clamp(value, -1, 1);
        }

        return values;
    }
}
