using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// A deep linear network of finite size, trained by gradient descent in vector form: two products with the inputs and two with every matrix per step, no activations
/// of single samples. Written once for stored and revealed matrices, single and double precision.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>
/// <code>
/// g^L = w,  g^l = A_l^T g^(l+1),   v = beta* - c g^0,   Delta = X v/sqrt(D) + xi,   s = (sqrt(D)/P) X^T Delta,   h^0 = s,  h^(l+1) = A_l h^l
/// A_l(t) = rho(t) A_l(0) + (e_l kappa/n_in) sum_(r before t) m(t, r) g^(l+1)(r) h^l(r)^T,     w(t) = rho(t) w(0) + e_L kappa sum_(r before t) m(t, r) h^L(r)
/// with a centred output:  v = beta* - c (g^0(t) - g^0(0))
/// hidden widths N_l:   c = 1/(gamma sqrt(nu_L)),   kappa = eta gamma/sqrt(nu_L),   nu_L = N_L/D
/// with residual branches, l = 1..L-1:  g^l = g^(l+1) + eps A_l^T g^(l+1),   h^(l+1) = h^l + eps A_l h^l,   eps e_l kappa in place of e_l kappa
/// </code>
/// <para>Source: derived here, docs/deep-linear-simulation.md, section 1.</para>
/// <para>A_0: N_1 x D, entry variance sigma_0^2/D; A_l: N_(l+1) x N_l, sigma_l^2/N_l; w: N_L, sigma_L^2. c, kappa, rho, m: DeepLinearModel, at the ratios of the actual sizes.</para>
/// Equation: deep-linear-training
/// <para>Exactly the gradient descent on the raw weights at every size. A matrix is asked g^(l+1)(t) from the left, then h^l(t) from the right; the last step from the left only.
/// Determinism: revealed matrices give the same bits for any number of threads and ranks. Not thread-safe.</para>
/// </remarks>
public sealed class DeepLinearNetwork<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PanelAlgebra<T> algebra;
    private readonly LowRankPlus<T>[] matrices;
    private readonly Panel<T>[] fields;
    private readonly Panel<T> readoutHistory;
    private readonly Panel<T> inputs;

    /// <summary>Draws what is drawn before training.</summary>
    /// <param name="model">The model; its ratios are rounded to whole sizes.</param>
    /// <param name="inputDimension">D.</param>
    /// <param name="factory">Kind of the Gaussian matrices, and threads.</param>
    /// <param name="streams">Streams of the replica.</param>
    /// <param name="kernelQueries">Further vectors that may be asked of every matrix from each side after training (tangent kernels).</param>
    /// <exception cref="ArgumentException">A number of initial scales other than L + 1, hidden widths that do not fit, or more queries than a revealed matrix can answer.</exception>
    public DeepLinearNetwork(
        DeepLinearModel model, long inputDimension, GaussianFactory<T> factory, NetworkStreams streams, int kernelQueries = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(factory);
        if (model.InitialScales.Count != model.Depth + 1)
        {
            throw new ArgumentException($"{model.InitialScales.Count} initial scales given; a network of depth {model.Depth} needs {model.Depth + 1}.", nameof(model));
        }

        if (model.HiddenWidthsRefusal is { } refusal)
        {
            throw new ArgumentException(refusal, nameof(model));
        }

        Sizes = DeepLinearSizes.Of(model, inputDimension);
        Model = Sizes.Exact(model);
        algebra = new PanelAlgebra<T>(factory.Executor);
        Assembly = new DeepLinearAssembly<T>(Model, Sizes, factory, streams, algebra, kernelQueries);
        matrices = [.. Enumerable.Range(0, Model.Depth).Select(Assembly.Matrix)];
        Covariance = new InputCovariance<T>(Model.Covariance, Assembly.Inputs, algebra);
        Source = Assembly.Gradient();
        fields = Assembly.LayerPanels(1);
        inputs = new Panel<T>(Assembly.Inputs.Shards, Model.CentreOutput ? 4 : 3);
        readoutHistory = new Panel<T>(Assembly.Layer(Model.Depth).Shards, 1 + Model.Steps);
        Assembly.Layer(Model.Depth).Draw(streams.Readout, 0, null, InitialReadout, Model.InitialScales[^1]);
    }

    /// <summary>The model at the ratios of the actual sizes.</summary>
    public DeepLinearModel Model { get; }

    /// <summary>D, N, P.</summary>
    public DeepLinearSizes Sizes { get; }

    /// <summary>A_0..A_{L-1}.</summary>
    public IReadOnlyList<LowRankPlus<T>> Matrices => matrices;

    /// <summary>Sigma and beta*.</summary>
    public InputCovariance<T> Covariance { get; }

    /// <summary>Where the gradient comes from.</summary>
    public IInputGradient<T> Source { get; }

    /// <summary>w(0); may be written before training.</summary>
    public PanelView<T> InitialReadout => readoutHistory.View(0, 1);

    /// <summary>Makes the Gaussian matrices of this network.</summary>
    internal DeepLinearAssembly<T> Assembly { get; }

    /// <summary>Trains for the steps of the model.</summary>
    /// <param name="report">Called with the fraction done.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <returns>The trajectory; a diverging run returns what it has, with the step named.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public DeepLinearTrajectory Train(Action<double>? report = null, CancellationToken cancellation = default)
    {
        var test = new List<double>();
        var train = new List<double>();
        var gradientPowers = new List<double[]>();
        var featurePowers = new List<double[]>();
        LayerMark[][] marks = [.. matrices.Select(_ => new LayerMark[Model.Steps + 1])];
        for (int step = 0; step <= Model.Steps; step++)
        {
            algebra.Executor.Communicator.ThrowIfCancelled(cancellation);
            SetStep(step);
            Mark(marks, step);
            gradientPowers.Add(Backward(step));
            Error(step);
            test.Add(algebra.Dot(Whitened, Whitened) / Sizes.InputDimension);
            train.Add(Source.TrainLoss(step, Whitened));
            if (!double.IsFinite(test[^1]) || !(train[^1] <= Model.DivergenceFactor * train[0]))
            {
                return new DeepLinearTrajectory(test, train, gradientPowers, featurePowers, marks, step);
            }

            if (step < Model.Steps)
            {
                Source.Gradient(step, Whitened, Gradient);
                Covariance.MultiplyRoot(Gradient, Gradient);
                featurePowers.Add(ForwardAndUpdate(step));
            }

            report?.Invoke((step + 1.0) / (Model.Steps + 1));
        }

        return new DeepLinearTrajectory(test, train, gradientPowers, featurePowers, marks, null);
    }

    /// <summary>Gives every matrix the weights it had before a step.</summary>
    public void SetStep(int step)
    {
        foreach (LowRankPlus<T> matrix in matrices)
        {
            matrix.Weigh(Model.Optimizer.Retained(step), Model.Optimizer.Weights(step));
        }
    }

    /// <summary>&lt;h^l(t) h^l(r)&gt; over the sites of layer l = 0..L-1, for steps t, r below T that have been trained.</summary>
    public double FeatureCorrelation(int layer, int step, int past) =>
        matrices[layer].Gaussian.Right.InnerProduct(step, past) / matrices[layer].Gaussian.Columns;

    /// <summary>&lt;g^l(t) g^l(r)&gt; over the sites of layer l = 1..L, for steps t, r up to T that have been trained.</summary>
    public double GradientCorrelation(int layer, int step, int past) =>
        matrices[layer - 1].Gaussian.Left.InnerProduct(step, past) / matrices[layer - 1].Gaussian.Rows;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LowRankPlus<T> matrix in matrices)
        {
            matrix.Gaussian.Dispose();
        }

        Source.Dispose();
        Covariance.Dispose();
        foreach (Panel<T> field in fields)
        {
            field.Dispose();
        }

        inputs.Dispose();
        readoutHistory.Dispose();
    }

    private PanelView<T> InputGradient => inputs.View(0, 1);

    private PanelView<T> Whitened => inputs.View(1, 1);

    private PanelView<T> Gradient => inputs.View(2, 1);

    /// <summary>g^l or h^l, l = 1..L.</summary>
    private PanelView<T> Field(int layer) => fields[layer - 1].View(0, 1);

    private void Mark(LayerMark[][] marks, int step)
    {
        for (int layer = 0; layer < marks.Length; layer++)
        {
            marks[layer][step] = LayerMark.Of(matrices[layer]);
        }
    }

    /// <summary>g^L = w(t) down to g^0 (in the input panel); returns |g^l|^2/N_l, l = 1..L.</summary>
    private double[] Backward(int step)
    {
        var powers = new double[matrices.Length];
        var coefficients = new DenseMatrix<double>(step + 1, 1);
        coefficients[0, 0] = Model.Optimizer.Retained(step);
        for (int past = 0; past < step; past++)
        {
            coefficients[past + 1, 0] = Model.LayerSpikeSize(Model.Depth) * Model.Optimizer.Weight(step, past);
        }

        algebra.Product(readoutHistory.View(0, step + 1), coefficients, Field(Model.Depth));
        for (int layer = matrices.Length - 1; layer >= 0; layer--)
        {
            PanelView<T> g = Field(layer + 1);
            powers[layer] = algebra.Dot(g, g) / Sizes.WidthOf(layer + 1);
            PanelView<T> below = layer == 0 ? InputGradient : Field(layer);
            matrices[layer].MultiplyTransposed(g, below);
            ResidualBranch.Join(algebra, Model, layer, g, below);
        }

        return powers;
    }

    /// <summary>Sigma^(1/2) v with v = beta* - c g^0, g^0 less its initial value if the output is centred.</summary>
    private void Error(int step)
    {
        DenseMatrix<double> one = DenseMatrix<double>.Identity(1);
        algebra.Scale(InputGradient, -Model.OutputMultiplier, Whitened);
        if (Model.CentreOutput)
        {
            PanelView<T> initial = inputs.View(3, 1);
            if (step == 0)
            {
                algebra.Scale(Whitened, -1, initial);
            }

            algebra.AddProduct(initial, one, Whitened);
        }

        algebra.AddProduct(Covariance.Target, one, Whitened);
        Covariance.MultiplyRoot(Whitened, Whitened);
    }

    /// <summary>h^0 = s up to h^L, the spikes of this step; returns |h^l|^2/n_l, l = 0..L.</summary>
    private double[] ForwardAndUpdate(int step)
    {
        var powers = new double[matrices.Length + 1];
        PanelView<T> h = Gradient;
        for (int layer = 0; layer < matrices.Length; layer++)
        {
            powers[layer] = algebra.Dot(h, h) / matrices[layer].Gaussian.Columns;
            PanelView<T> next = layer + 1 < matrices.Length ? Field(layer + 1) : readoutHistory.View(step + 1, 1);
            matrices[layer].Multiply(h, next);
            ResidualBranch.Join(algebra, Model, layer, h, next);
            matrices[layer].AddSpike(new Spike(matrices[layer].Gaussian.Left.Count - 1, matrices[layer].Gaussian.Right.Count - 1, Model.LayerSpikeSize(layer)));
            h = next;
        }

        powers[^1] = algebra.Dot(h, h) / Sizes.WidthOf(Model.Depth);
        return powers;
    }
}
