using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Theory.Training;

/// <summary>
/// What the proportional limit knows of one training run: losses and order parameters at every step, and the history of every hidden matrix.
/// </summary>
/// <remarks>
/// Times run over 0..<see cref="LastStep"/>; entries of tables beyond it are not meaningful. Layers: h^0 (input side) .. h^L, gradients g^1 .. g^L, g^(L+1) = 1;
/// matrices A_0 .. A_(L-1). Averages are over the D or N sites of a layer: entries of h and g are O(1).
/// <para>Source: derived here, docs/deep-linear.md, section 2; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// </remarks>
public sealed class DeepLinearSolution
{
    private readonly IReadOnlyList<LayerTables> layers;
    private readonly TimeMatrix readout;
    private readonly double[] train;
    private readonly double[] test;

    internal DeepLinearSolution(
        DeepLinearModel model, int completed, int? divergedAt, SampleSite sample, InputSite input, HiddenLayers hidden)
    {
        Model = model;
        Sample = sample;
        Input = input;
        layers = hidden.Layers;
        readout = hidden.Readout;
        DivergedAt = divergedAt;
        LastStep = completed - 1;
        // Sums of squares; what rounding leaves of a loss near zero can be negative.
        train = [.. Enumerable.Range(0, completed).Select(t => Math.Max(0, sample.TrainLoss[t]))];
        test = [.. Enumerable.Range(0, completed).Select(t => Math.Max(0, input.Errors[t, t]))];
    }

    /// <summary>What was solved.</summary>
    public DeepLinearModel Model { get; }

    /// <summary>The step at which training was seen to diverge (loss beyond DivergenceFactor times its start, or overflow); null if it did not.</summary>
    public int? DivergedAt { get; }

    /// <summary>The last step with finite order parameters: T, or about DivergedAt; -1 if not even the start is finite.</summary>
    public int LastStep { get; }

    /// <summary>train(t) = |Delta|^2/P for t = 0..LastStep.</summary>
    public IReadOnlyList<double> TrainLoss => train;

    /// <summary>test(t) = v^T Sigma v/D, the excess risk, for t = 0..LastStep.</summary>
    public IReadOnlyList<double> TestLoss => test;

    internal SampleSite Sample { get; }

    internal InputSite Input { get; }

    /// <summary>C^l(t, r) = &lt;h^l(t) h^l(r)&gt;, l = 0..L.</summary>
    public TimeMatrix FeatureCorrelations(int layer) => layer == 0 ? Input.Features : Site(layer).Features;

    /// <summary>G^l(t, r) = &lt;g^l(t) g^l(r)&gt;, l = 1..L + 1; all ones for l = L + 1.</summary>
    public TimeMatrix GradientCorrelations(int layer) => layer == layers.Count + 1 ? readout : Site(layer).Gradients;

    /// <summary>K^l(t, r) = &lt;h^l(t) g^l(r)&gt;, l = 1..L.</summary>
    public TimeMatrix FeatureGradientCorrelations(int layer) => Site(layer).Cross;

    /// <summary>a^l(t, r) = &lt;dh^l(t)/dz^l(r)&gt;, l = 0..L; zero for r above t.</summary>
    public TimeMatrix FeatureResponses(int layer) => layer == 0 ? Input.FeatureResponses : Site(layer).FeatureToBackward;

    /// <summary>b^l(t, r) = &lt;dg^l(t)/du^l(r)&gt;, l = 1..L; zero for r from t on.</summary>
    public TimeMatrix GradientResponses(int layer) => Site(layer).GradientToForward;

    /// <summary>Correlations of the residuals as they enter the gradients; null unless training uses a fixed, finite set.</summary>
    public TimeMatrix? ResidualCorrelations => Sample.ResidualCorrelations;

    /// <summary>Kc's weights G^l(t,t): the mean square gradient of layer <paramref name="layer"/> = 1..L + 1 at a step.</summary>
    public double GradientPower(int layer, int step) => GradientCorrelations(layer)[RequireStep(step), step];

    /// <summary>The history of A_l as seen at a step: queries of the steps before it, with the spikes they left.</summary>
    /// <param name="matrix">l = 0..L-1.</param>
    /// <param name="step">t; the history has t entries.</param>
    public LayerHistory History(int matrix, int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(matrix);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(matrix, layers.Count);
        ReadOnlySpan<double> weights = Model.Optimizer.Weights(RequireStep(step));
        var strengths = new double[step];
        for (int s = 0; s < step; s++)
        {
            strengths[s] = Model.LayerSpikeSize(matrix) * weights[s];
        }

        DenseMatrix<double> Block(TimeMatrix table) => table.Leading(step);
        return new LayerHistory(
            Block(FeatureCorrelations(matrix)),
            Block(GradientCorrelations(matrix + 1)),
            Block(FeatureResponses(matrix)),
            Block(GradientResponses(matrix + 1)),
            strengths,
            Model.OperatorScale(matrix),
            Model.AspectRatio(matrix),
            Model.Optimizer.Retained(step));
    }

    /// <summary>e_l G^(l+1)(t,t) times its shape, l = 0..L: what matrix l (the readout for l = L) weighs in the tangent kernel that training at its own learning rate has.</summary>
    internal double KernelWeight(int layer, int step) => Model.KernelShape(layer) * Model.LearningRateFactor(layer) * GradientPower(layer + 1, step);

    internal LayerTables Site(int layer) => layer >= 1 && layer <= layers.Count
        ? layers[layer - 1]
        : throw new ArgumentOutOfRangeException(nameof(layer), $"Layer {layer} of a network with {layers.Count} hidden layers; they count from 1.");

    internal int RequireStep(int step) => step >= 0 && step <= LastStep
        ? step
        : throw new ArgumentOutOfRangeException(nameof(step), $"Step {step} is not in 0..{LastStep}, the steps that were solved.");
}
