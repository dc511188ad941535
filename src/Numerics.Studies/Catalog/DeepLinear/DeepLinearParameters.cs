using System.Text.Json.Serialization;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>Which width exponents of <see cref="Parameterization"/>.</summary>
public enum WidthScaling
{
    /// <summary>Maximal update.</summary>
    MuP,

    /// <summary>Neural tangent.</summary>
    [JsonStringEnumMemberName("NTK")]
    Ntk,
}

/// <summary>Which loss.</summary>
public enum LossKind
{
    /// <summary>Over the training set, or the fresh batch of a step.</summary>
    TrainLoss,

    /// <summary>Excess risk.</summary>
    TestLoss,
}

/// <summary>Parameters of the study <c>deep-linear</c>; the defaults are the reference set P1 of the documentation.</summary>
public sealed record DeepLinearParameters
{
    /// <summary>nu.</summary>
    [Parameter("width over input dimension", Letter = "nu", Minimum = 1e-6, Maximum = 1e6)]
    public double WidthRatio { get; init; } = 1;

    /// <summary>Parameterization.</summary>
    [Parameter("parameterization: muP (f = w h/(outputScale sqrt(widthRatio N))) or NTK (f = w h/(outputScale sqrt(N)))")]
    public WidthScaling Parameterization { get; init; }

