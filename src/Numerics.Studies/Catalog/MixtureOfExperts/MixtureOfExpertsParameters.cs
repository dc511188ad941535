using System.Text.Json.Serialization;
using Numerics.Spectra.Models;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>What is done.</summary>
public enum MixtureExperiment
{
    /// <summary>Powers of the scale of every part of forward and backward pass.</summary>
    CoordinateCheck,

    /// <summary>Time at which the loss begins to fall, over scales.</summary>
    EscapeTime,

    /// <summary>Loss after some steps, to be swept over learning rates and scales.</summary>
    LearningRateTransfer,

    /// <summary>Training at infinite scale against simulation.</summary>
    InfiniteScale,
}

/// <summary>How w_out begins.</summary>
public enum InitialReadout
{
    /// <summary>At zero.</summary>
    Zero,

    /// <summary>Gaussian.</summary>
    Gaussian,
}

/// <summary>Parameters of the study <c>mixture-of-experts</c>; the defaults check the coordinates of MSSP in regime II.</summary>
public sealed record MixtureOfExpertsParameters
{
    /// <summary>Experiment.</summary>
    [Parameter("coordinateCheck (powers of the scale), escapeTime (when the loss begins to fall), learningRateTransfer (loss, for a sweep over learningRate and scales) or infiniteScale (mean-field theory of training against simulation)")]
    public MixtureExperiment Experiment { get; init; } = MixtureExperiment.CoordinateCheck;

    /// <summary>Regime.</summary>
    [Parameter("sizes that grow together: I (width N and expert width N_e), II (N and number of experts M) or III (all)")]
    public ExpertRegime Regime { get; init; } = ExpertRegime.II;

    /// <summary>Parameterization.</summary>
    [Parameter("initial scales: muP, or MSSP (zero router in I, expert outputs enlarged by sqrt(M) in II, one initial draw for all experts in III)")]
    public ExpertScaling Parameterization { get; init; } = ExpertScaling.Mssp;

    /// <summary>A wrong rule.</summary>
    [Parameter("regime whose rule for initial scales is simulated, to see a wrong one fail in coordinateCheck, escapeTime and learningRateTransfer; null: regime")]
    public ExpertRegime? ParameterizationRegime { get; init; }

    /// <summary>Optimizer.</summary>
    [Parameter("sgd (gradient descent) or adam, whose epsilon is 1e-8 times the table of the layers")]
    public ExpertOptimizer Optimizer { get; init; } = ExpertOptimizer.Sgd;

    /// <summary>Readout.</summary>
    [Parameter("zero or gaussian; null: zero in escapeTime and learningRateTransfer, else gaussian (of readoutScale in infiniteScale)")]
    public InitialReadout? Readout { get; init; }

    /// <summary>Scales.</summary>
    [Parameter("scale s of all sizes that grow, over those at scale 1; a list makes a ladder, extrapolated in infiniteScale; null: 1, 2, 4, 8 (infiniteScale: 8; 4 in III)", Letter = "s", Schema = NumberList.PositiveSchema)]
    [JsonConverter(typeof(NumberList.PositiveConverter))]
    public NumberList? Scales { get; init; }

    /// <summary>N at scale 1.</summary>
    [Parameter("width N at scale 1; null: 32, in III 16 (infiniteScale: 24)", Letter = "N", Minimum = 1, Maximum = 100_000)]
    public int? BaseWidth { get; init; }

    /// <summary>Gates.</summary>
    [Parameter("sigmoid (over the number of active experts) or softmax (over the active experts)")]
    public ExpertGates Gates { get; init; } = ExpertGates.Sigmoid;

    /// <summary>K.</summary>
    [Parameter("experts that a sample uses, at scale 1 (in II and III it grows with the scale); null: all", Letter = "K", Minimum = 1, Maximum = 1_000_000)]
    public int? ActiveExperts { get; init; }

