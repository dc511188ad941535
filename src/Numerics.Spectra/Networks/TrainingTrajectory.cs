using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Sweeps;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>Losses, outputs and bookkeeping of a training run.</summary>
/// <param name="Loss">(1/2P) sum_m (y_m - f_m)^2 at steps 0 .. T.</param>
/// <param name="Output">f_m(t), indexed [step][sample].</param>
/// <param name="Marks">For every hidden matrix 1 .. L-1 (index 0 .. L-2), how much was known of it before each step.</param>
/// <param name="DivergedAt">Step at which the run was given up, null if it finished.</param>
public sealed record TrainingTrajectory(
    IReadOnlyList<double> Loss,
    IReadOnlyList<double[]> Output,
    IReadOnlyList<LayerMark[]> Marks,
    int? DivergedAt)
{
    /// <summary>What the bases of a training in single sweeps rest on; null for another route, and for a run that was given up.</summary>
    public SweepEvidence? Sweeps { get; init; }

    /// <summary>Directions and parts left out of the bases of revealed matrices; null for stored ones, and for a run that was given up.</summary>
    public BasisEvidence? Bases { get; init; }

    /// <summary>What an integration of gradient flow rests on; null for gradient descent, and for a run that was given up.</summary>
    public FlowEvidence? Flow { get; init; }
}
