namespace Numerics.Spectra.Models;

/// <summary>
/// THE table of width exponents, read by every network. A network of width N computes <c>f = w . phi(h) / (outputScale N^Output)</c>, its hidden matrices act as
/// <c>W / N^Hidden</c>, its first layer as <c>W0 x / D^(1/2)</c>; all parameters are drawn with O(1) entries and follow gradient descent with
/// learning rate <c>learningRate * outputScale^2 * N^LearningRate</c>.
/// </summary>
/// <remarks>
/// <code>
/// parameterization    Output   Hidden   LearningRate   spike strength per step
/// muP (mean field)    1        1/2      1              learningRate outputScale c Delta
/// NTK                 1/2      1/2      0              the same times N^(-1/2)
/// in general                                           the same times N^(LearningRate - Output + 1 - 2 Hidden)
/// </code>
/// Spikes are written as strength / N * g phi^T; muP keeps their strength O(1) (feature learning), NTK lets it vanish (lazy). Fields stay O(1) at Hidden = 1/2 only.
/// <para>Proportional limit, N = widthRatio D: the same exponents with widthRatio in place of N. It is written with gamma, <c>f = w . h / (gamma N^(1/2))</c>.</para>
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

    /// <summary>Standard deviation of the entries of W / N^Hidden times N^(1/2): the scale of a hidden matrix as an operator, the scale sigma of W at Hidden = 1/2.</summary>
    /// <param name="scale">sigma, standard deviation of the entries of W.</param>
    /// <param name="width">N.</param>
    public double OperatorScale(double scale, double width) => scale * Math.Pow(width, 0.5 - Hidden);

    /// <summary>Standard deviation of the entries of W / N^Hidden.</summary>
    /// <inheritdoc cref="OperatorScale"/>
    public double EntryDeviation(double scale, double width) => OperatorScale(scale, width) / Math.Sqrt(width);

    /// <summary>Factor in front of w . phi(h).</summary>
    /// <param name="outputScale">gamma0.</param>
    /// <param name="width">N.</param>
    public double OutputMultiplier(double outputScale, long width) => Math.Pow(width, -Output) / outputScale;

    /// <summary>kappa: change of the readout and of the first layer's fields per unit residual in one step of a loss (c/2) sum (y - f)^2.</summary>
    /// <param name="learningRate">eta.</param>
    /// <param name="outputScale">gamma0.</param>
    /// <param name="lossWeight">c, one over the number of samples in the batch.</param>
    /// <param name="width">N.</param>
    public double StepSize(double learningRate, double outputScale, double lossWeight, long width) =>
        learningRate * outputScale * lossWeight * Math.Pow(width, LearningRate - Output);

    /// <summary>Strength (over N) of the spikes of the hidden matrices as they act, per unit residual in one step; kappa at Hidden = 1/2.</summary>
    /// <inheritdoc cref="StepSize"/>
    public double SpikeStrength(double learningRate, double outputScale, double lossWeight, long width) =>
        learningRate * outputScale * lossWeight * Math.Pow(width, LearningRate - Output + (1 - (2 * Hidden)));

    /// <summary>gamma of the proportional limit: outputScale widthRatio^(Output - 1/2), that is gamma0 sqrt(nu) in muP and gamma0 in NTK parameterization.</summary>
    /// <param name="outputScale">gamma0.</param>
    /// <param name="widthRatio">nu = N/D.</param>
    public double ProportionalOutputScale(double outputScale, double widthRatio) => outputScale * Math.Pow(widthRatio, Output - 0.5);

    /// <summary>c of the proportional limit: 1/(gamma sqrt(nu)).</summary>
    /// <inheritdoc cref="ProportionalOutputScale"/>
    public double ProportionalOutputMultiplier(double outputScale, double widthRatio) =>
        1 / (ProportionalOutputScale(outputScale, widthRatio) * Math.Sqrt(widthRatio));

    /// <summary>kappa of the proportional limit: eta gamma/sqrt(nu), times nu^(LearningRate - 2 Output + 1), which is 1 where the learning rate goes with gamma^2.</summary>
    /// <param name="learningRate">eta.</param>
    /// <param name="outputScale">gamma0.</param>
    /// <param name="widthRatio">nu = N/D.</param>
    public double ProportionalSpikeStrength(double learningRate, double outputScale, double widthRatio) =>
        learningRate * ProportionalOutputScale(outputScale, widthRatio) / Math.Sqrt(widthRatio) * Math.Pow(widthRatio, LearningRate - (2 * Output) + 1);
}
