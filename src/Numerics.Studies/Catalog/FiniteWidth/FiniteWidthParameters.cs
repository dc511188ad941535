using Numerics.Kernels.Elementwise;
using Numerics.Spectra.Models;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.FiniteWidth;

/// <summary>How weights move.</summary>
public enum FiniteWidthDynamics
{
    /// <summary>Gradient descent in steps of the learning rate.</summary>
    Gd,

    /// <summary>Gradient flow; its time is learning rate times steps.</summary>
    Flow,

    /// <summary>One pass of gradient descent over the training rows: each step trains on rows that no step before has seen.</summary>
    OnePass,
}

/// <summary>Parameters of the study <c>finite-width</c>; the defaults are the reference set of the documentation.</summary>
public sealed record FiniteWidthParameters
{
    // Steps of the flow times the rate at which it can relax: the fourth power of this over a hundred is the error of its integration.
    private const double FlowStep = 0.25;
    private const double SmallestFlowStep = 1e-9;
    private const double LargestStep = 1e9;

    private static readonly double[][] DefaultGram = [[1, 0.3, 0.5], [0.3, 1, -0.4], [0.5, -0.4, 1]];
    private static readonly double[] DefaultTargets = [1, -0.6];

    /// <summary>L.</summary>
    [Parameter("number of hidden layers: of 1 the whole theory, of 2 at initialisation and lazy, of more simulation only", Letter = "L", Minimum = 1, Maximum = 16)]
    public int Depth { get; init; } = 1;

    /// <summary>phi.</summary>
    [Parameter("activation: linear, tanh, erf = erf(sqrt(pi)/2 h), relu = sqrt(2) max(h, 0), sine", Letter = "phi")]
    public ActivationKind Activation { get; init; } = ActivationKind.Tanh;

    /// <summary>K^x.</summary>
    [Parameter("Gram matrix of the inputs, K_mn = x_m . x_n / D, positive semidefinite: training rows first, test rows after, entries of order 1; with targets; null: two training rows and a test row, [[1, 0.3, 0.5], [0.3, 1, -0.4], [0.5, -0.4, 1]] with the targets 1 and -0.6", Letter = "K", Minimum = -1e6, Maximum = 1e6)]
    public double[][]? InputGram { get; init; }

    /// <summary>y.</summary>
    [Parameter("targets of the training rows; the further rows of inputGram are test rows; null with inputGram null", Letter = "y", Minimum = -1e6, Maximum = 1e6)]
    public double[]? Targets { get; init; }

    /// <summary>gamma0.</summary>
    [Parameter("output scale: f = w . phi(h) / (outputScale width); small is lazy, large is rich", Letter = "gamma0", Minimum = 1e-6, Maximum = 1e6)]
    public double OutputScale { get; init; } = 1;

