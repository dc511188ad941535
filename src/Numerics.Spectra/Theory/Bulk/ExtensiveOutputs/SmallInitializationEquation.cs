using System.Numerics;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>
/// Both layers trained by gradient flow from a small initialisation: the spectrum of w^T w at any time.
/// </summary>
/// <remarks>
/// <code>
/// canonical variables w = W/sqrt gamma, v = V/sqrt gamma, Z_0 = [w, v^T] iid of variance s_0^2/N;   Th = [[0, Theta^T],[Theta, 0]]
/// Z^T Z = e^(Th t) Z_0^T ( 1 + Z_0 F Z_0^T )^-1 Z_0 e^(Th t),   F = (e^(2 Th t) - 1)/(2 Th)
/// one scalar g, y = s_0^2 g:   1/g = 1 - s_0^2 [ sum over modes T_s(y)/N + zero modes ],   T = (tr A - 2 y det A)/Delta,   Delta = 1 - y tr A + y^2 det A
/// A_++ = e^(2st)/(2z) - F_+,   A_-- = e^(-2st)/(2z) - F_-,   A_+- = 1/(2z),   F_+- = (e^(+-2st) - 1)/(+-2s)
/// g_D(z) = (1/D) sum ( 1/z + d log Delta/dz );   zero modes: D > C: A = 1/z - t, a number;   C > D: A = -t, without part in g_D
/// </code>
/// <para>T and Delta come from the 3 x 3 matrices of each mode: tr (Z - yB)^-1 B = -d log det(1 - yA)/dy.</para>
/// <para>Source: derived here, docs/bulk.md, section 9; the question is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>z is the eigenvalue variable of w^T w (D x D). s_0 = sw/sqrt gamma, t flow time; singular values s of Theta by quadrature of their law.</para>
/// Equation: small-initialization-flow
/// <para>Exact for balanced initial values (w w^T = v^T v); from iid ones up to O(s_0^2) corrections, small for s_0 &lt;= 0.1. At late times the law is carried by single
/// nodes of the quadrature: take many and stay above the real axis by more than their spacing.</para>
/// </remarks>
internal sealed class SmallInitializationEquation : DiagonalDysonEquation
{
    private readonly double variance;
    private readonly double time;
    private readonly double inputRatio;
    private readonly (double Weight, double Grown, double Decayed, double GrownIntegral, double DecayedIntegral)[] modes;
    private readonly double freeInputs;
    private readonly double freeOutputs;

    /// <summary>The equation at flow time <paramref name="time"/>.</summary>
    /// <param name="model">Ratios, scales and teacher; sw = sv is required.</param>
    /// <param name="time">t, not negative, in canonical variables (gamma eta steps).</param>
    /// <param name="nodes">Quadrature nodes for the singular values of the teacher.</param>
    /// <exception cref="ArgumentException">sw and sv differ.</exception>
    public SmallInitializationEquation(TwoLayerLinearModel model, double time, int nodes = 1000)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        if (model.HiddenScale != model.ReadoutScale || model.OutputRatio == 0 || model.TeacherScale == 0 || model.HiddenScale == 0)
        {
            throw new ArgumentException(
                $"The flow needs equal positive scales of both layers (here {model.HiddenScale} and {model.ReadoutScale}), a positive output ratio and a teacher.", nameof(model));
        }

