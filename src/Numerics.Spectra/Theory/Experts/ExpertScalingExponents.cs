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
/// the first steps, before its effective part outgrows the initial one; Adam's parts grow at once. Some powers are seen from a width on only (<see cref="LeastWidth"/>).
/// Equation: expert-scaling
/// <para>Source: derived here, docs/mixture-of-experts.md, section 3, where what is measured stands as well; the models are those of T. Jiang et al., arXiv 2601.20205, and L. C. Vankadara et al., arXiv 2605.14200 (2026).</para>
/// </remarks>
public static class ExpertScalingExponents
{
    // Slopes of the parts of regime III between N = 64 and 256 are zero within their errors, those from N = 16 on are not (docs/mixture-of-experts.md, section 3).
    private const double SettledWidth = 64;

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

    /// <summary>Width N from which on networks show a power; infinite where none does.</summary>
    /// <remarks>
    /// In III the squares of the effective and propagating parts are A^2 + B^2/N (coherent sum, and what independent experts leave of it) with B large. The aggregate of muP crosses from its initial part to its
    /// effective one, and has no power on the way, unless both have the same.
    /// </remarks>
    /// <param name="part">Index in <see cref="Parts"/>.</param>
    /// <param name="parameterization">Regime and initial scales.</param>
    /// <param name="optimizer">Optimizer.</param>
    /// <param name="zeroReadout">Whether w_out begins at zero.</param>
    public static double LeastWidth(int part, ExpertParameterization parameterization, ExpertOptimizer optimizer, bool zeroReadout)
    {
        ArgumentNullException.ThrowIfNull(parameterization);
        bool muP = parameterization.Scaling == ExpertScaling.MuP;
        return (parameterization.Regime, Parts[part]) switch
        {
            (ExpertRegime.III, "effective") => SettledWidth,
            (ExpertRegime.III, "propagating") when muP => SettledWidth,
            (not ExpertRegime.I, "aggregate") when muP && !(zeroReadout && optimizer == ExpertOptimizer.Sgd) => double.PositiveInfinity,
            _ => 0,
        };
    }
}
