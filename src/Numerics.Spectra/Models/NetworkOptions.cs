using Numerics.Kernels.Elementwise;

namespace Numerics.Spectra.Models;

/// <summary>Architecture and training of a nonlinear network with hidden layers of equal width.</summary>
public sealed record NetworkOptions
{
    /// <summary>L, number of hidden layers, at least 2; there are L - 1 hidden matrices.</summary>
    public required int Depth { get; init; }

    /// <summary>phi.</summary>
    public required ActivationKind Activation { get; init; }

    /// <summary>Width exponents.</summary>
    public Parameterization Parameterization { get; init; } = Parameterization.MuP;

    /// <summary>a of phi = a phi_0, where phi_0 is max(h, 0) for relu and the activation itself for the others; null for <see cref="Activations.Gain"/>.</summary>
    public double? ActivationGain { get; init; }

    /// <summary>eta, for the loss as <see cref="Loss"/> adds it up.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Mean or sum over the batch.</summary>
    public LossReduction Loss { get; init; } = LossReduction.Mean;

    /// <summary>What multiplies the learning rate in each layer.</summary>
    public LearningRateFactors LearningRateFactors { get; init; } = LearningRateFactors.Ones;

    /// <summary>Momentum, weight decay and schedule; null for plain gradient descent.</summary>
    public OptimizerMemory? Optimizer { get; init; }

    /// <summary>Whether the output is f(t) - f(0), which is then what the loss sees, too.</summary>
    public bool CentreOutput { get; init; }

    /// <summary>gamma0.</summary>
    public required double OutputScale { get; init; }

    /// <summary>sigma: standard deviation of the entries of the hidden matrices W at the start.</summary>
    public required double HiddenScale { get; init; }

    /// <summary>Scale of a hidden matrix W/sqrt(N) as an operator: standard deviation of its entries times sqrt(columns).</summary>
    public double OperatorScale => Parameterization.OperatorScale(HiddenScale, Width);

    /// <summary>What the activation as <see cref="Activations"/> has it is multiplied by; 1 unless <see cref="ActivationGain"/> says otherwise.</summary>
    public double ActivationFactor => ActivationGain is { } gain ? gain / Activations.Gain(Activation) : 1;

    /// <summary>T, number of gradient steps.</summary>
    public required int Steps { get; init; }

    /// <summary>N.</summary>
    public required long Width { get; init; }

    /// <summary>
    /// A run counts as diverged when its loss exceeds this multiple of the larger of 1/2 and the initial loss. Large enough for the transient growth of
    /// large learning rates (catapults), far below overflow in single precision.
    /// </summary>
    public double DivergenceFactor { get; init; } = 1e4;

    /// <summary>
    /// Part of a query outside the span of earlier ones, over its norm, up to which it adds no direction to a revealed matrix; 0 for the least that the precision resolves.
    /// </summary>
    public double RankTolerance { get; init; }

    /// <summary>
    /// Whether the history of matrices that answer in single sweeps, directions and noise columns, is kept in single precision while fields and arithmetic are double; other routes have no
    /// use for it. <see cref="RankTolerance"/> is then 1e-7 at least.
    /// </summary>
    public bool HistoryInSingle { get; init; }

    /// <summary>
    /// Relative error of an integration step up to which gradient flow is followed, a step of the options being a time of <see cref="LearningRate"/>; 0 for gradient descent.
    /// </summary>
    public double FlowTolerance { get; init; }

    /// <summary>c of a batch.</summary>
    /// <param name="samples">|B|.</param>
    public double LossWeight(int samples) => Loss == LossReduction.Sum ? 1 : 1.0 / samples;
}
