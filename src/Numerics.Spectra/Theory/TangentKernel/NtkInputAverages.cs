using Numerics.LinearAlgebra.Dense;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>
/// Averages over covariance modes of input-side correlations and responses, weighted by the resolvents of the neural tangent kernel in each mode.
/// </summary>
/// <remarks>
/// D_k = 1 - m lam_k g; the letters of the names: dd stands for 1/D_k (also ee), de for m lam_k/D_k, ed for g/D_k.
/// <para>Source: derived here, docs/deep-linear.md, section 4; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// </remarks>
internal sealed class NtkInputAverages
{
    private readonly int k;
    private readonly InputCorrelations[] modes;

    /// <summary>Averages over the first <paramref name="count"/> times, empty until <see cref="Weigh"/>.</summary>
    /// <param name="solution">Order parameters.</param>
    /// <param name="count">Number of times.</param>
    /// <param name="modes">Over which covariance modes.</param>
    public NtkInputAverages(DeepLinearSolution solution, int count, IEnumerable<InputMode> modes)
    {
        k = count;
        this.modes = [.. modes.Select(mode => InputCorrelations.Of(solution, mode, count))];
        GradientOnSamplesByDD = new TimeMatrix(count);
        GradientErrorByDD = new TimeMatrix(count);
        ErrorOnWeightsByDD = new TimeMatrix(count);
        ErrorOnSamplesByED = new TimeMatrix(count);
        ErrorsByED = new TimeMatrix(count);
        GradientOnWeightsByDE = new TimeMatrix(count);
        GradientsByDE = new TimeMatrix(count);
    }

    /// <summary>&lt;R_dd sqrt(lam) szs&gt;.</summary>
    public TimeMatrix GradientOnSamplesByDD { get; }

    /// <summary>&lt;R_dd lam s v&gt;.</summary>
    public TimeMatrix GradientErrorByDD { get; }

    /// <summary>&lt;R_dd lam vz0&gt;.</summary>
    public TimeMatrix ErrorOnWeightsByDD { get; }

    /// <summary>&lt;R_ed lam^(3/2) vzs&gt;.</summary>
    public TimeMatrix ErrorOnSamplesByED { get; }

    /// <summary>&lt;R_ed lam^2 v v&gt;.</summary>
    public TimeMatrix ErrorsByED { get; }

    /// <summary>&lt;R_de sz0&gt;.</summary>
    public TimeMatrix GradientOnWeightsByDE { get; }

    /// <summary>&lt;R_de s s&gt;.</summary>
    public TimeMatrix GradientsByDE { get; }

    /// <summary>Takes the averages at the resolvents of one lambda.</summary>
    public void Weigh(NtkResolvent resolvent) => Sum(lam =>
    {
        double dd = 1 / (1 - (resolvent.Sample * lam * resolvent.Input));
        return (dd, dd * resolvent.Input, dd * resolvent.Sample * lam);
    });

    /// <summary>Takes the averages with 1 in place of every resolvent, which leaves the sources of d and e and what they feed.</summary>
    public void Bare() => Sum(static _ => (1, 1, 1));

    /// <summary>Sums with R_dd, R_ed and R_de as functions of lam_k.</summary>
    private void Sum(Func<double, (double DD, double ED, double DE)> resolvents)
    {
        foreach (TimeMatrix sum in (TimeMatrix[])[
            GradientOnSamplesByDD, GradientErrorByDD, ErrorOnWeightsByDD, ErrorOnSamplesByED, ErrorsByED, GradientOnWeightsByDE, GradientsByDE])
        {
            sum.Clear();
        }

        foreach (InputCorrelations correlations in modes)
        {
            InputMode mode = correlations.Mode;
            double lam = mode.Eigenvalue;
            (double dd, double ed, double de) = resolvents(lam);
            dd *= mode.Weight;
            ed *= mode.Weight;
            de *= mode.Weight;
            Add(dd * lam, correlations.GradientError, GradientErrorByDD);
            Add(dd * lam, mode.ErrorOnWeights, ErrorOnWeightsByDD);
            Add(ed * lam * lam, correlations.Errors, ErrorsByED);
            Add(de, mode.GradientOnWeights, GradientOnWeightsByDE);
            Add(de, correlations.Gradients, GradientsByDE);
            if (mode.ErrorOnSamples is not null)
            {
                Add(dd * Math.Sqrt(lam), mode.GradientOnSamples!, GradientOnSamplesByDD);
                Add(ed * lam * Math.Sqrt(lam), mode.ErrorOnSamples, ErrorOnSamplesByED);
            }
        }
    }

    private void Add(double factor, TimeMatrix from, TimeMatrix to)
    {
        for (int t = 0; t < k; t++)
        {
            SpanProducts.Add(factor, from.Leading(t, k), to.Leading(t, k));
        }
    }
}