    /// <summary>eta.</summary>
    [Parameter("learning rate of the loss (1/2P) sum of squared residuals, in units in which every step changes the predictor by O(1)", Letter = "eta", Minimum = 1e-12, Maximum = 1e6)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>e.</summary>
    [Parameter("learning rates of the layers over learningRate: first is A_0, hidden A_1 .. A_(depth-1)", Letter = "e")]
    public LearningRateFactor LearningRateFactor { get; init; } = new();

    /// <summary>Whether to centre.</summary>
    [Parameter("subtract the initial predictor: f(t) - f(0) is trained and recorded")]
    public bool CentreOutput { get; init; }

    /// <summary>Inputs of the kernel.</summary>
    [Parameter("inputs of the neural tangent kernel; null: the training set of fixed data, the population of one-pass and infinite data")]
    public TangentKernelInputs? Ntk { get; init; }

    /// <summary>Recorded steps.</summary>
    [Parameter("steps at which spectra are recorded, between 0 and steps; null: about six, the last included; [] for losses alone")]
    public int[]? RecordSteps { get; init; }

    /// <summary>Recorded steps of the kernel.</summary>
    [Parameter("steps at which the leading eigenvalue of the tangent kernel is recorded; null: recordSteps, with residual branches (which have no theory of it) none; each costs some 20 products with every matrix")]
    public int[]? NtkSteps { get; init; }

    /// <summary>Order parameters.</summary>
    [Parameter("whether to record the mean squares of features and gradients of every layer, too")]
    public bool OrderParameters { get; init; }

    /// <summary>Criterion.</summary>
    [Parameter("loss that bestLearningRate minimizes in a sweep over learningRate; null: test for one-pass training, else training")]
    public LossKind? Criterion { get; init; }

    /// <summary>L.</summary>
    [Parameter("number of hidden layers: matrices A_0 .. A_(depth-1) and a readout", Letter = "L", Minimum = 1, Maximum = 64)]
    public int Depth { get; init; } = 1;

    /// <summary>beta0.</summary>
    [Parameter("residual branches: layer l + 1 is that of l plus residualScale/sqrt(depth) A_l times it, for A_1 .. A_(depth-1); 0: no branches, A_l times it alone; no effect at depth 1", Letter = "beta0", Minimum = 0, Maximum = 1e6)]
    public double ResidualScale { get; init; }

    /// <summary>r_1 .. r_L.</summary>
    [Parameter("widths of the hidden layers over that of widthRatio, one for each, rounded to whole neurons; the output scale and the learning rate follow the last one; null: 1 for all", Letter = "r_l", Minimum = 1e-6, Maximum = 1e6)]
    public double[]? HiddenWidths { get; init; }

    /// <summary>alpha.</summary>
    [Parameter("samples over input dimension, or \"infinite\" for the population gradient", Letter = "alpha", Schema = Ratio.Schema)]
    public Ratio SampleRatio { get; init; } = new(2);

    /// <summary>gamma0.</summary>
    [Parameter("output scale: small is lazy, large is rich", Letter = "gamma0", Minimum = 1e-9, Maximum = 1e6)]
    public double OutputScale { get; init; } = 4;

    /// <summary>sigma_0 .. sigma_L.</summary>
    [Parameter("standard deviation of the initial weights: one number, or depth + 1 of them (matrices, then readout)", Letter = "sigma", Schema = LayerScales.Schema)]
    public LayerScales InitialScale { get; init; } = new([0.5]);

    /// <summary>Noise.</summary>
    [Parameter("standard deviation of the label noise; the signal has variance 1", Minimum = 0, Maximum = 1e6)]
    public double LabelNoise { get; init; }

    /// <summary>T.</summary>
    [Parameter("number of gradient steps", Letter = "T", Minimum = 1, Maximum = 100_000)]
    public int Steps { get; init; } = 20;

    /// <summary>Batch.</summary>
    [Parameter("\"full\", { \"onePass\": b } for b inputDimension fresh samples a step (or \"infinite\"), or { \"fraction\": m } for every sample with probability m", Letter = "b, m", Schema = BatchChoice.Schema)]
    public BatchChoice Batch { get; init; } = BatchChoice.Full;

    /// <summary>mu.</summary>
    [Parameter("heavy-ball momentum", Letter = "mu", Minimum = 0, Maximum = 0.999_999)]
    public double Momentum { get; init; }

    /// <summary>lambda.</summary>
    [Parameter("decoupled weight decay per step", Letter = "lambda", Minimum = 0, Maximum = 0.999_999)]
    public double WeightDecay { get; init; }

    /// <summary>eta_t/eta.</summary>
    [Parameter("learning rate of every step over learningRate, one factor per step; null: constant", Letter = "eta_t/eta", Minimum = 0, Maximum = 1e6)]
    public double[]? Schedule { get; init; }

    /// <summary>Sigma.</summary>
    [Parameter("input covariance; the target has equal squared coefficients on all modes", Letter = "Sigma", Schema = CovarianceLaw.Schema)]
    public CovarianceLaw Covariance { get; init; } = CovarianceLaw.Isotropic;

    /// <summary>D.</summary>
    [Parameter("input dimension of the simulation; width and samples follow from the ratios", Letter = "D", IsSize = true, Minimum = 2, Maximum = 2e9)]
    public long InputDimension { get; init; } = 1000;

    /// <summary>Kind of the Gaussian matrices.</summary>
    [Parameter("coordinates (exact in law, cost and memory without the size), revealed (exact in law, memory of a few vectors) or stored (quadratic memory)")]
    public MatrixKind Matrix { get; init; } = MatrixKind.Coordinates;

    /// <summary>Precision.</summary>
    [Parameter("precision of the simulated vectors, double or single; the theory is always double")]
    public FloatingPrecision Precision { get; init; } = FloatingPrecision.Double;

    /// <summary>Replicas.</summary>
    [Parameter("number of simulated networks", Minimum = 1, Maximum = 1_000_000)]
    public int Replicas { get; init; } = 8;

    /// <summary>How the output is labelled.</summary>
    [Parameter("in which letters spectra and time are shown")]
    public Conventions Conventions { get; init; } = new();

    /// <summary>The model at the ratios asked.</summary>
    internal DeepLinearModel Model() => new()
    {
        Depth = Depth,
        WidthRatio = WidthRatio,
        HiddenWidths = HiddenWidths ?? [],
        SampleRatio = SampleRatio.Value,
        Parameterization = Parameterization == WidthScaling.Ntk ? Spectra.Models.Parameterization.Ntk : Spectra.Models.Parameterization.MuP,
        LearningRate = LearningRate,
        LearningRateFactors = LearningRateFactor.Factors(),
        CentreOutput = CentreOutput,
        OutputScale = OutputScale,
        InitialScales = InitialScale.For(Depth),
        ResidualScale = ResidualScale,
        LabelNoise = LabelNoise,
        Optimizer = new OptimizerMemory(Steps, Momentum, WeightDecay, Schedule),
        Batch = Batch.Sampling,
        Covariance = Covariance.Spectrum(),
    };

    /// <summary>Whether there is one training set for all steps.</summary>
    internal bool HasFixedSet() => Batch.Sampling is not BatchSampling.OnePass && double.IsFinite(SampleRatio.Value);

    /// <summary>Inputs of the tangent kernel; the default follows the data.</summary>
    internal TangentKernelInputs KernelInputs() => Ntk ?? (HasFixedSet() ? TangentKernelInputs.TrainingSet : TangentKernelInputs.Population);

    /// <summary>Steps at which spectra are recorded, increasing.</summary>
    internal int[] SpectrumSteps() => RecordedSteps.Of(RecordSteps, Steps);

    /// <summary>Steps at which the tangent kernel is recorded, increasing; with residual branches those that were asked for alone, since nothing is known of it.</summary>
    internal int[] KernelSteps() => NtkSteps is null ? (Model().IsResidual ? [] : SpectrumSteps()) : RecordedSteps.Of(NtkSteps, Steps);
}
