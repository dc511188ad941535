using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>The mean tangent kernel of a SIREN at initialisation, for any depth, in closed form, with its derivatives.</summary>
/// <remarks>
/// <code>
/// S(u) = sinc(omega_0 u_1/2) sinc(omega_0 u_2/2),  sinc z = sin z/z,   s_1 = sinc(sqrt2 omega_0),   s_B = sinc(2 omega_0/sqrt N)
/// Q_1(x,x') = [S(x-x') - s_1 S(x+x')]/2,   R_1 = [S(x-x') + s_1 S(x+x')]/2
/// Q_l = [exp(-q-q'+2c) - s_B exp(-q-q'-2c)]/2,   R_l = [exp(-q-q'+2c) + s_B exp(-q-q'-2c)]/2,   q = Q_(l-1)(x,x), q' = Q_(l-1)(x',x'), c = Q_(l-1)(x,x'),  l = 2 .. d-1
/// G_(d-1) = 2 R_(d-1),   G_l = 2 R_l G_(l+1)
/// E K(x,x') = (N Q_(d-1) + 1) + sum_(l = 2..d-1) G_l (N Q_(l-1) + 1) + G_1 (x.x' + 1)
/// floor = E K of S = 0 between the points, over sqrt(E K(x,x) E K(x',x'));     E f(x) f(x') = 2 Q_(d-1)(x,x')/omega_0^2 + 1/(3N)
/// </code>
/// <para>Q_l and R_l: E h_l(x) h_l(x') and E cos cos of one neuron of hidden layer l; the biases are uniform, not Gaussian, hence s_1 and s_B.</para>
/// <para>Source: derived here, docs/siren-alignment.md, section 2; the network: V. Sitzmann et al., arXiv 2006.09661; the kernel: A. Jacot, F. Gabriel, C. Hongler, arXiv 1806.07572.</para>
/// Equation: siren-kernel
/// <para>Exact at any width for depth 2. Deeper, sums over N neurons are replaced by their means and pre-activations by Gaussians: relative corrections of O(1/N).</para>
/// </remarks>
/// <param name="model">The network.</param>
public sealed class SirenKernel(SirenModel model)
{
    private readonly double firstBias = Sinc(Math.Sqrt(2) * model.Frequency);
    private readonly double hiddenBias = Sinc(2 * model.Frequency / Math.Sqrt(model.Width));

    /// <summary>E K(x, x').</summary>
    public double At(PlanePoint x, PlanePoint y) => Jet(x, y).Value;

    /// <summary>
    /// The correlation that the kernel of two points has once S between them is zero, which is that of points far from each other: 0 &lt; floor &lt; 1.
    /// </summary>
    public double Floor(PlanePoint x, PlanePoint y) => Kernel(x, y, uncorrelated: true).Value / Math.Sqrt(At(x, x) * At(y, y));

    /// <summary>E f(x) f(x'), the covariance of the initial outputs, whose mean is zero.</summary>
    public double OutputCovariance(PlanePoint x, PlanePoint y)
    {
        (PairJet[] power, _) = Layers(x, y, uncorrelated: false);
        return (2 * power[^1].Value / (model.Frequency * model.Frequency)) + (1 / (3.0 * model.Width));
    }

    /// <summary>a^2, D and H of the mean kernel at a point: E K(x, x), its gradient along the diagonal, and the mixed derivatives.</summary>
    public LocalKernel Local(PlanePoint x)
    {
        PairJet k = Jet(x, x);
        return new LocalKernel(k.Value, new PlanePoint(k.Left0 + k.Right0, k.Left1 + k.Right1), k.Mixed00, 0.5 * (k.Mixed01 + k.Mixed10), k.Mixed11);
    }

    /// <summary>E K with its derivatives in both points.</summary>
    public PairJet Jet(PlanePoint x, PlanePoint y) => Kernel(x, y, uncorrelated: false);

    private PairJet Kernel(PlanePoint x, PlanePoint y, bool uncorrelated)
    {
        (PairJet[] power, PairJet[] slope) = Layers(x, y, uncorrelated);
        int last = model.Depth - 2;
        PairJet gain = 2.0 * slope[last];
        PairJet sum = 1 + (model.Width * power[last]);
        for (int l = last; l > 0; l--)
        {
            sum += gain * (1 + (model.Width * power[l - 1]));
            gain *= 2.0 * slope[l - 1];
        }

        var product = new PairJet(x.Dot(y), y.First, y.Second, x.First, x.Second, Mixed00: 1, Mixed11: 1);
        return sum + (gain * (1 + product));
    }

    /// <summary>Q_l and R_l of the hidden layers, from 1 at index 0.</summary>
    private (PairJet[] Power, PairJet[] Slope) Layers(PlanePoint x, PlanePoint y, bool uncorrelated)
    {
        int hidden = model.Depth - 1;
        var power = new PairJet[hidden];
        var slope = new PairJet[hidden];
        PairJet near = uncorrelated ? default : Cosines(x, y, -1);
        PairJet mirrored = uncorrelated ? default : firstBias * Cosines(x, y, 1);
        power[0] = 0.5 * (near - mirrored);
        slope[0] = 0.5 * (near + mirrored);
        PairJet left = 0.5 * (1 + (-firstBias * Doubled(x, left: true)));
        PairJet right = 0.5 * (1 + (-firstBias * Doubled(y, left: false)));
        for (int l = 1; l < hidden; l++)
        {
            PairJet both = left + right;
            PairJet sum = ((2.0 * power[l - 1]) - both).Exp();
            PairJet difference = hiddenBias * ((-2.0 * power[l - 1]) - both).Exp();
            power[l] = 0.5 * (sum - difference);
            slope[l] = 0.5 * (sum + difference);
            left = Next(left);
            right = Next(right);
        }

        return (power, slope);
    }

    /// <summary>Q_l(x, x) from Q_(l-1)(x, x).</summary>
    private PairJet Next(PairJet q) => 0.5 * (1 + (-hiddenBias * (-4.0 * q).Exp()));

    /// <summary>S(x + sign x').</summary>
    private PairJet Cosines(PlanePoint x, PlanePoint y, int sign)
    {
        double half = model.Frequency / 2;
        var first = new PairJet(half * (x.First + (sign * y.First)), Left0: half, Right0: sign * half);
        var second = new PairJet(half * (x.Second + (sign * y.Second)), Left1: half, Right1: sign * half);
        return first.Sinc() * second.Sinc();
    }

    /// <summary>S(2 x) as a function of the first or of the second point.</summary>
    private PairJet Doubled(PlanePoint x, bool left)
    {
        double w = model.Frequency;
        PairJet first = left ? new PairJet(w * x.First, Left0: w) : new PairJet(w * x.First, Right0: w);
        PairJet second = left ? new PairJet(w * x.Second, Left1: w) : new PairJet(w * x.Second, Right1: w);
        return first.Sinc() * second.Sinc();
    }

    private static double Sinc(double z) => new PairJet(z).Sinc().Value;
}
