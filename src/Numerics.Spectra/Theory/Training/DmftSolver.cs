namespace Numerics.Spectra.Theory.Training;

/// <summary>How the single-site averages of training DMFT are taken.</summary>
public enum DmftSolver
{
    /// <summary>Coordinates on the Gaussian sources; exact, linear activations only.</summary>
    ExactLinear,

    /// <summary>Sampled sites with moment-matched sources.</summary>
    MomentMatched,

    /// <summary>Sampled sites with independent sources: the exact law of a network whose width is the number of sites.</summary>
    Sampled,
}
