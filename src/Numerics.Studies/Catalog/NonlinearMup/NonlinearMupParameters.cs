using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>Parameters of the study <c>nonlinear-mup</c>; the defaults are the reference set R1 of the documentation.</summary>
public sealed record NonlinearMupParameters
{
    /// <summary>L.</summary>
    [Parameter("number of hidden layers; there are depth - 1 hidden matrices", Letter = "L", Minimum = 2, Maximum = 32)]
    public int Depth { get; init; } = 2;

    /// <summary>phi.</summary>
    [Parameter("activation: linear, tanh, erf = erf(sqrt(pi)/2 h), relu = sqrt(2) max(h, 0), sine; activationGain changes the factor", Letter = "phi")]
    public ActivationKind Activation { get; init; } = ActivationKind.Tanh;

    /// <summary>a.</summary>
    [Parameter("factor a of the activation: a max(h, 0) for relu, a phi(h) for the others; null: sqrt(2) for relu, 1 for the others", Letter = "a", Minimum = 1e-6, Maximum = 1e3)]
    public double? ActivationGain { get; init; }

    /// <summary>K.</summary>
    [Parameter("Gram matrix of the inputs, K_mn = x_m . x_n / D, positive semidefinite; with targets, or else inputs", Letter = "K", Minimum = -1e6, Maximum = 1e6)]
    public double[][]? InputGram { get; init; }

    /// <summary>y.</summary>
    [Parameter("targets, one per row of inputGram: a number, or a list of C numbers for a network of C outputs", Letter = "y", Schema = TargetTable.Schema)]
    public TargetTable? Targets { get; init; }

    /// <summary>Real data.</summary>
    [Parameter("classes of a file of real data, instead of inputGram and targets")]
    public LabelledInputs? Inputs { get; init; }

