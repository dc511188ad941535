using Numerics.LinearAlgebra.Dense;

namespace Numerics.Spectra.Theory.Training;

/// <summary>
/// One eigenmode of the input covariance: error vector v and input-side gradient s as linear maps of the target, of z^0 and of z^s.
/// </summary>
/// <remarks>
/// <code>
/// v(t) = beta* - c rho(t) z^0(t) - c sum over r below t of F^0(t,r) s(r)          (+ c z^0(0) with a centred output)
/// s(t) = sqrt(lam) z^s(t) + lam sum over r up to t of B(t,r) v(r)
/// </code>
/// <para>Rows of coefficients: vb, vz0, vzs and sb, sz0, szs in docs/deep-linear.md, section 2.</para>
/// <para>Source: derived here, docs/deep-linear.md, section 2; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// </remarks>
internal sealed class InputMode
{
    private readonly bool noisy;

    /// <summary>An empty mode.</summary>
    /// <param name="times">T + 1.</param>
    /// <param name="eigenvalue">lam_k.</param>
    /// <param name="weight">p_k.</param>
    /// <param name="targetPower">beta_k^2.</param>
    /// <param name="noisy">Whether there is a field z^s.</param>
    public InputMode(int times, double eigenvalue, double weight, double targetPower, bool noisy)
    {
        this.noisy = noisy;
        Eigenvalue = eigenvalue;
        Weight = weight;
        TargetPower = targetPower;
        ErrorOnTarget = new double[times];
        GradientOnTarget = new double[times];
        ErrorOnWeights = new TimeMatrix(times);
        GradientOnWeights = new TimeMatrix(times);
        ErrorOnSamples = noisy ? new TimeMatrix(times) : null;
        GradientOnSamples = noisy ? new TimeMatrix(times) : null;
    }

    /// <summary>lam_k.</summary>
    public double Eigenvalue { get; }

    /// <summary>p_k.</summary>
    public double Weight { get; }

    /// <summary>beta_k^2.</summary>
    public double TargetPower { get; }

    /// <summary>vb.</summary>
    public double[] ErrorOnTarget { get; }

    /// <summary>sb.</summary>
    public double[] GradientOnTarget { get; }

    /// <summary>vz0 = dv/dz^0, lower triangular.</summary>
    public TimeMatrix ErrorOnWeights { get; }

    /// <summary>sz0 = ds/dz^0, lower triangular.</summary>
    public TimeMatrix GradientOnWeights { get; }

    /// <summary>vzs = dv/dz^s, strictly lower; null without z^s.</summary>
    public TimeMatrix? ErrorOnSamples { get; }

    /// <summary>szs = ds/dz^s, lower triangular; null without z^s.</summary>
    public TimeMatrix? GradientOnSamples { get; }

    /// <summary>Row t of v from the coefficients -c F^0(t, :) of earlier gradients, -c rho(t) of z^0(t) and, with a centred output, c of z^0(0).</summary>
    public void AdvanceError(int t, ReadOnlySpan<double> ofGradients, double ofWeights, double ofInitialWeights)
    {
        double onTarget = 1;
        for (int r = 0; r < t; r++)
        {
            onTarget += ofGradients[r] * GradientOnTarget[r];
        }

        ErrorOnTarget[t] = onTarget;
        Span<double> onWeights = ErrorOnWeights.Leading(t, t + 1);
        GradientOnWeights.AddLowerProduct(ofGradients[..t], onWeights);
        onWeights[t] += ofWeights;
        onWeights[0] += ofInitialWeights;
        if (noisy)
        {
            GradientOnSamples!.AddLowerProduct(ofGradients[..t], ErrorOnSamples!.Leading(t, t));
        }
    }

    /// <summary>Row t of s from row t of B, whose absence means the identity.</summary>
    public void AdvanceGradient(int t, TimeMatrix? propagator)
    {
        Span<double> onWeights = GradientOnWeights.Leading(t, t + 1);
        Span<double> onSamples = noisy ? GradientOnSamples!.Leading(t, t + 1) : [];
        for (int r = propagator is null ? t : 0; r <= t; r++)
        {
            double factor = Eigenvalue * (propagator is null ? 1 : propagator[t, r]);
            GradientOnTarget[t] += factor * ErrorOnTarget[r];
            SpanProducts.Add(factor, ErrorOnWeights.Leading(r, r + 1), onWeights);
            if (noisy)
            {
                SpanProducts.Add(factor, ErrorOnSamples!.Leading(r, r), onSamples);
            }
        }

        if (noisy)
        {
            onSamples[t] += Math.Sqrt(Eigenvalue);
        }
    }
}
