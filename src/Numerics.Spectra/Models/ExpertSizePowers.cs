namespace Numerics.Spectra.Models;

/// <summary>N^Width M^Experts N_e^ExpertWidth.</summary>
/// <param name="Width">Power of N.</param>
/// <param name="Experts">Power of M.</param>
/// <param name="ExpertWidth">Power of N_e.</param>
public readonly record struct ExpertSizePowers(double Width, double Experts, double ExpertWidth)
{
    /// <summary>The product at given sizes.</summary>
    public double At(ExpertSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return Math.Pow(sizes.Width, Width) * Math.Pow(sizes.Experts, Experts) * Math.Pow(sizes.ExpertWidth, ExpertWidth);
    }

    /// <summary>Power of the common scale s of the sizes that grow in a regime.</summary>
    public double Net(ExpertRegime regime) =>
        Width + (regime == ExpertRegime.I ? 0 : Experts) + (regime == ExpertRegime.II ? 0 : ExpertWidth);
}
