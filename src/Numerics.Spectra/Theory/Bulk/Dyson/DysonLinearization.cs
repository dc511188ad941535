using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>F(z, G) of a Dyson equation and its derivatives at one point.</summary>
public abstract class DysonLinearization
{
    /// <summary>F(z, G).</summary>
    public abstract PlanarVector Image { get; }

    /// <summary>result = (dF/dG) direction; the two vectors differ.</summary>
    public abstract void Apply(PlanarVector direction, PlanarVector result);

    /// <summary>result = dF/dz.</summary>
    public abstract void WriteSpectralDerivative(PlanarVector result);
}
