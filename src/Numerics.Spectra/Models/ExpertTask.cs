using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Models;

/// <summary>How router logits become gates.</summary>
public enum ExpertGates
{
    /// <summary>1/(1 + exp(-psi)) over the number of active experts; gates do not compete.</summary>
    Sigmoid,

    /// <summary>exp(psi) over its sum over the active experts.</summary>
    Softmax,
}

/// <summary>What a finite mixture-of-experts network is and learns.</summary>
public sealed record ExpertTask
{
    /// <summary>N, M, N_e, K.</summary>
    public required ExpertSizes Sizes { get; init; }

    /// <summary>Initial scales.</summary>
    public required ExpertParameterization Parameterization { get; init; }

    /// <summary>Inputs x_b, D x B, of length about sqrt(D).</summary>
    public required DenseMatrix<double> Inputs { get; init; }

    /// <summary>y_b.</summary>
    public required IReadOnlyList<double> Targets { get; init; }

    /// <summary>eta.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Gradient descent or Adam.</summary>
    public ExpertOptimizer Optimizer { get; init; }

    /// <summary>Gates.</summary>
    public ExpertGates Gates { get; init; }

    /// <summary>Whether w_out begins at zero.</summary>
    public bool ZeroReadout { get; init; }
}
