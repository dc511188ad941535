using Numerics.Spectra.Models;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>What stands for null in a configuration: training and data, one row for each experiment.</summary>
/// <param name="SgdRate">learningRate of gradient descent.</param>
/// <param name="AdamRate">learningRate of Adam.</param>
/// <param name="Steps">steps.</param>
/// <param name="Readout">readout.</param>
/// <param name="InputDimension">inputDimension.</param>
/// <param name="Samples">Samples of the built-in set.</param>
internal sealed record MixtureDefaults(double SgdRate, double AdamRate, int Steps, InitialReadout Readout, int InputDimension, int Samples)
{
    /// <summary>The row of an experiment.</summary>
    public static MixtureDefaults Of(MixtureExperiment experiment) => experiment switch
    {
        MixtureExperiment.CoordinateCheck => new(SgdRate: 0.3, AdamRate: 0.02, Steps: 3, InitialReadout.Gaussian, InputDimension: 16, Samples: 12),
        MixtureExperiment.EscapeTime => new(SgdRate: 1, AdamRate: 0.1, Steps: 100, InitialReadout.Zero, InputDimension: 16, Samples: 12),
        MixtureExperiment.LearningRateTransfer => new(SgdRate: 1, AdamRate: 0.1, Steps: 25, InitialReadout.Zero, InputDimension: 16, Samples: 48),
        _ => new(SgdRate: 0.5, AdamRate: 0.5, Steps: 12, InitialReadout.Gaussian, InputDimension: 8, Samples: 4),
    };
}

/// <summary>What stands for null in a configuration: sizes at scale 1 and those of the theory, one row for each regime.</summary>
/// <param name="BaseWidth">N at scale 1.</param>
/// <param name="ExpertCountRatio">M/N in II and III.</param>
/// <param name="ExpertWidth">N_e in II.</param>
/// <param name="Scales">scales.</param>
/// <param name="TheorySites">theorySites.</param>
internal sealed record MixtureSizeDefaults(int BaseWidth, double ExpertCountRatio, int ExpertWidth, IReadOnlyList<double> Scales, int TheorySites)
{
    /// <summary>M in I.</summary>
    public const int ExpertCount = 4;

    /// <summary>N_e/N in I and III.</summary>
    public const double ExpertWidthRatio = 1;

    /// <summary>Sampled experts of the theory in III.</summary>
    public const int TheoryExperts = 128;

    private static readonly double[] Ladder = [1, 2, 4, 8];

    /// <summary>The row of a regime.</summary>
    /// <param name="regime">Regime.</param>
    /// <param name="isInfinite">Whether the experiment is infiniteScale.</param>
    public static MixtureSizeDefaults Of(ExpertRegime regime, bool isInfinite) => (regime, isInfinite) switch
    {
        (ExpertRegime.III, false) => new(BaseWidth: 16, ExpertCountRatio: 0.25, ExpertWidth: 4, Ladder, TheorySites: 256),
        (_, false) => new(BaseWidth: 32, ExpertCountRatio: 0.5, ExpertWidth: 4, Ladder, TheorySites: 4096),
        (ExpertRegime.I, true) => new(BaseWidth: 32, ExpertCountRatio: 0.5, ExpertWidth: 2, [8], TheorySites: 8192),
        (ExpertRegime.II, true) => new(BaseWidth: 32, ExpertCountRatio: 0.5, ExpertWidth: 2, [8], TheorySites: 4096),
        _ => new(BaseWidth: 24, ExpertCountRatio: 1, ExpertWidth: 2, [4], TheorySites: 256),
    };
}
