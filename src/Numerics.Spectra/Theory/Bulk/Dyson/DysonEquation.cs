using System.Numerics;
using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>
/// A self-consistent equation G = F(z, G) for resolvents of a large random matrix, with what solvers, densities and edges need of it.
/// </summary>
/// <remarks>
/// <para>G is a vector of <see cref="Dimension"/> complex numbers; Im G is negative in the sense of <see cref="IsHerglotz"/> in the upper half-plane, and
/// G is real on the real axis outside the support. <see cref="Trace"/> reads off the normalised trace whose density is wanted.</para>
/// <para>Instances hold no state between calls and may be shared by threads if the LAPACK provider may.</para>
/// <para>Source: J. W. Helton, R. Rashidi Far and R. Speicher, IMRN (2007) rnm086 (existence and uniqueness of the solution); O. Ajanki, L. Erdos and T. Krueger, Probab. Theory Relat. Fields 173 (2019) 293 (edges, cubic roots, stability).</para>
/// </remarks>
public abstract class DysonEquation
{
    /// <summary>Number of complex unknowns.</summary>
    public abstract int Dimension { get; }

    /// <summary>
    /// Dimensions of the random matrices over that of the trace: the ranks of a polynomial in Gaussian matrices are whole combinations of them. Empty where no such argument holds.
    /// </summary>
    public virtual IReadOnlyList<double> RankUnits => [];

    /// <summary>A point well above every singular value or eigenvalue, where the iteration G &lt;- F(z, G) converges. 60 suits matrices of norm up to about 20.</summary>
    public virtual double StartHeight => 60;

    /// <summary>Writes a first guess for large |z| into <paramref name="g"/>.</summary>
    public abstract void WriteStart(Complex z, PlanarVector g);

    /// <summary>F(z, g) with its derivatives at g. For real z and a real vector everything is real.</summary>
    /// <returns>The linearization, or null if F does not exist there (a singular block).</returns>
    public abstract DysonLinearization? Linearize(Complex z, PlanarVector g);

    /// <summary>Linear functional of G that parametrises the branch: the trace itself wherever that is linear.</summary>
    public abstract Complex Coordinate(PlanarVector g);

    /// <summary>Writes the weights of <see cref="Coordinate"/>, real numbers, into <paramref name="weights"/>.</summary>
    public abstract void WriteCoordinateWeights(Span<double> weights);

    /// <summary>The normalised trace of the resolvent whose density is wanted, at (z, g).</summary>
    public virtual Complex Trace(Complex z, PlanarVector g) => Coordinate(g);

    /// <summary>Writes the sizes, positive, in which residuals and steps at <paramref name="g"/> are measured at a fixed spectral parameter; one unless the entries of G
    /// differ in size by orders of magnitude.</summary>
    public virtual void WriteScales(PlanarVector g, Span<double> scales) => scales.Fill(1);

    /// <summary>Whether -Im G is nonnegative up to <paramref name="tolerance"/>; guards against wrong branches.</summary>
    public abstract bool IsHerglotz(PlanarVector g, double tolerance);
}
