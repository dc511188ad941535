namespace Numerics.Spectra.Models;

/// <summary>A SIREN, a network with sine activations from the plane to the real numbers, and the law of its initial weights.</summary>
/// <remarks>
/// <code>
/// h_0 = x,   h_l = sin(omega_0 (W_l h_(l-1) + b_l)),  l = 1 .. d-1,   f = W_d h_(d-1) + b_d
/// W_1 uniform in (-1/2, 1/2), the others in (-sqrt(6/N)/omega_0, sqrt(6/N)/omega_0), readout included;  biases uniform in (-1/sqrt(fan-in), 1/sqrt(fan-in))
/// </code>
/// <para>Source: V. Sitzmann, J. Martel, A. Bergman, D. Lindell, G. Wetzstein, arXiv 2006.09661.</para>
/// </remarks>
/// <param name="Depth">d, the number of weight layers, at least 2.</param>
/// <param name="Width">N, the number of neurons of each of the d - 1 hidden layers.</param>
/// <param name="Frequency">omega_0, positive.</param>
public sealed record SirenModel(int Depth, int Width, double Frequency)
{
    /// <summary>Coordinates of an input.</summary>
    public const int InputDimension = 2;

    /// <summary>Columns of W_<paramref name="layer"/>, layers from 1.</summary>
    public int FanIn(int layer) => layer == 1 ? InputDimension : Width;

    /// <summary>Rows of W_<paramref name="layer"/>.</summary>
    public int FanOut(int layer) => layer == Depth ? 1 : Width;

    /// <summary>Half of the range of the initial weights of a layer.</summary>
    public double WeightBound(int layer) => layer == 1 ? 1.0 / InputDimension : Math.Sqrt(6.0 / Width) / Frequency;

    /// <summary>Half of the range of the initial biases of a layer.</summary>
    public double BiasBound(int layer) => 1 / Math.Sqrt(FanIn(layer));

    /// <summary>Number of weights and biases.</summary>
    public long Parameters => Enumerable.Range(1, Depth).Sum(layer => (long)FanOut(layer) * (FanIn(layer) + 1));
}
