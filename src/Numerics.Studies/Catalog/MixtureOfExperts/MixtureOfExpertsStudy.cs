using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Experts;
using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Contract;
using Numerics.Studies.Sweeps;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>
/// Mixture-of-experts layers whose sizes grow together: powers of the scale in muP and in the maximally scale-stable parameterization, escape from the start, transfer
/// of learning rates, and training at infinite scale.
/// </summary>
public sealed class MixtureOfExpertsStudy : Study<MixtureOfExpertsParameters>
{
    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "mixture-of-experts",
        "scaling of mixture-of-experts layers, muP against MSSP in three regimes: powers of the scale, escape time, learning-rate transfer, infinite scale",
        StreamId: 20,
        Bibliography.Of(Bibliography.Vankadara2026, Bibliography.JiangBordelonPehlevanHanin2026));

    /// <inheritdoc/>
    protected override Experiment Prepare(MixtureOfExpertsParameters p, string baseDirectory)
    {
        var settings = new MixtureSettings(p);
        switch (p.Experiment)
        {
            case MixtureExperiment.CoordinateCheck:
                return new CoordinateCheckExperiment(settings);
            case MixtureExperiment.EscapeTime:
                return new EscapeTimeExperiment(settings);
            case MixtureExperiment.LearningRateTransfer:
                return new ExpertTransferExperiment(settings);
            default:
                IReadOnlyList<double> scales = settings.Scales;
                Experiment[] rungs = [.. scales.Select(scale => new InfiniteScaleExperiment(settings, scale))];
                return rungs.Length == 1 ? rungs[0] : new LadderExperiment("scale", scales, rungs, null);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(MixtureOfExpertsParameters p, string baseDirectory)
    {
        var settings = new MixtureSettings(p);
        ConfigurationError[] sizes = [.. settings.Sizes.Errors()];
        ConfigurationError[] errors =
        [
            .. sizes,
            .. RecordedSteps.Errors("recordSteps", p.RecordSteps, settings.Steps).Take(1),
            .. RecordedSteps.EmptyErrors("recordSteps", p.RecordSteps, "null for all"),
            .. sizes.Length == 0 ? Experiment(p, settings) : [],
        ];
        return errors.Length > 0 ? errors : Data(settings);
    }

    private static IEnumerable<ConfigurationError> Experiment(MixtureOfExpertsParameters p, MixtureSettings settings)
    {
        if (p.Experiment is MixtureExperiment.CoordinateCheck or MixtureExperiment.EscapeTime && settings.Scales.Count < 2)
        {
            yield return new ConfigurationError("scales", $"A slope over {settings.Scales.Count} scale is not to be had; give at least two scales, [1, 2, 4, 8] for example.");
        }

        if (!settings.IsInfinite)
        {
            yield break;
        }

        if (p.Optimizer != ExpertOptimizer.Sgd)
        {
            yield return new ConfigurationError("optimizer", "The theory of infiniteScale is of gradient descent; take \"sgd\", or another experiment for adam.");
        }

        if (p.Gates != ExpertGates.Sigmoid)
        {
            yield return new ConfigurationError("gates", "The theory of infiniteScale is of sigmoid gates; take \"sigmoid\", or another experiment for softmax.");
        }

        if (p.TheorySites < settings.LeastSites)
        {
            yield return new ConfigurationError("theorySites", $"{p.TheorySites} sites are too few for {settings.Steps} steps; at least {settings.LeastSites} are needed, thousands are sensible.");
        }

        if (p.ParameterizationRegime is { } other && other != p.Regime)
        {
            yield return new ConfigurationError("parameterizationRegime", $"infiniteScale has no theory of the rule of regime {other} in regime {p.Regime}; leave parameterizationRegime out.");
        }

        if (p.ActiveExperts is { } active && settings.Scales.Any(scale => settings.Sizes.At(scale).Experts != active))
        {
            yield return new ConfigurationError("activeExperts", $"The theory of infiniteScale is of dense routing, and {active} of {settings.Sizes.At(settings.Scales[0]).Experts} experts are active; leave activeExperts out.");
        }
    }

    private static IEnumerable<ConfigurationError> Data(MixtureSettings settings)
    {
        try
        {
            if (!settings.IsInfinite)
            {
                settings.Data.Columns().Inputs.Dispose();
                return [];
            }

            ExpertLimitModel model = settings.Model(settings.Data.Set());
            double longest = ExpertDmft.LongestArray(model, settings.TheorySites, settings.TheoryExperts);
            return longest <= Array.MaxLength ? []
                : [new ConfigurationError("theorySites", $"{settings.TheorySites} sites over {model.Steps} steps of {model.Samples} samples need arrays of {longest:G3} numbers, at most {Array.MaxLength} are possible; lower theorySites, theoryExperts or steps.")];
        }
        catch (ConfigurationException exception)
        {
            return exception.Errors;
        }
    }
}
