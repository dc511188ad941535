using System.Numerics;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>
/// Dyson equations without matrix structure: G_i = 1/(z e_i - s_i(G)) with a self-energy s.
/// </summary>
/// <remarks>
/// <code>
/// F_i = 1/(z e_i - s_i(G)),   derivative d -> F_i^2 (ds(G) d)_i,   dF_i/dz = -F_i^2 e_i
/// </code>
/// <para>Quadratic vector equations (linear s) and scalar equations of covariance type are of this form.</para>
/// <para>Source: O. Ajanki, L. Erdos and T. Krueger, Memoirs AMS 261 (2019) no. 1261.</para>
/// Equation: quadratic-vector
/// </remarks>
public abstract class DiagonalDysonEquation : DysonEquation
{
    /// <summary>e_i: one where the spectral parameter stands, zero elsewhere.</summary>
    protected virtual double SpectralWeight(int index) => 1;

    /// <summary>Writes s(g).</summary>
    protected abstract void WriteSelfEnergy(Complex z, PlanarVector g, PlanarVector result);

    /// <summary>Writes the derivative of s at g in <paramref name="direction"/>.</summary>
    protected abstract void WriteSelfEnergyDerivative(Complex z, PlanarVector g, PlanarVector direction, PlanarVector result);

    /// <summary>Adds the explicit derivative of -s in z to that of z e_i; zero unless s depends on z.</summary>
    protected virtual void AddSpectralDerivative(Complex z, PlanarVector g, PlanarVector result)
    {
    }

    /// <inheritdoc/>
    public override void WriteStart(Complex z, PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        for (int i = 0; i < g.Length; i++)
        {
            g[i] = SpectralWeight(i) == 0 ? 1 : 1 / z;
        }
    }

    /// <summary>|G_i|. Beside an atom at zero some entries grow as 1/y and others vanish as y; in these variables, d_i/|G_i| -> (|G| s' |G|) d/|G| up to phases, the condition stays bounded.</summary>
    public override void WriteScales(PlanarVector g, Span<double> scales)
    {
        ArgumentNullException.ThrowIfNull(g);
        for (int i = 0; i < g.Length; i++)
        {
            double size = Complex.Abs(g[i]);
            scales[i] = size > 0 ? size : 1;
        }
    }

    /// <inheritdoc/>
    public override DysonLinearization? Linearize(Complex z, PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        if (!g.IsFinite())
        {
            return null;
        }

        var image = new PlanarVector(g.Length, g.IsReal);
        WriteSelfEnergy(z, g, image);
        for (int i = 0; i < g.Length; i++)
        {
            image[i] = 1 / ((z * SpectralWeight(i)) - image[i]);
        }

        return image.IsFinite() ? new Linearization(this, z, g.Clone(), image) : null;
    }

    /// <inheritdoc/>
    public override bool IsHerglotz(PlanarVector g, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(g);
        for (int i = 0; i < g.Length; i++)
        {
            if (g.Imaginary[i] > tolerance * Math.Max(1, Complex.Abs(g[i])))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Linearization(DiagonalDysonEquation equation, Complex z, PlanarVector g, PlanarVector image) : DysonLinearization
    {
        public override PlanarVector Image => image;

        public override void Apply(PlanarVector direction, PlanarVector result)
        {
            equation.WriteSelfEnergyDerivative(z, g, direction, result);
            for (int i = 0; i < image.Length; i++)
            {
                result[i] *= image[i] * image[i];
            }
        }

        public override void WriteSpectralDerivative(PlanarVector result)
        {
            for (int i = 0; i < image.Length; i++)
            {
                result[i] = equation.SpectralWeight(i);
            }

            equation.AddSpectralDerivative(z, g, result);
            for (int i = 0; i < image.Length; i++)
            {
                result[i] *= -image[i] * image[i];
            }
        }
    }
}
