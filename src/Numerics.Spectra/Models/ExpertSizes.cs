namespace Numerics.Spectra.Models;

/// <summary>Sizes of a mixture-of-experts layer.</summary>
/// <param name="Width">N, of the stream that experts read and write.</param>
/// <param name="Experts">M.</param>
/// <param name="ExpertWidth">N_e, hidden neurons of an expert.</param>
/// <param name="Active">K, experts that a sample uses; M for dense routing.</param>
public sealed record ExpertSizes(int Width, int Experts, int ExpertWidth, int Active)
{
    /// <summary>M N_e.</summary>
    public int Neurons => Experts * ExpertWidth;
}
