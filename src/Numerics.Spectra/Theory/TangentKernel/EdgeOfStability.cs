namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>
/// The limit of stability of gradient descent, which the sharpness of a run may reach.
/// </summary>
/// <remarks>
/// <code>
/// sharpness(t) = eta lambda_max(K(t));   linearised gradient descent is stable below 2,  with heavy ball momentum mu below 2 (1 + mu)
/// </code>
/// <para>Source: docs/deep-linear.md, section 4; J. M. Cohen et al., arXiv 2103.00065.</para>
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

    /// <summary>
    /// Error of the leading kernel eigenvalue as a prediction for one size: zero for an outlier clear of the bulk, else the scatter of the edge, 2 D^(-2/3) of it (about twice the
    /// largest shift seen in the reference sets at D = 1000; not a derived law).
    /// </summary>
    /// <param name="top">Leading eigenvalue.</param>
    /// <param name="edge">Edge of the bulk.</param>
    /// <param name="inputDimension">D.</param>
    public static double EdgeScatter(double top, double edge, long inputDimension)
    {
        const double Constant = 2;
        const double Window = 3;
        double scatter = Constant * top * Math.Pow(inputDimension, -2.0 / 3);
        return top - edge > Window * scatter ? 0 : scatter;
    }

    /// <summary>
    /// Whether a training loss of the limit stays away from the limit of stability: it never rises by half above its smallest value so far. Beyond, differences between finite
    /// networks are amplified and their mean leaves the limit (docs/deep-linear.md, section 5).
    /// </summary>
    /// <param name="trainLoss">Loss at steps 0, 1, ...</param>
    public static bool IsStable(IReadOnlyList<double> trainLoss)
    {
        ArgumentNullException.ThrowIfNull(trainLoss);
        double smallest = double.PositiveInfinity;
        foreach (double loss in trainLoss)
        {
            smallest = Math.Min(smallest, loss);
            if (!(loss <= 1.5 * smallest))
            {
                return false;
            }
        }

        return true;
    }
}