    /// <summary>K_mn.</summary>
    [Parameter("Gram matrix of the inputs, x_m . x_n/D, with targets; null: a built-in set")]
    public double[][]? InputGram { get; init; }

    /// <summary>D.</summary>
    [Parameter("input dimension; null: 8 in infiniteScale, else 16", Letter = "D", Minimum = 1, Maximum = 100_000)]
    public int? InputDimension { get; init; }

    /// <summary>y.</summary>
    [Parameter("targets, one per row of inputGram", Letter = "y")]
    public double[]? Targets { get; init; }

    /// <summary>eta.</summary>
    [Parameter("learning rate, multiplied by the powers of the table; null: 0.5 in infiniteScale, 0.3 in coordinateCheck (adam 0.02), else 1 (adam 0.1)", Letter = "eta", Minimum = 0, ExclusiveMinimum = true, Maximum = 1e4)]
    public double? LearningRate { get; init; }

    /// <summary>T.</summary>
    [Parameter("gradient steps; null: 12 in infiniteScale, 3 in coordinateCheck, 100 in escapeTime, 25 in learningRateTransfer", Letter = "T", Minimum = 1, Maximum = 10_000)]
    public int? Steps { get; init; }

    /// <summary>Recorded steps.</summary>
    [Parameter("steps at which values are recorded, between 0 and steps; null: all (about six of more than 64)")]
    public int[]? RecordSteps { get; init; }

    /// <summary>M.</summary>
    [Parameter("number of experts in regime I; null: 4", Letter = "M", Minimum = 1, Maximum = 10_000)]
    public int? ExpertCount { get; init; }

    /// <summary>N_e.</summary>
    [Parameter("neurons of an expert in regime II; null: 4 (infiniteScale: 2)", Letter = "N_e", Minimum = 1, Maximum = 1_000)]
    public int? ExpertWidth { get; init; }

    /// <summary>rho.</summary>
    [Parameter("experts over width, M/N, in II and III; null: 1/2 in II, 1/4 in III (infiniteScale: 1, without effect on the limit)", Letter = "rho", Minimum = 0, ExclusiveMinimum = true, Maximum = 1_000)]
    public double? ExpertCountRatio { get; init; }

    /// <summary>rho_e.</summary>
    [Parameter("neurons of an expert over width, N_e/N, in I and III; null: 1", Letter = "rho_e", Minimum = 0, ExclusiveMinimum = true, Maximum = 1_000)]
    public double? ExpertWidthRatio { get; init; }

    /// <summary>sigma_w.</summary>
    [Parameter("infiniteScale: standard deviation of an entry of N w_out", Letter = "sigma_w", Minimum = 0, Maximum = 1e3)]
    public double ReadoutScale { get; init; } = 1;

    /// <summary>sigma_q.</summary>
    [Parameter("infiniteScale: standard deviation of a router logit in II and III; the router begins at zero in I", Letter = "sigma_q", Minimum = 0, Maximum = 1e3)]
    public double RouterScale { get; init; } = 1;

    /// <summary>Sites.</summary>
    [Parameter("infiniteScale: sampled neurons (I, III) or experts (II) of the theory; null: 8192 in I, 4096 in II, 256 in III", Minimum = 16, Maximum = 1e7)]
    public int? TheorySites { get; init; }

    /// <summary>Experts.</summary>
    [Parameter("infiniteScale: sampled experts of the theory in III; null: 128", Minimum = 2, Maximum = 1e6)]
    public int? TheoryExperts { get; init; }

    /// <summary>Seeds.</summary>
    [Parameter("infiniteScale: independent passes of the theory; their scatter is its error", Minimum = 2, Maximum = 10_000)]
    public int TheorySeeds { get; init; } = 8;

    /// <summary>Replicas.</summary>
    [Parameter("number of simulated networks at every scale (at the largest, where a ladder is extrapolated)", Minimum = 1, Maximum = 1_000_000)]
    public int Replicas { get; init; } = 16;
}
