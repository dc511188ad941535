using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.Experts;

/// <summary>Mean-field theory of a mixture-of-experts layer in training at infinite scale, in the three co-scaling regimes.</summary>
/// <remarks>
/// The readout process (<see cref="ReadoutProcess"/>, exact) and sampled experts (<see cref="SmallExpertSites"/>, <see cref="WideExpertSites"/>, <see
/// cref="ManyWideExpertSites"/>) give each other order
/// parameters; everything is causal, so one pass over the steps solves the system without iteration.
/// Equation: expert-dmft
/// Error: the sites are a sample; the scatter over passes with other streams is the error of their mean.
/// <para>Source: derived here from the update equations of <see cref="ExpertLimitModel"/>, docs/mixture-of-experts.md, section 2; the models are those of T. Jiang et al., arXiv 2601.20205, and L. C. Vankadara et al., arXiv 2605.14200 (2026).</para>
/// </remarks>
public static class ExpertDmft
{
    /// <summary>Solves one pass.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sites">Sampled experts in regime II, neurons of an expert in I and III.</param>
    /// <param name="experts">Sampled experts in regime III.</param>
    /// <param name="key">Stream of each role.</param>
    /// <param name="report">Called with the fraction done.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <returns>The trajectory; one that left every bound has the step named.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ExpertTrajectory Solve(
        ExpertLimitModel model, int sites, int experts, Func<uint, Kernels.Random.StreamKey> key, Action<double>? report = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(sites, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(experts, 1);
        int times = model.Steps + 1;
        var readout = new ReadoutProcess(model.Samples, times, model.ReadoutScale, model.LearningRate / model.Samples, model.HasInitialPart);
        IExpertSites population = model.Regime switch
        {
            ExpertRegime.I => new WideExpertSites(model, sites, key),
            ExpertRegime.II => new SmallExpertSites(model, sites, key),
            _ => new ManyWideExpertSites(model, sites, experts, key),
        };
        var trajectory = new ExpertTrajectory(model.Samples);
        for (int t = 0; t < times; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            ExpertOrderRow row = population.Forward();
            readout.Observe(row);
            double[] errors = [.. readout.Output.Select((f, p) => model.Set.Targets[p] - f)];
            if (!trajectory.Add(readout.Output, model.Set.Targets, readout.Correlation[t], readout.HiddenMoment, row.Logit)
                || !trajectory.AddGradient(population.Backward(readout, errors)))
            {
                break;
            }

            if (t < model.Steps)
            {
                population.Advance();
                readout.Advance(errors);
            }

            report?.Invoke((t + 1.0) / times);
        }

        return trajectory;
    }

    /// <summary>Bytes of one pass.</summary>
    /// <inheritdoc cref="Solve"/>
    public static double Bytes(ExpertLimitModel model, int sites, int experts)
    {
        ArgumentNullException.ThrowIfNull(model);
        double times = model.Steps + 1.0, p = model.Samples;
        double process = model.HasInitialPart ? 8 * times * p * times * p : 0;
        return process + (model.Regime switch
        {
            ExpertRegime.I => sites * times * ((2 * times * p) + (24 * p)),
            ExpertRegime.II => sites * model.ExpertWidth * times * ((model.HasInitialPart ? model.ExpertWidth * p * ((2 * times) + 8) : 0) + (8 * p * (model.HasInitialPart ? 2 : 1)) + 16),
            _ => (double)sites * experts * times * ((2 * times) + (24 * p)),
        });
    }

    /// <summary>Length of the longest array of one pass.</summary>
    /// <inheritdoc cref="Solve"/>
    public static double LongestArray(ExpertLimitModel model, int sites, int experts)
    {
        ArgumentNullException.ThrowIfNull(model);
        double each = (model.Steps + 1.0) * model.Samples * sites;
        return model.Regime switch
        {
            ExpertRegime.I => each,
            ExpertRegime.II => each * model.ExpertWidth * model.ExpertWidth,
            _ => each * experts,
        };
    }

    /// <summary>Rough time of one pass on one core.</summary>
    /// <inheritdoc cref="Solve"/>
    public static double Seconds(ExpertLimitModel model, int sites, int experts)
    {
        ArgumentNullException.ThrowIfNull(model);
        double times = model.Steps + 1.0, p = model.Samples, ne = model.ExpertWidth;
        double each = model.Regime switch
        {
            ExpertRegime.I => (times * times * p * ((times / 6) + p)) + (times * p * 60),
            ExpertRegime.II => ne * times * times * p * ((model.HasInitialPart ? ne * times / 6 : 0) + p) + (ne * times * p * 60),
            _ => experts * ((times * times * ((times / 6) + (p * p))) + (times * p * 60)),
        };
        return (2e-9 * sites * each) + (1e-9 * times * times * p * times * p);
    }
}
