namespace Numerics.Spectra.Models;

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