    /// <summary>eta.</summary>
    [Parameter(
        "learning rate of the loss (1/2) sum (y - f)^2 over the training rows, of one pass over those of the step (not divided by their number); weights move by learningRate outputScale^2 width times its gradient; of a flow only the default of recordTimes depends on it",
        Letter = "eta",
        Minimum = 0,
        ExclusiveMinimum = true,
        Maximum = 1e6)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Dynamics.</summary>
    [Parameter("gd: gradient descent on all training rows; flow: gradient flow, whose time is learningRate times steps; onePass: gradient descent whose steps take batchSize training rows each, in their order and once")]
    public FiniteWidthDynamics Dynamics { get; init; } = FiniteWidthDynamics.Gd;

    /// <summary>B.</summary>
    [Parameter("training rows of one step of dynamics onePass: step t takes rows t batchSize to (t + 1) batchSize - 1, from 0; the same ones for every network", Letter = "B", Minimum = 1, Maximum = 1e6)]
    public int BatchSize { get; init; } = 1;

    /// <summary>T.</summary>
    [Parameter("number of gradient steps; of dynamics onePass at most training rows over batchSize", Letter = "T", Minimum = 0, Maximum = 100_000)]
    public int Steps { get; init; } = 50;

    /// <summary>Recorded steps.</summary>
    [Parameter("steps at which the simulation is recorded, between 0 and steps; null: the start and about five")]
    public int[]? RecordSteps { get; init; }

    /// <summary>Recorded times.</summary>
    [Parameter("times at which a flow is recorded; null: learningRate times the recorded steps", Letter = "t")]
    public double[]? RecordTimes { get; init; }

    /// <summary>Whether to centre.</summary>
    [Parameter("subtract the initial output: f(t) - f(0) is trained and recorded")]
    public bool Centred { get; init; } = true;

    /// <summary>N.</summary>
    [Parameter("width of the simulated networks", Letter = "N", IsSize = true, Minimum = 2, Maximum = 1e6)]
    public int Width { get; init; } = 256;

    /// <summary>Replicas.</summary>
    [Parameter("number of simulated networks; variances need three", Minimum = 1, Maximum = 10_000_000)]
    public int Replicas { get; init; } = 1000;

    /// <summary>Nodes of the theory.</summary>
    [Parameter("neurons of one pass of the theory where it is sampled: more than three independent training rows, or relu; otherwise a grid is used", Minimum = 64, Maximum = 1e6)]
    public int TheoryNodes { get; init; } = 8192;

    /// <summary>Seeds of the theory.</summary>
    [Parameter("independent passes of the theory where it is sampled; their scatter is its error", Minimum = 2, Maximum = 1000)]
    public int TheorySeeds { get; init; } = 8;

    /// <summary>K^x in use.</summary>
    internal double[][] Gram => InputGram ?? DefaultGram;

    /// <summary>y in use.</summary>
    internal double[] Labels => Targets ?? DefaultTargets;

    /// <summary>Whether inputs are given without targets, or the other way round.</summary>
    internal bool IsHalfGiven => InputGram is null != Targets is null;

    /// <summary>Whether time is continuous.</summary>
    internal bool IsFlow => Dynamics == FiniteWidthDynamics.Flow;

    /// <summary>Whether each training row is used at most once.</summary>
    internal bool IsOnePass => Dynamics == FiniteWidthDynamics.OnePass;

    /// <summary>Recorded steps, increasing.</summary>
    internal int[] Recorded => RecordSteps is null ? [0, .. Steps == 0 ? [] : RecordedSteps.About(5, Steps)] : RecordedSteps.Of(RecordSteps, Steps);

    /// <summary>Recorded times of a flow, increasing.</summary>
    internal double[] RecordedTimes => RecordTimes is null ? [.. Recorded.Select(step => step * LearningRate)] : [.. RecordTimes.Distinct().Order()];

    /// <summary>Bound on the step of a flow: kernels relax at (L + 1) |K|, faster by the alignment of a rich network.</summary>
    internal double LargestFlowStep
    {
        get
        {
            double gram = Math.Sqrt(Gram.Take(Labels.Length).Sum(row => row.Take(Labels.Length).Sum(entry => entry * entry)));
            double pull = OutputScale * OutputScale * Labels.Sum(label => label * label);
            return Math.Clamp(FlowStep / ((Depth + 1) * gram * Math.Sqrt(1 + pull)), SmallestFlowStep, LargestStep);
        }
    }

    /// <summary>The network with its data and steps.</summary>
    /// <exception cref="ArgumentException">They do not go together.</exception>
    internal FluctuationModel Model() => new(
        Activation,
        Gram,
        Labels,
        OutputScale,
        Centred,
        IsFlow ? TrainingTimes.Flow(RecordedTimes, LargestFlowStep) : TrainingTimes.Descent(LearningRate, Steps),
        IsOnePass ? [.. Enumerable.Range(0, Steps).Select(step => Enumerable.Range(step * BatchSize, BatchSize).ToArray())] : null);
}
