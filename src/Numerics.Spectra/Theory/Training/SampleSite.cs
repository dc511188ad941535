using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Training;

/// <summary>
/// One training sample as a single site: how its residual answers to itself through training, and the noise that a finite batch adds to the gradient.
/// </summary>
/// <remarks>
/// <code>
/// fixed set:  Delta = zeta + a_v (Delta + eps),   cov zeta = C_v + noise^2 11^T,   cov eps = diag((1/m - 1) train),   B = (I - a_v)^-1
///             R = B (cov zeta + cov eps) B^T,   train(t) = (B cov zeta B^T)(t,t) + sum over s below t of B(t,s)^2 (1/m - 1) train(s),   cov z^s = R/alpha
/// fresh batches of b D samples:   B = I,  train = C_v(t,t) + noise^2,  cov z^s = diag(train)/b;        population: z^s = 0
/// </code>
/// <para>Source: derived here, docs/deep-linear.md, section 2; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>Derivation of eps: with probability m a sample's residual enters divided by m, so that it enters as Delta + eps, eps of conditional mean zero and
/// variance (1/m - 1) Delta^2. R(t,t) = train(t)/m. Every term is a sum of squares, so that small losses keep their relative precision.</para>
/// <para>alpha = P/D, b: samples per step over D, m: probability; a_v(t,r) = (1/alpha) sum of p_k sqrt(lam_k) dv_k(t)/dz^s(r), strictly lower.</para>
/// Equation: deep-linear-sample-site
/// </remarks>
internal sealed class SampleSite
{
    private readonly double labelVariance;
    private readonly double excess;
    private readonly double samples;
    private readonly TimeMatrix? fieldCorrelations;
    private readonly double[] entered;
    private readonly double[] scratch;

    /// <summary>An empty site.</summary>
    public SampleSite(DeepLinearModel model, int times)
    {
        labelVariance = model.LabelNoise * model.LabelNoise;
        FixedSet = model.Batch is not BatchSampling.OnePass && !double.IsInfinity(model.SampleRatio);
        samples = model.Batch is BatchSampling.OnePass fresh ? fresh.Ratio : model.SampleRatio;
        excess = FixedSet && model.Batch is BatchSampling.Fraction part ? (1 / part.Probability) - 1 : 0;
        Noisy = !double.IsInfinity(samples);
        TrainLoss = new double[times];
        entered = new double[times];
        scratch = new double[times];
        if (FixedSet)
        {
            Responses = new TimeMatrix(times);
            Propagator = new TimeMatrix(times);
            ResidualCorrelations = new TimeMatrix(times);
            fieldCorrelations = new TimeMatrix(times);
        }
    }

    /// <summary>True if every step draws from the same samples.</summary>
    public bool FixedSet { get; }

    /// <summary>False for the population gradient: there is no field z^s.</summary>
    public bool Noisy { get; }

    /// <summary>train(t).</summary>
    public double[] TrainLoss { get; }

    /// <summary>a_v; null without a fixed set.</summary>
    public TimeMatrix? Responses { get; }

    /// <summary>B; null means the identity.</summary>
    public TimeMatrix? Propagator { get; }

    /// <summary>R, correlations of the residuals as they enter the gradients (C_Delta for full batches); null without a fixed set.</summary>
    public TimeMatrix? ResidualCorrelations { get; }

    /// <summary>alpha or b.</summary>
    public double SamplesPerDimension => samples;

    /// <summary>Row t of B from row t of a_v.</summary>
    public void Propagate(int t)
    {
        if (FixedSet)
        {
            Span<double> row = Propagator!.Leading(t, t + 1);
            Propagator.AddLowerProduct(Responses!.Leading(t, t), row);
            row[t] += 1;
        }
    }

    /// <summary>train(t) and row t of R from row t of C_v.</summary>
    public void Advance(int t, TimeMatrix residualCovariance)
    {
        if (!FixedSet)
        {
            TrainLoss[t] = residualCovariance[t, t] + labelVariance;
            entered[t] = TrainLoss[t] / samples;
            return;
        }

        for (int s = 0; s <= t; s++)
        {
            fieldCorrelations!.SetSymmetric(t, s, residualCovariance[t, s] + labelVariance);
        }

        // The diagonal of earlier times holds cov eps already; that of t gets it once train(t) is known.
        ReadOnlySpan<double> row = Propagator!.Leading(t, t + 1);
        Span<double> weighted = scratch.AsSpan(0, t + 1);
        fieldCorrelations!.SymmetricProduct(1, row, weighted);
        for (int s = 0; s <= t; s++)
        {
            ResidualCorrelations!.SetSymmetric(t, s, Propagator.LowerDot(weighted, s));
        }

        TrainLoss[t] = ResidualCorrelations![t, t];
        double more = excess * TrainLoss[t];
        fieldCorrelations[t, t] += more;
        ResidualCorrelations[t, t] += more;
    }

    /// <summary>y = cov z^s x.</summary>
    public void Covariance(ReadOnlySpan<double> x, Span<double> y)
    {
        if (FixedSet)
        {
            ResidualCorrelations!.SymmetricProduct(1 / samples, x, y);
            return;
        }

        for (int s = 0; s < x.Length; s++)
        {
            y[s] = entered[s] * x[s];
        }
    }
}
