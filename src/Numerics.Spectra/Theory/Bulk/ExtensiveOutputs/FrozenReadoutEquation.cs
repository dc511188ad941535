using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>
/// Singular values of the hidden matrix at any time of training with a frozen readout, with finite data and label noise.
/// </summary>
/// <remarks>
/// <code>
/// entries of W_t in the eigenbases of V^T V (a) and X X^T (s): independent, variance v_t(a, s)/N
/// v_t = sw^2 d^2 + gamma^2 (1 - d)^2/a ( th^2/alpha + sig^2/(p s) ),   d = lambda^t = decay(a s)
/// a ~ sv^2 kappa MP(1/kappa),   s ~ MP(alpha/p)   (population: s = 1)
/// m_N(a) = 1/( z - alpha &lt;v_t(a, s) m_D(s)&gt;_s ),   m_D(s) = 1/( z - &lt;v_t(a, s) m_N(a)&gt;_a ),   g_D = &lt;m_D&gt;_s
/// spike s_0 u v^T of the teacher, population: 1 = (gamma s_0)^2 m_D(z) (1/kappa) &lt;(1 - d)^2/a m_N(a)&gt;_a
/// </code>
/// <para>Source: docs/bulk.md, section 8; the vector equation: O. Ajanki, L. Erdos and T. Krueger, Memoirs AMS 261 (2019) no. 1261.</para>
/// <para>All letters as in <see cref="TwoLayerLinearModel"/>; MP(c) as in <see cref="MarchenkoPasturLaw"/>.</para>
/// Equation: frozen-readout
/// <para>Exact as N -> infinity at any time. Averages over the two laws by quadrature with a given number of nodes; at late times of a descent near its
/// stability bound take more. A spike of the teacher with finite data is not of this form.</para>
/// </remarks>
internal sealed class FrozenReadoutEquation : DiagonalDysonEquation
{
    /// <summary>Nodes unless told otherwise: edges at moderate times then hold 1e-9.</summary>
    public const int DefaultNodes = 200;

    private readonly TwoLayerLinearModel model;
    private readonly TrainingClock clock;
    private readonly (double Node, double Weight)[] readout;
    private readonly (double Node, double Weight)[] inputs;
    private readonly double[][] variance;

    /// <summary>The equation at a time of training.</summary>
    /// <param name="model">The model; its learning rate is not read, the clock's is.</param>
    /// <param name="clock">Time.</param>
    /// <param name="nodes">Quadrature nodes for each of the two laws, 8 to 4096; see the remarks on late times.</param>
    public FrozenReadoutEquation(TwoLayerLinearModel model, TrainingClock clock, int nodes = DefaultNodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodes, 4096);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(clock);
        model.Validate();
        if (model.OutputRatio == 0)
        {
            throw new ArgumentException("OutputRatio is 0: a finite number of outputs makes outliers, not a bulk; use TrainingPencil with SmallTypeOutliers.", nameof(model));
        }

        this.model = model;
        this.clock = clock;
        double scale = model.ReadoutScale * model.ReadoutScale * model.OutputRatio;
        readout = [.. WithAtom(new MarchenkoPasturLaw(1 / model.OutputRatio), nodes).Select(pair => (scale * pair.Node, pair.Weight))];
        inputs = model.IsPopulation ? [(1, 1)] : [.. WithAtom(new MarchenkoPasturLaw(model.InputRatio / model.SampleRatio), nodes)];
        variance = new double[readout.Length][];
        double largest = 0;
        for (int i = 0; i < readout.Length; i++)
        {
            variance[i] = [.. inputs.Select(input => Variance(readout[i].Node, input.Node))];
            largest = Math.Max(largest, variance[i].Max());
        }

