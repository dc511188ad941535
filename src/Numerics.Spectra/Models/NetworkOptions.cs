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

    /// <summary>eta, for the mean loss over the batch.</summary>
    public required double LearningRate { get; init; }

    /// <summary>gamma0.</summary>
    public required double OutputScale { get; init; }

    /// <summary>sigma: standard deviation of the entries of the hidden matrices W at the start.</summary>
    public required double HiddenScale { get; init; }

    /// <summary>Scale of a hidden matrix W/sqrt(N) as an operator: standard deviation of its entries times sqrt(columns).</summary>
    public double OperatorScale => Parameterization.OperatorScale(HiddenScale, Width);

    /// <summary>T, number of gradient steps.</summary>
    public required int Steps { get; init; }

    /// <summary>N.</summary>
    public required long Width { get; init; }

    /// <summary>
    /// A run counts as diverged when its loss exceeds this multiple of the larger of 1/2 and the initial loss. Large enough for the transient growth of
    /// large learning rates (catapults), far below overflow in single precision.
    /// </summary>
    public double DivergenceFactor { get; init; } = 1e4;
}
