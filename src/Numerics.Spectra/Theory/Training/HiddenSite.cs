namespace Numerics.Spectra.Theory.Training;

/// <summary>
/// One hidden layer of a deep linear network as a single site driven by two Gaussian fields: its correlations and responses, row by row in time.
/// </summary>
/// <remarks>
/// <code>
/// h(t) = rho(t) u(t) + sum over r up to t of H(t,r) g(r),    H = rho sigma_-^2 a_- + e_- kappa m C_-,    cov u = sigma_-^2 C_-
/// g(t) = rho(t) z(t) + sum over r below t of F(t,r) h(r),    F = q_+ (rho sigma_+^2 b_+ + e_+ kappa m G_+),   cov z = q_+ sigma_+^2 G_+
/// C = &lt;h h&gt;,  G = &lt;g g&gt;,  K(t,r) = &lt;h(t) g(r)&gt;,  a = dh/dz,  b = dg/du
/// </code>
/// <para>Source: derived here, docs/deep-linear.md, section 2; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>Minus: the matrix and site below (a_-, C_-, sigma_-, learning rate factor e_-), plus: those above (b_+, G_+, sigma_+, e_+, q_+ = rows/columns). The readout is a
/// site above with G_+ = 1 and b_+ = 0. a is lower triangular with diagonal, b strictly lower.</para>
/// Equation: deep-linear-hidden-site
/// </remarks>
internal sealed class HiddenSite : LayerTables
{
    private readonly int layer;
    private readonly double varianceBelow;
    private readonly double varianceAbove;
    private readonly double aspectAbove;
    private readonly double[] coefficients;
    private readonly double[] weightedU;
    private readonly double[] weightedZ;

    /// <summary>An empty site for <paramref name="times"/> times.</summary>
    /// <param name="layer">l = 1..L: matrix l - 1 is below, matrix l (the readout for l = L) above.</param>
    /// <param name="times">T + 1.</param>
    /// <param name="varianceBelow">sigma_-^2.</param>
    /// <param name="varianceAbove">sigma_+^2.</param>
    /// <param name="aspectAbove">q_+.</param>
    public HiddenSite(int layer, int times, double varianceBelow, double varianceAbove, double aspectAbove)
        : base(times)
    {
        this.layer = layer;
        this.varianceBelow = varianceBelow;
        this.varianceAbove = varianceAbove;
        this.aspectAbove = aspectAbove;
        coefficients = new double[times];
        weightedU = new double[times];
        weightedZ = new double[times];
    }

    /// <summary>Row t of g: its responses, G(t, :) and K(:, t) before time t.</summary>
    /// <param name="step">t and the memory of the optimizer there.</param>
    /// <param name="featuresBelow">C_-, known before t.</param>
    /// <param name="gradientsAbove">G_+, known at t.</param>
    /// <param name="responsesAbove">b_+, known at t; null for the readout.</param>
    public void Backward(in CausalStep step, TimeMatrix featuresBelow, TimeMatrix gradientsAbove, TimeMatrix? responsesAbove)
    {
        int t = step.Time;
        Span<double> f = coefficients.AsSpan(0, t);
        for (int r = 0; r < t; r++)
        {
            double response = responsesAbove is null ? 0 : responsesAbove[t, r];
            f[r] = aspectAbove * ((step.Retained * varianceAbove * response) + (step.Spikes(layer, r) * gradientsAbove[t, r]));
        }

        Span<double> toBackward = GradientToBackward.Leading(t, t + 1);
        FeatureToBackward.AddLowerProduct(f, toBackward);
        toBackward[t] += step.Retained;
        Span<double> toForward = GradientToForward.Leading(t, t);
        FeatureToForward.AddLowerProduct(f, toForward);

        Span<double> z = weightedZ.AsSpan(0, t + 1);
        Span<double> u = weightedU.AsSpan(0, t);
        gradientsAbove.SymmetricProduct(aspectAbove * varianceAbove, toBackward, z);
        featuresBelow.SymmetricProduct(varianceBelow, toForward, u);
        for (int s = 0; s <= t; s++)
        {
            Gradients.SetSymmetric(t, s, GradientToBackward.LowerDot(z, s) + GradientToForward.LowerDot(u, s));
        }

        for (int r = 0; r < t; r++)
        {
            Cross[r, t] = FeatureToBackward.LowerDot(z, r) + FeatureToForward.LowerDot(u, r);
        }
    }

    /// <summary>Row t of h: its responses, C(t, :) and K(t, :).</summary>
    /// <param name="step">t and the memory of the optimizer there.</param>
    /// <param name="featuresBelow">C_-, known at t.</param>
    /// <param name="responsesBelow">a_-, known at t.</param>
    /// <param name="gradientsAbove">G_+, known at t.</param>
    public void Forward(in CausalStep step, TimeMatrix featuresBelow, TimeMatrix responsesBelow, TimeMatrix gradientsAbove)
    {
        int t = step.Time;
        Span<double> h = coefficients.AsSpan(0, t + 1);
        for (int r = 0; r <= t; r++)
        {
            h[r] = (step.Retained * varianceBelow * responsesBelow[t, r]) + (step.Spikes(layer - 1, r) * featuresBelow[t, r]);
        }

        Span<double> toForward = FeatureToForward.Leading(t, t + 1);
        GradientToForward.AddLowerProduct(h, toForward);
        toForward[t] += step.Retained;
        Span<double> toBackward = FeatureToBackward.Leading(t, t + 1);
        GradientToBackward.AddLowerProduct(h, toBackward);

        Span<double> u = weightedU.AsSpan(0, t + 1);
        Span<double> z = weightedZ.AsSpan(0, t + 1);
        featuresBelow.SymmetricProduct(varianceBelow, toForward, u);
        gradientsAbove.SymmetricProduct(aspectAbove * varianceAbove, toBackward, z);
        for (int s = 0; s <= t; s++)
        {
            Features.SetSymmetric(t, s, FeatureToForward.LowerDot(u, s) + FeatureToBackward.LowerDot(z, s));
            Cross[t, s] = GradientToForward.LowerDot(u, s) + GradientToBackward.LowerDot(z, s);
        }
    }
}
