using Numerics.LinearAlgebra.Dense;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Training;

/// <summary>
/// The input space of a deep linear network as single sites, one for each mode of the covariance: errors, input-side gradients and their averages.
/// </summary>
/// <remarks>
/// <code>
/// v(t) = beta* - c rho z^0(t) - c sum F^0(t,r) s(r),    F^0 = nu_1 (rho sigma_0^2 b^1 + e_0 kappa m G^1),    cov z^0 = nu_1 sigma_0^2 G^1
/// s(t) = sqrt(lam) z^s(t) + lam sum B(t,r) v(r)
/// C_v = sum of p lam &lt;v v&gt;,   C^0 = sum of p &lt;s s&gt;,   a^0 = sum of p ds/dz^0,   a_v = (1/alpha) sum of p sqrt(lam) dv/dz^s
/// </code>
/// <para>Source: derived here, docs/deep-linear.md, section 2; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026). Initially a^0(t,t) = -c sum of p lam.</para>
/// Equation: deep-linear-input-site
/// </remarks>
internal sealed class InputSite
{
    private readonly double widthRatio;
    private readonly double variance;
    private readonly double outputMultiplier;
    private readonly double initialMultiplier;
    private readonly SampleSite sample;
    private readonly double[] coefficients;
    private readonly double[] onWeights;
    private readonly double[] onSamples;

    /// <summary>An empty site.</summary>
    public InputSite(DeepLinearModel model, SampleSite sample, int times)
    {
        this.sample = sample;
        widthRatio = model.AspectRatio(0);
        variance = model.OperatorScale(0) * model.OperatorScale(0);
        outputMultiplier = model.OutputMultiplier;
        initialMultiplier = model.CentreOutput ? model.OutputMultiplier : 0;
        coefficients = new double[times];
        onWeights = new double[times];
        onSamples = new double[times];
        CovarianceSpectrum spectrum = model.Covariance;
        Modes = [.. Enumerable.Range(0, spectrum.Modes).Select(
            k => new InputMode(times, spectrum.Eigenvalues[k], spectrum.Weights[k], spectrum.TargetPowers[k], sample.Noisy))];
        Errors = new TimeMatrix(times);
        Features = new TimeMatrix(times);
        FeatureResponses = new TimeMatrix(times);
    }

    /// <summary>The covariance modes.</summary>
    public InputMode[] Modes { get; }

    /// <summary>C_v; its diagonal is the test loss.</summary>
    public TimeMatrix Errors { get; }

    /// <summary>C^0.</summary>
    public TimeMatrix Features { get; }

    /// <summary>a^0.</summary>
    public TimeMatrix FeatureResponses { get; }

    /// <summary>Rows t of v, B, C_Delta and s, and of their averages.</summary>
    /// <param name="step">t and the memory of the optimizer there.</param>
    /// <param name="gradientsAbove">G^1, known at t.</param>
    /// <param name="responsesAbove">b^1, known at t.</param>
    public void Advance(in CausalStep step, TimeMatrix gradientsAbove, TimeMatrix responsesAbove)
    {
        int t = step.Time;
        Span<double> ofGradients = coefficients.AsSpan(0, t);
        for (int r = 0; r < t; r++)
        {
            ofGradients[r] = -outputMultiplier * widthRatio
                * ((step.Retained * variance * responsesAbove[t, r]) + (step.Spikes(0, r) * gradientsAbove[t, r]));
        }

        foreach (InputMode mode in Modes)
        {
            mode.AdvanceError(t, ofGradients, -outputMultiplier * step.Retained, initialMultiplier);
            AddCorrelations(t, mode.Weight * mode.Eigenvalue, mode, ofError: true, gradientsAbove, Errors);
            AddSampleResponse(t, mode);
        }

        sample.Propagate(t);
        sample.Advance(t, Errors);
        Span<double> responses = FeatureResponses.Leading(t, t + 1);
        foreach (InputMode mode in Modes)
        {
            mode.AdvanceGradient(t, sample.Propagator);
            AddCorrelations(t, mode.Weight, mode, ofError: false, gradientsAbove, Features);
            SpanProducts.Add(mode.Weight, mode.GradientOnWeights.Leading(t, t + 1), responses);
        }
    }

    private void AddSampleResponse(int t, InputMode mode)
    {
        if (sample.FixedSet)
        {
            double factor = mode.Weight * Math.Sqrt(mode.Eigenvalue) / sample.SamplesPerDimension;
            SpanProducts.Add(factor, mode.ErrorOnSamples!.Leading(t, t), sample.Responses!.Leading(t, t));
        }
    }

    /// <summary>Adds the mode's share to row and column t of a correlation.</summary>
    private void AddCorrelations(int t, double weight, InputMode mode, bool ofError, TimeMatrix gradientsAbove, TimeMatrix sum)
    {
        double[] target = ofError ? mode.ErrorOnTarget : mode.GradientOnTarget;
        TimeMatrix byWeights = ofError ? mode.ErrorOnWeights : mode.GradientOnWeights;
        TimeMatrix? bySamples = ofError ? mode.ErrorOnSamples : mode.GradientOnSamples;
        Span<double> w = onWeights.AsSpan(0, t + 1);
        gradientsAbove.SymmetricProduct(widthRatio * variance, byWeights.Leading(t, t + 1), w);

        // An error does not see the sample field of its own time.
        Span<double> n = onSamples.AsSpan(0, bySamples is null ? 0 : ofError ? t : t + 1);
        if (bySamples is not null)
        {
            sample.Covariance(bySamples.Leading(t, n.Length), n);
        }

        for (int s = 0; s <= t; s++)
        {
            double value = (target[t] * target[s] * mode.TargetPower) + byWeights.LowerDot(w, s) + (bySamples is null ? 0 : bySamples.LowerDot(n, s));
            sum.SetSymmetric(t, s, sum[t, s] + (weight * value));
        }
    }
}
