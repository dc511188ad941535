using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>The parameters with what stands for null (<see cref="MixtureDefaults"/>), and what they make: sizes, data, networks, the limit model.</summary>
/// <param name="p">Parameters.</param>
internal sealed class MixtureSettings(MixtureOfExpertsParameters p)
{
    private readonly MixtureDefaults defaults = MixtureDefaults.Of(p.Experiment);

    /// <summary>The parameters.</summary>
    public MixtureOfExpertsParameters Parameters { get; } = p;

    /// <summary>Sizes at every scale.</summary>
    public MixtureSizes Sizes { get; } = new(p);

    /// <summary>Inputs and targets.</summary>
    public MixtureData Data => new(Parameters, InputDimension, Steps);

    /// <summary>Whether the theory is the limit of training.</summary>
    public bool IsInfinite => Parameters.Experiment == MixtureExperiment.InfiniteScale;

    /// <summary>Scales, ascending.</summary>
    public IReadOnlyList<double> Scales => Sizes.Scales;

    /// <summary>eta.</summary>
    public double LearningRate => Parameters.LearningRate ?? (Parameters.Optimizer == ExpertOptimizer.Sgd ? defaults.SgdRate : defaults.AdamRate);

    /// <summary>T.</summary>
    public int Steps => Parameters.Steps ?? defaults.Steps;

    /// <summary>Recorded steps, increasing.</summary>
    public int[] RecordSteps => Parameters.RecordSteps is null && Steps <= RecordedSteps.CurvePoints
        ? [.. Enumerable.Range(0, Steps + 1)]
        : RecordedSteps.Of(Parameters.RecordSteps, Steps);

    /// <summary>Whether w_out begins at zero.</summary>
    public bool ZeroReadout => (Parameters.Readout ?? defaults.Readout) == InitialReadout.Zero;

    /// <summary>D.</summary>
    public int InputDimension => Parameters.InputDimension ?? defaults.InputDimension;

    /// <summary>The rule that is right for the regime: what theory says.</summary>
    public ExpertParameterization Right => new(Parameters.Regime, Parameters.Parameterization);

    /// <summary>The rule that is simulated.</summary>
    public ExpertParameterization Simulated => new(Parameters.ParameterizationRegime ?? Parameters.Regime, Parameters.Parameterization);

    /// <summary>Sites of the theory.</summary>
    public int TheorySites => Parameters.TheorySites ?? Math.Max(LeastSites, MixtureSizeDefaults.Of(Parameters.Regime, IsInfinite).TheorySites);

    /// <summary>Fewest sites: the noise of every step is made orthogonal to that of all earlier ones.</summary>
    public int LeastSites => 4 * (Steps + 1);

    /// <summary>Experts of the theory in III.</summary>
    public int TheoryExperts => Parameters.TheoryExperts ?? MixtureSizeDefaults.TheoryExperts;

    /// <summary>What is allowed and yet unlikely to be meant.</summary>
    public IReadOnlyList<Fact> Warnings => MixtureInactive.Warnings(Parameters);

    /// <summary>The limit model.</summary>
    public ExpertLimitModel Model(TrainingSet set) => new()
    {
        Parameterization = Right,
        Set = set,
        InputDimension = InputDimension,
        LearningRate = LearningRate,
        Steps = Steps,
        ReadoutScale = ZeroReadout ? 0 : Parameters.ReadoutScale,
        RouterScale = Parameters.RouterScale,
        Experts = Sizes.ExpertCount,
        ExpertWidth = Sizes.ExpertWidth,
        ExpertCountRatio = Sizes.ExpertCountRatio,
        ExpertWidthRatio = Sizes.ExpertWidthRatio,
    };

    /// <summary>The network at a scale.</summary>
    public ExpertTask Task(double scale, DenseMatrix<double> inputs, IReadOnlyList<double> targets) => new()
    {
        Sizes = Sizes.At(scale),
        Parameterization = Simulated,
        Inputs = inputs,
        Targets = targets,
        LearningRate = LearningRate,
        Optimizer = Parameters.Optimizer,
        Gates = Parameters.Gates,
        ZeroReadout = ZeroReadout,
    };
}