    /// <summary>eta.</summary>
    [Parameter(
        "learning rate of the loss (1/2|B|) sum over the batch (y - f)^2 (without 1/|B| if loss is sum); weights move by learningRate outputScale^2 width times its gradient",
        Letter = "eta",
        Minimum = 1e-12,
        Maximum = 1e6)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Descent or flow.</summary>
    [Parameter("descent in steps of learningRate, or flow, the limit of small steps: a step is then a time of learningRate, which is integrated")]
    public TrainingDynamics Dynamics { get; init; }

    /// <summary>Tolerance of the integration.</summary>
    [Parameter("relative error of an integration step of dynamics flow, of the weights and of the output; rankTolerance should not be larger", Minimum = 1e-10, Maximum = 1e-2)]
    public double FlowTolerance { get; init; } = 1e-6;

    /// <summary>mu.</summary>
    [Parameter("heavy-ball momentum of all layers", Letter = "mu", Minimum = 0, Maximum = 0.999_999)]
    public double Momentum { get; init; }

    /// <summary>lambda.</summary>
    [Parameter("decoupled weight decay per step of all layers: weights shrink by 1 - weightDecay before they move", Letter = "lambda", Minimum = 0, Maximum = 0.999_999)]
    public double WeightDecay { get; init; }

    /// <summary>c.</summary>
    [Parameter("loss of a step: mean over its batch of (y - f)^2/2, or sum; a learning rate for the sum is that for the mean over the batch size", Letter = "c")]
    public LossReduction Loss { get; init; } = LossReduction.Mean;

    /// <summary>e.</summary>
    [Parameter("learning rates of the layers over learningRate", Letter = "e")]
    public LearningRateFactor LearningRateFactor { get; init; } = new();

    /// <summary>Whether to centre.</summary>
    [Parameter("subtract the initial output: f(t) - f(0) is trained and recorded")]
    public bool CentreOutput { get; init; }

    /// <summary>gamma0.</summary>
    [Parameter("output scale: f = w . phi(h) / (outputScale width); small is lazy, large is rich", Letter = "gamma0", Minimum = 1e-9, Maximum = 1e6)]
    public double OutputScale { get; init; } = 4;

    /// <summary>sigma.</summary>
    [Parameter("standard deviation of the hidden weights W at the start; the bulk edge of W/sqrt(width) is 2 hiddenScale", Letter = "sigma", Minimum = 1e-6, Maximum = 1e3)]
    public double HiddenScale { get; init; } = 1;

    /// <summary>T.</summary>
    [Parameter("number of gradient steps", Letter = "T", Minimum = 1, Maximum = 100_000)]
    public int Steps { get; init; } = 30;

    /// <summary>B_t.</summary>
    [Parameter(
        "\"full\"; { \"onePass\": B }: step t takes the B samples from t B on, each sample at most once; or a list of lists of sample indices from 0, one list per step",
        Letter = "B",
        Schema = BatchSchedule.Schema)]
    public BatchSchedule Batch { get; init; } = BatchSchedule.Full;

    /// <summary>N.</summary>
    [Parameter("width of the simulated network", Letter = "N", IsSize = true, Minimum = 2, Maximum = 1e10)]
    public long Width { get; init; } = 20_000;

    /// <summary>Stored or revealed.</summary>
    [Parameter("revealed (exact in law, O(width) memory) or stored (width x width numbers)")]
    public MatrixKind Matrix { get; init; } = MatrixKind.Revealed;

    /// <summary>Precision.</summary>
    [Parameter(
        "precision of the simulated fields; mixed: double, with the vectors that a revealed matrix remembers kept in single precision (half of the memory, outputs within some 1e-8 of their scale at outputScale 1 or more); the theory is always double")]
    public FloatingPrecision Precision { get; init; } = FloatingPrecision.Double;

    /// <summary>Replicas.</summary>
    [Parameter("number of simulated networks", Minimum = 1, Maximum = 1_000_000)]
    public int Replicas { get; init; } = 8;

    /// <summary>Recorded steps.</summary>
    [Parameter("steps at which singular values are recorded, between 0 and steps; null: about six, the last included")]
    public int[]? RecordSteps { get; init; }

    /// <summary>tau.</summary>
    [Parameter(
        "part of a field outside the span of the fields before it, over its norm (times outputScale where that is below 1), up to which it adds no direction to a revealed matrix; memory and time grow with directions. Single precision takes 1e-5 at least, mixed precision 1e-7",
        Letter = "tau",
        Minimum = 1e-11,
        Maximum = 1e-2)]
    public double RankTolerance { get; init; } = 1e-11;

    /// <summary>Sites of the theory.</summary>
    [Parameter("sites of the infinite-width solver (exact and ignored for the linear activation)", Minimum = 100, Maximum = 1e8)]
    public long TheorySites { get; init; } = 20_000;

    /// <summary>Seeds of the theory.</summary>
    [Parameter("independent passes of the infinite-width solver; their scatter is the theory's error", Minimum = 2, Maximum = 10_000)]
    public int TheorySeeds { get; init; } = 8;

    /// <summary>How the output is labelled.</summary>
    [Parameter("in which letters spectra and time are shown")]
    public Conventions Conventions { get; init; } = new();

    /// <summary>The data.</summary>
    /// <param name="baseDirectory">Folder that relative names of files refer to.</param>
    /// <exception cref="ConfigurationException">The parameters contradict each other.</exception>
    /// <exception cref="InputFileException">The input file cannot be used.</exception>
    public TrainingSet TrainingSet(string baseDirectory) => TrainingSetFactory.Create(InputGram, Targets, Inputs, baseDirectory, Batch, Steps);

    /// <summary>What a network of these parameters is.</summary>
    internal NetworkOptions Network() => new()
    {
        Depth = Depth,
        Activation = Activation,
        LearningRate = LearningRate,
        ActivationGain = ActivationGain,
        Loss = Loss,
        LearningRateFactors = LearningRateFactor.Factors(),
        CentreOutput = CentreOutput,
        OutputScale = OutputScale,
        HiddenScale = HiddenScale,
        RankTolerance = RankTolerance * Math.Min(1, OutputScale),
        FlowTolerance = Dynamics == TrainingDynamics.Flow ? FlowTolerance : 0,
        Optimizer = Momentum == 0 && WeightDecay == 0 ? null : new OptimizerMemory(Steps, Momentum, WeightDecay),
        Steps = Steps,
        Width = Width,
    };

    /// <summary>The simulated network.</summary>
    internal NetworkOptions SimulatedNetwork() => Network() with { HistoryInSingle = Precision == FloatingPrecision.Mixed };

    /// <summary>sigma rho(t): what is left of the initial weights, whose singular values end at twice of it.</summary>
    internal double RetainedScale(int step) => HiddenScale * Math.Pow(1 - WeightDecay, step);

    /// <summary>Passes of the theory: one where it is exact.</summary>
    internal int TheoryPasses => Activation == ActivationKind.Linear ? 1 : TheorySeeds;
}
