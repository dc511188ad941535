using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>
/// The eigenvalue of a deep linear network's tangent kernel that the largest covariance mode has where it stands alone above the bulk of the others, at any step.
/// </summary>
/// <remarks>
/// <code>
/// 1 - m lam_1 g = W_dd + W_ee + m lam_1 W_ed + g W_de,    W_xy = p_1 tr[ (I - T)^-1 V_xy ]
/// </code>
/// <para>m, g, T: scalar resolvents and history system without the mode. In a mode d = m lam e + F_d and e = g d + F_e; its d and e reach the history through the vectors that
/// V_xy names by rows, its sources F_d and F_e come from the history through those that V_xy names by columns:</para>
/// <code>
/// V_dd: omega_d by omega_p, sqrt(lam) szs; by tau_p, alpha lam sv; rho_0 by tau_p, alpha lam vz0^T       V_ed: omega_d by omega^y_1, f_0 sz0; by pi_0, ss; rho_0 by pi_0, sz0^T
/// V_de: omega_e by omega_p, lam^(3/2) vzs; by tau_p, alpha lam^2 vv; rho_e by tau_p, lam^(3/2) vzs^T    V_ee: omega_e by omega^y_1, f_0 lam vz0; by pi_0, lam vs; rho_e by pi_0, sqrt(lam) szs^T/alpha
/// </code>
/// <para>Derivation: one coordinate is eliminated exactly, which leaves det(M - W) = 0 of order two with M = [[1, -m lam_1],[-g, 1]]; its target and fields, drawn once, enter W
/// quadratically and are averaged. det W is left out: one coordinate has none at a pole of the history, averaged factors would leave a spurious double pole (away from poles
/// it shifts the roots of P7 by 5e-6 of themselves). At step 0 there is no history and 1 = m lam_1 g is left. For a weight p_1 -> 0 at fixed lam_1 the history drops out at later steps, too; it counts because p_1 lam_1^2 is the mode's share in the
/// gradient, which a power law keeps.</para>
/// <para>The eigenvalue lies above the leading outlier that the other modes have: there the history diverges and the left side less the right one falls to minus infinity, at large lambda it is 1.</para>
/// <para>Source: derived here, docs/deep-linear.md, section 4.</para>
/// <para>p_1: weight, 1/D for one coordinate. Fresh samples and the population operator have W_ed alone.</para>
/// Equation: ntk-isolated-mode
/// <para>Valid for a mode of one coordinate; other large modes count among the rest. Corrections of relative order 1/D.</para>
/// </remarks>
public sealed class IsolatedCovarianceMode
{
    private const double EdgeOffset = 1e-9;
    private const double RootTolerance = 1e-12;

    private readonly NeuralTangentKernel rest;
    private readonly double covariance;
    private readonly Lazy<double?> eigenvalue;

    /// <summary>Solves at one step.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="solution">Order parameters; at least two covariance modes have weight and an eigenvalue above 0.</param>
    /// <param name="step">t = 0..LastStep.</param>
    /// <param name="kernel">On which inputs.</param>
    /// <exception cref="ArgumentException">One mode alone; or what the kernel itself refuses.</exception>
    public IsolatedCovarianceMode(Lapack lapack, DeepLinearSolution solution, int step, NtkOperator kernel)
    {
        ArgumentNullException.ThrowIfNull(solution);
        CovarianceSpectrum spectrum = solution.Model.Covariance;
        int largest = LargestMode(spectrum)
            ?? throw new ArgumentException("A covariance of one eigenvalue above 0 has no mode that could stand alone; give it at least two.", nameof(solution));
        covariance = spectrum.Eigenvalues[largest];
        Weight = spectrum.Weights[largest];
        rest = new NeuralTangentKernel(lapack, solution, step, kernel, largest);
        double edge = rest.BulkEdge * (1 + EdgeOffset);
        StandsAlone = WithoutHistory(rest.Resolvent(edge)) < 0;
        eigenvalue = new Lazy<double?>(() => StandsAlone ? Above(rest.Outliers is [double leading, ..] ? leading * (1 + EdgeOffset) : edge) : null, LazyThreadSafetyMode.None);
    }

    /// <summary>Index of the mode of the largest eigenvalue; null unless a second one has weight and an eigenvalue above 0, as the bulk that it could stand above needs.</summary>
    /// <param name="spectrum">Modes; those without weight or of eigenvalue 0 do not count.</param>
    public static int? LargestMode(CovarianceSpectrum spectrum)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        int[] present = [.. Enumerable.Range(0, spectrum.Modes).Where(mode => spectrum.Weights[mode] > 0 && spectrum.Eigenvalues[mode] > 0)];
        return present.Length < 2 ? null : present.MaxBy(mode => spectrum.Eigenvalues[mode]);
    }

    /// <summary>p_1, share of the mode in the input dimensions.</summary>
    public double Weight { get; }

    /// <summary>Upper edge of the bulk of the other modes.</summary>
    public double BulkEdge => rest.BulkEdge;

    /// <summary>Whether the mode would stand above the bulk of the others without the history.</summary>
    public bool StandsAlone { get; }

    /// <summary>The eigenvalue, computed when first asked for; null where the mode does not stand alone, or not above the leading outlier of the others.</summary>
    public double? Eigenvalue => eigenvalue.Value;

    /// <summary>The leading eigenvalue above the bulk: the mode's, or the leading outlier of the others; null where there is neither.</summary>
    public double? Outlier => Eigenvalue ?? (rest.Outliers is [double leading, ..] ? leading : null);

    private double? Above(double low)
    {
        double atLow = Secular(low);
        if (!(atLow < 0))
        {
            return null;
        }

        double high = 2 * low;
        while (Secular(high) < 0)
        {
            high *= 2;
        }

        return BracketedRoot.Find(Secular, low, atLow, high, Secular(high), RootTolerance);
    }

    private double WithoutHistory(NtkResolvent at) => 1 - (at.Sample * covariance * at.Input);

    private double Secular(double lambda)
    {
        NtkResolvent at = rest.Resolvent(lambda);
        NtkModeLoops loops = rest.Loops(at);
        return WithoutHistory(at) - loops.DD - loops.EE - (at.Sample * covariance * loops.ED) - (at.Input * loops.DE);
    }
}
