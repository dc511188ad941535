namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>
/// The limit of stability of gradient descent, and when the sharpness of a run reaches it.
/// </summary>
/// <remarks>
/// <code>
/// sharpness(t) = eta lambda_max(K(t));   linearised gradient descent is stable below 2,  with heavy ball momentum mu below 2 (1 + mu)
/// </code>
/// <para>Reference: docs/deep-linear.md, section 4; J. M. Cohen et al., arXiv 2103.00065.</para>
/// <para>eta: base learning rate; a schedule multiplies it. lambda_max: leading outlier of the neural tangent kernel, or its bulk edge. In finite
/// dimension the loss need not grow beyond the limit at once: the kernel moves.</para>
/// Equation: sharpness
/// </remarks>
public static class EdgeOfStability
{
    /// <summary>2 (1 + mu).</summary>
    public static double Threshold(double momentum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(momentum, 1);
        return 2 * (1 + momentum);
    }

    /// <summary>The first of the given steps at which the sharpness reaches the limit; null if none does.</summary>
    /// <param name="sharpness">eta lambda_max at steps 0, 1, ...</param>
    /// <param name="momentum">mu.</param>
    public static int? Crossing(IReadOnlyList<double> sharpness, double momentum = 0)
    {
        ArgumentNullException.ThrowIfNull(sharpness);
        double threshold = Threshold(momentum);
        for (int step = 0; step < sharpness.Count; step++)
        {
            if (sharpness[step] >= threshold)
            {
                return step;
            }
        }

        return null;
    }
}