        variance = model.HiddenScale * model.HiddenScale / model.OutputScale;
        this.time = time;
        inputRatio = model.InputRatio;
        double aspect = model.OutputRatio / model.InputRatio;
        var teacher = new MarchenkoPasturSingularValueLaw(model.TeacherScale, aspect);
        var rule = new BandQuadrature(teacher.Support[0], nodes, aspect == 1 ? 0 : double.NaN);
        modes = [.. rule.Nodes.Select((s, j) => (
            model.InputRatio * rule.Weight(j) * teacher.Density(s),
            Math.Exp(2 * s * time),
            Math.Exp(-2 * s * time),
            (Math.Exp(2 * s * time) - 1) / (2 * s),
            (1 - Math.Exp(-2 * s * time)) / (2 * s)))];
        freeInputs = Math.Max(0, model.InputRatio - model.OutputRatio);
        freeOutputs = Math.Max(0, model.OutputRatio - model.InputRatio);
        double top = teacher.UpperEdge;
        // w^T w stays below twice the larger of the teacher and the initial matrix.
        StartHeight = 20 * (top + (variance * Math.Pow(1 + Math.Sqrt(model.InputRatio + model.OutputRatio), 2)));
    }

    /// <inheritdoc/>
    public override double StartHeight { get; }

    /// <inheritdoc/>
    public override int Dimension => 1;

    /// <summary>Largest singular value of w at the end of the flow from vanishing initial values, sqrt(th (1 + sqrt(kappa/alpha))), N at least min(C, D).</summary>
    public static double FinalEdge(TwoLayerLinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Math.Sqrt(model.TeacherScale * (1 + Math.Sqrt(model.OutputRatio / model.InputRatio)));
    }

    /// <inheritdoc/>
    public override Complex Coordinate(PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        return g[0];
    }

    /// <inheritdoc/>
    public override void WriteCoordinateWeights(Span<double> weights) => weights[0] = 1;

    /// <inheritdoc/>
    public override Complex Trace(Complex z, PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        Complex y = variance * g[0];
        Complex sum = 0;
        foreach ((double weight, double grown, double decayed, double grownIntegral, double decayedIntegral) in modes)
        {
            var mode = new ModeAlgebra(z, y, grown, decayed, grownIntegral, decayedIntegral);
            sum += weight * ((1 / z) + (mode.DeltaByZ / mode.Delta));
        }

        Complex free = 1 - (y * ((1 / z) - time));
        sum += freeInputs * ((1 / z) + (y / (z * z) / free));
        return sum / inputRatio;
    }

    /// <inheritdoc/>
    protected override double SpectralWeight(int index) => 0;

    /// <inheritdoc/>
    protected override void WriteSelfEnergy(Complex z, PlanarVector g, PlanarVector result)
    {
        ArgumentNullException.ThrowIfNull(result);
        result[0] = -1 + (variance * Sums(z, g).Value);
    }

    /// <inheritdoc/>
    protected override void WriteSelfEnergyDerivative(Complex z, PlanarVector g, PlanarVector direction, PlanarVector result)
    {
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(result);
        result[0] = variance * variance * Sums(z, g).ByY * direction[0];
    }

    /// <inheritdoc/>
    protected override void AddSpectralDerivative(Complex z, PlanarVector g, PlanarVector result)
    {
        ArgumentNullException.ThrowIfNull(result);
        result[0] -= variance * Sums(z, g).ByZ;
    }

    /// <summary>Sum of T over all modes per N, with its derivatives in y and z.</summary>
    private (Complex Value, Complex ByY, Complex ByZ) Sums(Complex z, PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        Complex y = variance * g[0];
        Complex value = 0;
        Complex byY = 0;
        Complex byZ = 0;
        foreach ((double weight, double grown, double decayed, double grownIntegral, double decayedIntegral) in modes)
        {
            var mode = new ModeAlgebra(z, y, grown, decayed, grownIntegral, decayedIntegral);
            value += weight * mode.Value;
            byY += weight * mode.ByY;
            byZ += weight * mode.ByZ;
        }

        Complex a = (1 / z) - time;
        Complex factor = 1 / (1 - (y * a));
        value += freeInputs * a * factor;
        byY += freeInputs * a * a * factor * factor;
        byZ -= freeInputs / (z * z) * factor * factor;
        Complex outputs = 1 / (1 + (y * time));
        value -= freeOutputs * time * outputs;
        byY += freeOutputs * time * time * outputs * outputs;
        return (value, byY, byZ);
    }
}
