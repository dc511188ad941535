using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Networks.Spatial;

/// <summary>Order parameters of the activity a = tanh(x) of the excitatory neurons over a stretch of time.</summary>
/// <param name="Activity">Root mean square of a over neurons and time.</param>
/// <param name="ModeFraction">Largest share of the mean square that one squared wave number has.</param>
/// <param name="SquaredWaveNumber">The squared wave number that has it.</param>
/// <param name="Movement">Variance in time of F_k over its mean square, k the strongest wave vector of that length: 0 static, 1 without a static part.</param>
/// <param name="PeakFrequency">|f| at which the spectrum of F_k is largest, in periods per unit of time.</param>
/// <param name="LineFraction">Share of the spectrum within two bins of plus and minus that frequency.</param>
/// <param name="OneSidedness">|sum sgn(f) S(f)|/sum S: 1 for a wave that travels, 0 for a standing one.</param>
public sealed record OrderParameters(
    double Activity, double ModeFraction, int SquaredWaveNumber, double Movement, double PeakFrequency, double LineFraction, double OneSidedness)
{
    /// <summary>Activity below which a network is at rest.</summary>
    public const double Rest = 0.05;

    /// <summary>Largest share below which no mode stands out.</summary>
    public const double NoMode = 0.1;

    private const double Half = 0.5;

    /// <summary>The regime that they show; null where they show none of the six (power spread over modes without chaos, standing waves).</summary>
    /// <param name="lyapunovExponent">Largest Lyapunov exponent.</param>
    public ActivityRegime? Regime(double lyapunovExponent) =>
        Activity < Rest ? ActivityRegime.Asynchronous
        : ModeFraction < NoMode ? lyapunovExponent > 0 ? ActivityRegime.Chaos : null
        : SquaredWaveNumber == 0 ? Movement < Half ? ActivityRegime.Synchronous : ActivityRegime.Oscillation
        : Movement < Half ? ActivityRegime.Bump
        : OneSidedness > Half ? ActivityRegime.Wave
        : null;
}
