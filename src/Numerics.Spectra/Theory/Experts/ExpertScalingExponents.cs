using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Experts;

/// <summary>Predicted powers of the scale of the parts of forward and backward pass in the first steps of training, dense or proportional routing.</summary>
/// <remarks>
/// W2_i(0)^T e_i are independent over experts, so that their mean over M is M^(-1/2) (central limit); changes of W2_i all have the direction w_out, so that theirs is
/// Theta(1) (law of large numbers). MSSP enlarges
/// (II) or aligns (III) the initial parts: all powers 0. In muP:
/// <code>
///                          initial  effective  propagating  aggregate  backwardInitial  backwardUpdated
/// I                        0        0          0            0          0                0
/// II, SGD, readout 1/N     -1/2     0          -1           -1/2       -1/2             0
/// II, SGD, readout 0       -1/2     -1/2       -3/2         -1/2       -1               -1
/// II, Adam                 -1/2     0          -1/2         0          -1/2             0
/// III, SGD, readout 1/N    -1/2     0          0            -1/2       0                0
/// III, SGD, readout 0      -1/2     -1/2       -1/2         -1/2       -1/2             -1
/// III, Adam                -1/2     0          0            0          0                0
/// </code>
/// With readout 0 everything begins with the readout's first step along h_agg of M^(-1/2); backwardUpdated is a product of two such factors. The aggregate is that of
/// the first steps, before its effective part
/// outgrows the initial one; Adam's parts grow at once. Entries that are not settled (<see cref="IsSettled"/>) have predictions that sizes up to N = 256 do not show.
/// Equation: expert-scaling
/// <para>Source: derived here, docs/mixture-of-experts.md, section 3, where what is measured stands as well; the models are those of T. Jiang et al., arXiv 2601.20205, and L. C. Vankadara et al., arXiv 2605.14200 (2026).</para>
/// </remarks>
public static class ExpertScalingExponents
{
    /// <summary>Names of the parts, in the order of <see cref="ExpertParts.Values"/>.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["initial", "effective", "propagating", "aggregate", "backwardInitial", "backwardUpdated"];

    /// <summary>Powers in the order of <see cref="Parts"/>.</summary>
    /// <param name="parameterization">Regime and initial scales.</param>
    /// <param name="optimizer">Optimizer.</param>
    /// <param name="zeroReadout">Whether w_out begins at zero.</param>
    public static IReadOnlyList<double> Of(ExpertParameterization parameterization, ExpertOptimizer optimizer, bool zeroReadout)
    {
        ArgumentNullException.ThrowIfNull(parameterization);
        if (parameterization.Scaling == ExpertScaling.Mssp || parameterization.Regime == ExpertRegime.I)
        {
            return [0, 0, 0, 0, 0, 0];
        }

        bool small = parameterization.Regime == ExpertRegime.II;
        return (optimizer, zeroReadout) switch
        {
            (ExpertOptimizer.Adam, _) => small ? [-0.5, 0, -0.5, 0, -0.5, 0] : [-0.5, 0, 0, 0, 0, 0],
            (_, false) => small ? [-0.5, 0, -1, -0.5, -0.5, 0] : [-0.5, 0, 0, -0.5, 0, 0],
            _ => small ? [-0.5, -0.5, -1.5, -0.5, -1, -1] : [-0.5, -0.5, -0.5, -0.5, -0.5, -1],
        };
    }

    /// <summary>
    /// Whether a power is seen at sizes that can be simulated: false where it is predicted for much larger ones, or measurements of different sizes contradict each
    /// other.
    /// </summary>
    /// <param name="part">Index in <see cref="Parts"/>.</param>
    /// <param name="parameterization">Regime and initial scales.</param>
    /// <param name="optimizer">Optimizer.</param>
    public static bool IsSettled(int part, ExpertParameterization parameterization, ExpertOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(parameterization);
        bool muP = parameterization.Scaling == ExpertScaling.MuP;
        return (parameterization.Regime, Parts[part]) switch
        {
            (ExpertRegime.III, "effective") => false,
            (ExpertRegime.III, "propagating") => !muP,
            (not ExpertRegime.I, "aggregate") => !(muP && optimizer == ExpertOptimizer.Adam),
            _ => true,
        };
    }
}