        // The norm is at most sqrt(largest variance) (1 + sqrt alpha).
        StartHeight = Math.Max(base.StartHeight, 4 * Math.Sqrt(largest) * (1 + Math.Sqrt(model.InputRatio)));
    }

    /// <inheritdoc/>
    public override double StartHeight { get; }

    /// <inheritdoc/>
    public override int Dimension => readout.Length + inputs.Length;

    /// <summary>v_t(a, s): N times the variance of an entry of W_t in the eigenbases.</summary>
    public double Variance(double a, double s)
    {
        double product = a * s;
        double decay = clock.Decay(product);
        double kept = model.HiddenScale * model.HiddenScale * decay * decay;
        // (1 - d)^2/a (th^2/alpha + sig^2/(p s)) = (1 - d)^2/(a s) (s th^2/alpha + sig^2/p)
        double noise = model.IsPopulation ? 0 : model.LabelNoise * model.LabelNoise / model.SampleRatio;
        double learned = clock.LearnedSquare(product) * ((s * model.TeacherScale * model.TeacherScale / model.InputRatio) + noise);
        return kept + (model.OutputScale * model.OutputScale * learned);
    }

    /// <summary>The outlier above the bulk of a rank-one part of strength s_0 of the teacher, or null if there is none; population only.</summary>
    /// <param name="above">Branch of this equation above its support.</param>
    /// <param name="teacherSpike">s_0, the singular value of the rank-one part.</param>
    /// <exception cref="InvalidOperationException">Finite data.</exception>
    public double? SpikeOutlier(RealBranch above, double teacherSpike)
    {
        ArgumentNullException.ThrowIfNull(above);
        if (!model.IsPopulation)
        {
            throw new InvalidOperationException("With finite data the learned spike is not of rank one; use the pencil with FiniteRankPerturbation for few steps.");
        }

        (BranchPoint first, BranchPoint last) = (above.Points[0], above.Points[^1]);
        double atFirst = SpikeFunction(first, teacherSpike);
        double atLast = SpikeFunction(last, teacherSpike);
        return atLast >= 0 ? null : above.At(BracketedRoot.Find(
            c => SpikeFunction(above.At(c), teacherSpike), first.Coordinate, atFirst, last.Coordinate, atLast, 1e-13)).X;
    }

    /// <inheritdoc/>
    public override Complex Coordinate(PlanarVector g)
    {
        ArgumentNullException.ThrowIfNull(g);
        Complex sum = 0;
        for (int j = 0; j < inputs.Length; j++)
        {
            sum += inputs[j].Weight * g[readout.Length + j];
        }

        return sum;
    }

    /// <inheritdoc/>
    public override void WriteCoordinateWeights(Span<double> weights)
    {
        weights.Clear();
        for (int j = 0; j < inputs.Length; j++)
        {
            weights[readout.Length + j] = inputs[j].Weight;
        }
    }

    /// <inheritdoc/>
    protected override void WriteSelfEnergy(Complex z, PlanarVector g, PlanarVector result) => WriteAverages(g, result);

    /// <inheritdoc/>
    protected override void WriteSelfEnergyDerivative(Complex z, PlanarVector g, PlanarVector direction, PlanarVector result) =>
        WriteAverages(direction, result);

    private static IEnumerable<(double Node, double Weight)> WithAtom(MarchenkoPasturLaw law, int nodes)
    {
        IReadOnlyList<(double Node, double Weight)> rule = law.Quadrature(nodes);
        // Few nodes miss the mass of the continuous part by 1e-7 near a hard edge; ranks, hence atoms, are masses and must be exact.
        double scale = (1 - law.AtomAtZero) / rule.Sum(pair => pair.Weight);
        IEnumerable<(double Node, double Weight)> normalized = rule.Select(pair => (pair.Node, scale * pair.Weight));
        return law.AtomAtZero > 0 ? normalized.Append((0, law.AtomAtZero)) : normalized;
    }

    private void WriteAverages(PlanarVector g, PlanarVector result)
    {
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(result);
        AddPlane(g.Real, result.Real);
        if (!g.IsReal)
        {
            AddPlane(g.Imaginary, result.Imaginary);
        }
    }

    private void AddPlane(ReadOnlySpan<double> g, Span<double> result)
    {
        ReadOnlySpan<double> ofInputs = g[readout.Length..];
        Span<double> toInputs = result[readout.Length..];
        Span<double> weighted = stackalloc double[inputs.Length];
        for (int j = 0; j < inputs.Length; j++)
        {
            weighted[j] = model.InputRatio * inputs[j].Weight * ofInputs[j];
        }

        toInputs.Clear();
        for (int i = 0; i < readout.Length; i++)
        {
            result[i] = SpanProducts.Dot(variance[i], weighted);
            SpanProducts.Add(readout[i].Weight * g[i], variance[i], toInputs);
        }
    }

    private double SpikeFunction(BranchPoint point, double teacherSpike)
    {
        double average = 0;
        for (int i = 0; i < readout.Length; i++)
        {
            average += readout[i].Weight * clock.LearnedSquare(readout[i].Node) * point.G.Real[i];
        }

        double strength = model.OutputScale * teacherSpike;
        return 1 - (strength * strength * point.G.Real[readout.Length] / model.OutputRatio * average);
    }
}
