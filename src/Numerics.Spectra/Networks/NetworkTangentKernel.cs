using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>
/// The neural tangent kernel of a trained deep linear network at any step, as an operation, and its largest eigenvalues.
/// </summary>
/// <typeparam name="T">Element type of the vectors.</typeparam>
/// <remarks>
/// <code>
/// Kc = w_0 I + (1/nu_1) sum_(l = 1..L) w_l M_l^T M_l,    M_l = A_(l-1) ... A_0,    w_l = q_l G^(l+1) N_1/N_L (q_0, q_L -> 1),    G^l = |g^l|^2/N_l,  G^(L+1) = 1
/// training set or fresh sample: K = (1/P) X Kc X^T        population: Sigma^(1/2) Kc Sigma^(1/2)
/// one application: d = X^T p,  h_1 = A_0 d,  h_(l+1) = A_l h_l,   y_L = w_L h_L,  y_l = w_l h_l + A_l^T y_(l+1),   e = w_0 d + A_0^T y_1/nu_1,   K p = X e/P
/// </code>
/// <para>Source: docs/deep-linear-simulation.md, section 4; the kernel: A. Jacot, F. Gabriel, C. Hongler, arXiv 1806.07572.</para>
/// <para>q_l = N_(l+1)/N_l; at equal widths w_l = G^(l+1) and nu_1 = nu. Layers count with their learning rate factors: G^(l+1) stands for e_l G^(l+1), e_L = e_L G^(L+1) is that of the readout. With residual branches 1 + eps A_l stands for A_l and eps^2 G^(l+1) for
/// G^(l+1), l = 1..L-1.</para>
/// <para>Gradient descent is stable for eta lambda_max(K) below 2. Asks every matrix one vector from each side per application, after training: for revealed matrices the joint law
/// with everything before is exact, and the matrices know more afterwards.</para>
/// Equation: tangent-kernel-operator
/// </remarks>
public sealed class NetworkTangentKernel<T> : IPanelOperator<T>, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DeepLinearNetwork<T> network;
    private readonly DeepLinearTrajectory trajectory;
    private readonly PanelAlgebra<T> algebra;
    private readonly IGaussianOperator<T>? inputs;
    private readonly SiteSpace<T> space;
    private readonly bool ownsInputs;
    private readonly Panel<T> coordinates;
    private readonly Panel<T>[] layers;
    private double[] gradientPowers = [];

    /// <summary>Prepares the kernel of a network that has been trained.</summary>
    /// <param name="network">The network, constructed with enough kernel queries.</param>
    /// <param name="trajectory">Its training.</param>
    /// <param name="over">Inputs.</param>
    /// <param name="executor">Threads.</param>
    /// <param name="queries">Most applications in all; needed for a fresh sample.</param>
    /// <exception cref="ArgumentException">A training set or a fresh sample asked of a network without samples.</exception>
    public NetworkTangentKernel(DeepLinearNetwork<T> network, DeepLinearTrajectory trajectory, TangentKernelInputs over, ShardExecutor executor, int queries)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(trajectory);
        ArgumentNullException.ThrowIfNull(executor);
        this.network = network;
        this.trajectory = trajectory;
        algebra = new PanelAlgebra<T>(executor);
        space = network.Assembly.Inputs;
        if (over == TangentKernelInputs.FreshSample)
        {
            long rows = Math.Max(network.Sizes.Samples, network.Sizes.BatchSamples);
            space = network.Assembly.FreshSamples(rows > 0 ? rows : throw Missing(over), queries + 1);
            inputs = network.Assembly.FreshInputs(space, queries + 1);
            ownsInputs = true;
        }
        else if (over == TangentKernelInputs.TrainingSet)
        {
            inputs = network.Source.TrainingSamples?.Inputs ?? throw Missing(over);
            space = network.Assembly.Samples!;
        }

        coordinates = new Panel<T>(network.Assembly.Inputs.Shards, 3);
        layers = network.Assembly.LayerPanels(2);
    }

    /// <inheritdoc/>
    public RowShards Shards => space.Shards;

    /// <summary>The largest eigenvalues at a step, from the gradient of that step (of the last gradient, at the end) as start direction.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="step">Step, 0..T.</param>
    /// <param name="count">How many.</param>
    /// <param name="options">Null takes the defaults.</param>
    public LeadingEigenvalues Largest(Lapack lapack, int step, int count = 1, SymmetricLanczosOptions? options = null)
    {
        network.SetStep(step);
        gradientPowers = [.. trajectory.GradientPowers[step].Select((power, layer) => network.Model.KernelShape(layer) * network.Model.LayerSpikeFactor(layer) * network.Model.BranchScale(layer) * power)];
        using var start = new Panel<T>(Shards, 1);
        Start(Math.Min(step, network.Model.Steps - 1), start.View());

        if (algebra.Dot(start.View(), start.View()) == 0)
        {
            // A batch may be empty, and its gradient zero: then as at the start.
            Start(-1, start.View());
        }

        return SymmetricLanczos.Compute(lapack, this, start.View(), count, algebra, options);
    }

    /// <inheritdoc/>
    public void Apply(PanelView<T> vector, PanelView<T> image)
    {
        PanelView<T> d = coordinates.View(0, 1);
        PanelView<T> e = coordinates.View(1, 1);
        if (inputs is null)
        {
            network.Covariance.MultiplyRoot(vector, d);
            Core(d, e);
            network.Covariance.MultiplyRoot(e, image);
            return;
        }

        inputs.MultiplyTransposed(vector, d);
        network.Covariance.MultiplyRoot(d, d);
        Core(d, e);
        network.Covariance.MultiplyRoot(e, e);
        inputs.Multiply(e, image);
        algebra.Scale(image, (double)inputs.Columns / inputs.Rows, image);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ownsInputs)
        {
            inputs?.Dispose();
        }

        coordinates.Dispose();
        foreach (Panel<T> layer in layers)
        {
            layer.Dispose();
        }
    }

    /// <summary>e = Kc d.</summary>
    private void Core(PanelView<T> d, PanelView<T> e)
    {
        IReadOnlyList<LowRankPlus<T>> matrices = network.Matrices;
        PanelView<T> h = d;
        for (int layer = 0; layer < matrices.Count; layer++)
        {
            PanelView<T> next = Feature(layer + 1);
            matrices[layer].Multiply(h, next);
            ResidualBranch.Join(algebra, network.Model, layer, h, next);
            h = next;
        }

        PanelView<T> y = h;
        double readout = network.Model.KernelShape(network.Model.Depth) * network.Model.LearningRateFactors.Readout;
        if (readout != 1)
        {
            algebra.Scale(y, readout, y);
        }

        for (int layer = matrices.Count - 1; layer >= 1; layer--)
        {
            PanelView<T> below = layers[layer - 1].View(1, 1);
            matrices[layer].MultiplyTransposed(y, below);
            ResidualBranch.Join(algebra, network.Model, layer, y, below);
            Add(gradientPowers[layer], Feature(layer), below);
            y = below;
        }

        matrices[0].MultiplyTransposed(y, e);
        algebra.Scale(e, 1 / network.Model.LayerRatio(1), e);
        Add(gradientPowers[0], d, e);
    }

    /// <summary>h_l, l = 1..L; column 1 of the same panel is y_l below the last layer.</summary>
    private PanelView<T> Feature(int layer) => layers[layer - 1].View(0, 1);

    private void Add(double factor, PanelView<T> source, PanelView<T> target)
    {
        DenseMatrix<double> coefficient = DenseMatrix<double>.FromArray(new[,] { { factor } });
        algebra.AddProduct(source, coefficient, target);
    }

    /// <summary>Residuals on the training set, s for the population, X s for a fresh sample: mostly in the span of what has been asked, and close to the outlier's vector.
    /// Without any training step, a constant: generic for Gaussian matrices.</summary>
    private void Start(int step, PanelView<T> start)
    {
        if (step < 0)
        {
            space.Generic(start);
            return;
        }

        IQueryMemory<T> asked = ownsInputs || inputs is null ? network.Matrices[0].Gaussian.Right : inputs.Left;
        PanelView<T> target = ownsInputs ? coordinates.View(2, 1) : start;
        var unit = new DenseMatrix<double>(step + 1, 1);
        unit[step, 0] = 1;
        algebra.Clear(target);
        asked.AddCombination(unit, target);
        if (ownsInputs)
        {
            network.Covariance.MultiplyRoot(target, target);
            inputs!.Multiply(target, start);
        }
    }

    private static ArgumentException Missing(TangentKernelInputs over) =>
        new($"The tangent kernel over {over} needs samples that this training does not have; take {TangentKernelInputs.Population}.");
}
