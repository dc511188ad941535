namespace Numerics.Spectra.Models;

/// <summary>
/// THE table of width exponents. A network of width N computes <c>f = w . phi(h) / (outputScale N^Output)</c>, its hidden matrices act as
/// <c>W / N^Hidden</c>, its first layer as <c>W0 x / D^(1/2)</c>; all parameters are drawn with O(1) entries and follow gradient descent with
/// learning rate <c>learningRate * outputScale^2 * N^LearningRate</c>.
/// </summary>
/// <remarks>
/// | parameterization | Output | Hidden | LearningRate | spike strength per step |
/// | muP (mean field) | 1 | 1/2 | 1 | learningRate outputScale c Delta |
/// | NTK | 1/2 | 1/2 | 0 | the same times N^(-1/2) |
/// Spikes are written as strength / N * g phi^T; muP keeps their strength O(1) (feature learning), NTK lets it vanish (lazy).
/// Sources: nonlinear networks in muP: Bordelon and Pehlevan, arXiv 2205.09653; NTK: Jacot et al., arXiv 1806.07572.
/// </remarks>
public sealed class Parameterization
{
    private Parameterization(string name, double output, double hidden, double learningRate)
    {
        Name = name;
        Output = output;
        Hidden = hidden;
        LearningRate = learningRate;
    }

    /// <summary>Maximal-update (mean-field) parameterization.</summary>
    public static Parameterization MuP { get; } = new("muP", output: 1, hidden: 0.5, learningRate: 1);

    /// <summary>Neural-tangent parameterization.</summary>
    public static Parameterization Ntk { get; } = new("NTK", output: 0.5, hidden: 0.5, learningRate: 0);

    /// <summary>Name as users write it.</summary>
    public string Name { get; }

    /// <summary>Exponent of the output multiplier.</summary>
    public double Output { get; }

    /// <summary>Exponent of the hidden multiplier.</summary>
    public double Hidden { get; }

    /// <summary>Exponent of the learning rate.</summary>
    public double LearningRate { get; }

    /// <summary>Factor in front of w . phi(h).</summary>
    public double OutputMultiplier(double outputScale, long width) => Math.Pow(width, -Output) / outputScale;

    /// <summary>
    /// kappa: change of the readout per unit residual, and strength (over N) of the spikes, in one step of a loss (c/2) sum (y - f)^2.
    /// </summary>
    /// <param name="learningRate">eta.</param>
    /// <param name="outputScale">gamma0.</param>
    /// <param name="lossWeight">c, one over the number of samples in the batch.</param>
    /// <param name="width">N.</param>
    public double SpikeStrength(double learningRate, double outputScale, double lossWeight, long width) =>
        learningRate * outputScale * lossWeight * Math.Pow(width, LearningRate - Output);

    /// <summary>
    /// gamma of the proportional limit, where <c>f = w . h / (gamma N^(1/2))</c> and N = widthRatio D: outputScale widthRatio^(Output - 1/2), that is
    /// gamma0 sqrt(nu) in muP and gamma0 in NTK parameterization.
    /// </summary>
    /// <param name="outputScale">gamma0.</param>
    /// <param name="widthRatio">nu = N/D.</param>
    public double ProportionalOutputScale(double outputScale, double widthRatio) => outputScale * Math.Pow(widthRatio, Output - 0.5);
}
