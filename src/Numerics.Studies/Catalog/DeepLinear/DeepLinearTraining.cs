using Numerics.LinearAlgebra.Operators;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>What the studies of deep linear networks have in common: network, data, optimizer and size of the simulation.</summary>
public abstract record DeepLinearTraining
{
    /// <summary>L.</summary>
    [Parameter("number of hidden layers: matrices A_0 .. A_(depth-1) and a readout", Letter = "L", Minimum = 1, Maximum = 64)]
    public int Depth { get; init; } = 1;

    /// <summary>alpha.</summary>
    [Parameter(
        "samples over input dimension, or \"infinite\" for the population gradient",
        Letter = "alpha",
        Schema = """{ "oneOf": [ { "type": "number", "exclusiveMinimum": 0 }, { "const": "infinite" } ] }""")]
    public Ratio SampleRatio { get; init; } = new(2);

    /// <summary>gamma0.</summary>
    [Parameter("output scale: small is lazy, large is rich", Letter = "gamma0", Minimum = 0, ExclusiveMinimum = true, Maximum = 1e6)]
    public double OutputScale { get; init; } = 4;

    /// <summary>sigma_0 .. sigma_L.</summary>
    [Parameter(
        "standard deviation of the initial weights: one number, or depth + 1 of them (matrices, then readout)",
        Letter = "sigma",
        Schema = """{ "oneOf": [ { "type": "number", "exclusiveMinimum": 0 }, { "type": "array", "items": { "type": "number", "exclusiveMinimum": 0 } } ] }""")]
    public LayerScales InitialScale { get; init; } = new([0.5]);

    /// <summary>Noise.</summary>
    [Parameter("standard deviation of the label noise; the signal has variance 1", Minimum = 0, Maximum = 1e6)]
    public double LabelNoise { get; init; }

    /// <summary>T.</summary>
    [Parameter("number of gradient steps", Letter = "T", Minimum = 1, Maximum = 100_000)]
    public int Steps { get; init; } = 20;

    /// <summary>Batch.</summary>
    [Parameter(
        "\"full\", { \"onePass\": b } for b inputDimension fresh samples a step (or \"infinite\"), or { \"fraction\": m } for every sample with probability m",
        Letter = "b, m",
        Schema = """{ "oneOf": [ { "const": "full" }, { "type": "object", "properties": { "onePass": { "oneOf": [ { "type": "number", "exclusiveMinimum": 0 }, { "const": "infinite" } ] }, "fraction": { "type": "number", "exclusiveMinimum": 0, "maximum": 1 } }, "minProperties": 1, "maxProperties": 1, "additionalProperties": false } ] }""")]
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
    [Parameter(
        "input covariance; the target has equal squared coefficients on all modes",
        Letter = "Sigma",
        Schema = """{ "oneOf": [ { "type": "object", "properties": { "law": { "const": "isotropic" } }, "required": ["law"], "additionalProperties": false }, { "type": "object", "properties": { "law": { "const": "power" }, "exponent": { "type": "number" }, "modes": { "type": "integer", "minimum": 1 } }, "required": ["law", "exponent", "modes"], "additionalProperties": false }, { "type": "object", "properties": { "eigenvalues": { "type": "array", "items": { "type": "number", "minimum": 0 }, "minItems": 1 } }, "required": ["eigenvalues"], "additionalProperties": false } ] }""")]
    public CovarianceLaw Covariance { get; init; } = CovarianceLaw.Isotropic;

    /// <summary>D.</summary>
    [Parameter("input dimension of the simulation; width and samples follow from the ratios", Letter = "D", Minimum = 2, Maximum = 2e9)]
    public long InputDimension { get; init; } = 1000;

    /// <summary>Stored or revealed.</summary>
    [Parameter("revealed (exact in law, memory of a few vectors) or stored (quadratic memory)")]
    public MatrixKind Matrix { get; init; } = MatrixKind.Stored;

    /// <summary>Precision.</summary>
    [Parameter("precision of the simulated vectors; the theory is always double")]
    public FloatingPrecision Precision { get; init; } = FloatingPrecision.Double;

    /// <summary>Replicas.</summary>
    [Parameter("number of simulated networks", Minimum = 1, Maximum = 1_000_000)]
    public int Replicas { get; init; } = 8;
}
