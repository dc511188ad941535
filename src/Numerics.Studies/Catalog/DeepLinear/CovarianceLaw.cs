using System.Text.Json.Serialization;
using Numerics.Spectra.Models;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>The input covariance as a configuration writes it.</summary>
/// <param name="Law">"isotropic", "power" or "eigenvalues".</param>
/// <param name="Exponent">a of lambda_k ~ k^-a, for "power".</param>
/// <param name="Modes">Number of modes, for "power".</param>
/// <param name="Eigenvalues">lambda_k, for "eigenvalues".</param>
[JsonConverter(typeof(CovarianceLawConverter))]
public sealed record CovarianceLaw(string Law, double Exponent, int Modes, IReadOnlyList<double> Eigenvalues)
{
    /// <summary>The identity.</summary>
    public static CovarianceLaw Isotropic { get; } = new("isotropic", 0, 1, []);

    /// <summary>The modes.</summary>
    public CovarianceSpectrum Spectrum() => Law switch
    {
        "power" => CovarianceSpectrum.PowerLaw(Exponent, Modes),
        "eigenvalues" => CovarianceSpectrum.OfEigenvalues(Eigenvalues),
        _ => CovarianceSpectrum.Isotropic,
    };
}
