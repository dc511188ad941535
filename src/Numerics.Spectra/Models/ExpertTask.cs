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

/// <summary>Parts of the aggregated expert output and of what comes back through it, root mean squares over samples, units and experts.</summary>
/// <param name="Initial">sum_i G_i W2_i(0)^T e_i(0).</param>
/// <param name="Effective">sum_i G_i (W2_i - W2_i(0))^T e_i.</param>
/// <param name="Propagating">sum_i G_i W2_i(0)^T (e_i - e_i(0)).</param>
/// <param name="Aggregate">Their sum h_agg.</param>
/// <param name="BackwardInitial">N_e W2_i(0) w_out.</param>
/// <param name="BackwardUpdated">N_e (W2_i - W2_i(0)) w_out.</param>
public sealed record ExpertParts(double Initial, double Effective, double Propagating, double Aggregate, double BackwardInitial, double BackwardUpdated)
{
    /// <summary>In the order of the parameters.</summary>
    public IReadOnlyList<double> Values => [Initial, Effective, Propagating, Aggregate, BackwardInitial, BackwardUpdated];
}
