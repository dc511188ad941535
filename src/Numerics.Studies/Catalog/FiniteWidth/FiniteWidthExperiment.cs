using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.FiniteWidth;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.FiniteWidth;

/// <summary>
/// The study <c>finite-width</c> with its parameters fixed. A replica is one network; the variances are those over replicas, with the error of the jackknife, which the framework finds.
/// <see cref="FiniteWidthTheory"/> predicts.
/// </summary>
/// <remarks>Constants of the rules: docs/finite-width.md, section 4.</remarks>
public sealed class FiniteWidthExperiment : Experiment
{
    // Fewer points than this make no curve.
    private const int FewestOfCurve = 8;

    private readonly bool[] recorded;

    /// <summary>Declares the observables.</summary>
    /// <param name="p">Parameters.</param>
    public FiniteWidthExperiment(FiniteWidthParameters p)
    {
        ArgumentNullException.ThrowIfNull(p);
        Parameters = p;
        Model = p.Model();
        Points = p.Depth > 1 ? RecordedPoints() : CurvePoints();
        recorded = [.. Points.Select(RecordedPoints().Contains)];
        Axis time = p.IsFlow ? new Axis("time", [.. Points.Select(point => Model.Times.Ends[point])]) : Axis.Of("step", Points);
        Axis sample = Indices("sample");
        Axis row = Indices("row");
        Axis column = Indices("column");
        Axis layer = Axis.Of("layer", Enumerable.Range(1, p.Depth));
        string centred = p.Centred ? " less that at the start" : "";
        Output = Observe("output", $"network output on each sample{centred}, training rows first", time, sample).Judged(Mean(1));
        LazyOutputVariance = Observe("lazyOutputVariance", "width times the variance of the output if the tangent kernel stayed at its random initial value, infinite width", time, sample);
        OutputVariance = Observe("outputVariance", "width times the variance of the output over initialisations", time, sample).Judged(Variance(Output));
        if (HasWholeTheory && p.Activation != ActivationKind.Relu && Model.Times.Steps > 0)
        {
            // At the start, where theory of two hidden layers and of relu ends, the lazy theory is the theory.
            OutputVariance = OutputVariance.Against("lazy", LazyOutputVariance);
        }

        FeatureKernel = Observe("featureKernel", "(1/width) phi(h_m) . phi(h_n) of each hidden layer", time, layer, row, column).Judged(Upper(Mean(1), p.Depth));
        FeatureKernelVariance = Observe("featureKernelVariance", "width times the variance of featureKernel over initialisations", time, layer, row, column)
            .Judged(Upper(Variance(FeatureKernel), p.Depth));
        TangentKernel = Observe("tangentKernel", "df_m/dtheta . df_n/dtheta times outputScale^2 width: minus the rate of output m under residual n", time, row, column).Judged(Upper(Mean(2), 1));
        TangentKernelVariance = Observe("tangentKernelVariance", "width times the variance of tangentKernel over initialisations", time, row, column)
            .Judged(Upper(Variance(TangentKernel), 1));
    }

    /// <inheritdoc/>
    public override int Replicas => Parameters.Replicas;

    /// <inheritdoc/>
    public override bool SolvesTheoryOnce => true;

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            double width = Parameters.Width;
            double state = (width * (1 + Model.Samples)) + ((Parameters.Depth - 1) * width * width);
            double fields = 3.0 * Parameters.Depth * Model.Samples * width;
            double layer = Model.Samples * width * (6e-9 + ((Parameters.Depth - 1) * width * 1.5e-9));
            double kernels = recorded.Count(one => one) * Model.Samples * (double)Model.Samples * width * Parameters.Depth * 2e-9;
            return new Cost(
                (long)(8 * ((4 * state) + fields)),
                (long)(HasWholeTheory ? TwoLayerFluctuations.Bytes(Model, Points.Length, Parameters.TheoryNodes) : 1e6 + (Parameters.Depth == 2 ? Parameters.TheoryNodes * (200 + (160.0 * Model.Samples)) : 0)),
                1e-3 + (Model.Times.Evaluations * layer) + kernels,
                Passes * (HasWholeTheory ? TwoLayerFluctuations.Seconds(Model, Points.Length, Parameters.TheoryNodes) : Parameters.Depth == 2 ? InitialKernels.Seconds(Model, Parameters.TheoryNodes) : 0),
                Passes);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures
    {
        get
        {
            FigureSlice lastLayer = new("layer", Parameters.Depth - 1);
            FigureSlice firstRow = new("row", 0);
            return
            [
                Of("output-variance", "Variance of outputs over initialisations", "sample", "N Var f", [FigurePart.Reference(LazyOutputVariance, "lazy"), .. FigurePart.Compared((OutputVariance, "output"))]),
                Of("tangent-kernel-variance", "Variance of the tangent kernel over initialisations", "column", "N Var K, row 0", [.. FigurePart.Compared((TangentKernelVariance, "K"))])
                    with { Slices = [firstRow] },
                Of("feature-kernel-variance", "Variance of the feature kernel over initialisations", "column", "N Var Φ, row 0", [.. FigurePart.Compared((FeatureKernelVariance, "Φ"))])
                    with { Slices = [lastLayer, firstRow] },
                Of("output", "Mean output over training", "sample", "f", [.. FigurePart.Compared((Output, "output"))]),
                Of("tangent-kernel", "Mean tangent kernel over training", "column", "K, row 0", [.. FigurePart.Compared((TangentKernel, "K"))]) with { Slices = [firstRow] },
            ];
        }
    }

    internal FiniteWidthParameters Parameters { get; }

    /// <summary>The network with its data and steps.</summary>
    internal FluctuationModel Model { get; }

    /// <summary>Numbers of steps after which something is predicted; the simulation records some of them.</summary>
    internal int[] Points { get; }

    internal Observable Output { get; }
    internal Observable OutputVariance { get; }
    internal Observable LazyOutputVariance { get; }
    internal Observable FeatureKernel { get; }
    internal Observable FeatureKernelVariance { get; }
    internal Observable TangentKernel { get; }
    internal Observable TangentKernelVariance { get; }

    /// <summary>Whether theory says everything: one hidden layer.</summary>
    internal bool HasWholeTheory => Parameters.Depth == 1;

    /// <summary>Passes of the theory: two grids that lie between each other, or random shifts.</summary>
    internal int Passes => TwoLayerFluctuations.IsGrid(Model) ? 2 : Parameters.TheorySeeds;

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r) => new FiniteWidthTheory(this, context).Predict(r);

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        var network = FluctuationNetwork.Draw(Model, Parameters.Width, Parameters.Depth, context.Streams.Network);
        network.Train(step =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (Array.IndexOf(Points, step) is >= 0 and var point && recorded[point])
            {
                Record(network, context.Lapack, r, point);
            }

            context.Progress.Report((step + 1.0) / (Model.Times.Steps + 1));
        });
        if (network.DivergedAt is { } at)
        {
            throw Diverged("Training", at);
        }
    }

    /// <summary>What is thrown where outputs left every bound.</summary>
    internal DivergedException Diverged(string what, int step) => Parameters.IsFlow
        ? new DivergedException(what, $"time {Model.Times.Ends[step]:G4}", "", "outputScale", Parameters.OutputScale)
        : new DivergedException(what, $"step {step}", "", "learningRate", Parameters.LearningRate);

    /// <summary>Where a learning rate is beyond the bound of stability, until the next point: the least stable step and one sentence without its end; null where it is nowhere.</summary>
    /// <param name="lapack">Dense linear algebra.</param>
    /// <param name="steps">Steps at which there are kernels; of batches those until the next of them matter, each for itself, and at the first those before it, too.</param>
    /// <param name="at">Index among them.</param>
    /// <param name="kernel">Tangent kernel there.</param>
    internal (int Step, string Sentence)? BeyondStability(Lapack lapack, int[] steps, int at, Func<int, int, double> kernel)
    {
        if (Parameters.IsFlow)
        {
            return null;
        }

        int from = at == 0 && !Model.IsFullBatch ? 0 : steps[at];
        int next = at + 1 < steps.Length ? steps[at + 1] : Model.Times.Steps;
        (double largest, int step) = (0, from);
        for (int batchStep = from; batchStep < (Model.IsFullBatch ? from + 1 : next); batchStep++)
        {
            if (LargestEigenvalue(lapack, Model.Batch(batchStep), kernel) is not { } value)
            {
                return null;
            }

            (largest, step) = value > largest ? (value, batchStep) : (largest, step);
        }

        string batch = Model.IsFullBatch ? "" : $" of the batch of step {step}";
        return Parameters.LearningRate * largest <= 2 ? null
            : (step, $"learningRate {Parameters.LearningRate:G4} is beyond the bound of stability 2/{largest:G4} = {2 / largest:G4} of the tangent kernel{batch}");
    }

    private static double? LargestEigenvalue(Lapack lapack, ReadOnlySpan<int> rows, Func<int, int, double> kernel)
    {
        var matrix = new DenseMatrix<double>(rows.Length, rows.Length);
        for (int m = 0; m < rows.Length; m++)
        {
            for (int n = 0; n < rows.Length; n++)
            {
                matrix[m, n] = kernel(rows[m], rows[n]);
                if (!double.IsFinite(matrix[m, n]))
                {
                    return null;
                }
            }
        }

        return SymmetricEigen.Values(lapack, matrix, overwrite: true).Values[^1];
    }

    private void Record(FluctuationNetwork network, Lapack lapack, Recorder r, int point)
    {
        r.Row(Output, [.. network.Output], point);
        double[,] tangent = network.TangentKernel();
        for (int m = 0; m < Model.Samples; m++)
        {
            for (int n = 0; n < Model.Samples; n++)
            {
                r[TangentKernel, point, m, n] = tangent[m, n];
                for (int layer = 1; layer <= Parameters.Depth; layer++)
                {
                    r[FeatureKernel, point, layer - 1, m, n] = network.FeatureKernel(layer, m, n);
                }
            }
        }

        int[] steps = RecordedPoints();
        int at = Array.IndexOf(steps, Points[point]);
        if ((at == 0 || !Model.IsFullBatch) && BeyondStability(lapack, steps, at, (m, n) => tangent[m, n]) is { } beyond)
        {
            r.Remark(Points[point] == 0 ? $"{beyond.Sentence} at the start." : $"{beyond.Sentence} after {Points[point]} steps.");
        }
    }

    /// <summary>Over training; of a single point over samples or columns.</summary>
    private Figure Of(string name, string title, string index, string label, FigurePart[] parts)
    {
        (string axis, string words) = Points.Length == 1 ? (index, index) : Parameters.IsFlow ? ("time", "time") : ("step", "gradient step");
        return new(name, title, axis, words, label, parts) { Residuals = true };
    }

    private Axis Indices(string name) => Axis.Of(name, Enumerable.Range(0, Model.Samples));

    private ComparisonRule Mean(double constant) => new(Parameters.Width, constant, 1) { TheoryFreedom = Freedom };

    private ComparisonRule Variance(Observable of) => new(Parameters.Width, 20, 1) { Relative = true, VariancePower = 0, VarianceOf = of.Name, TheoryFreedom = Freedom };

    private double? Freedom => TwoLayerFluctuations.IsGrid(Model) ? null : Passes - 1;

    /// <summary>Of symmetric matrices one of two equal entries is judged.</summary>
    private ComparisonRule Upper(ComparisonRule rule, int layers) => rule with
    {
        Compared = [.. Enumerable.Range(0, Points.Length * layers * Model.Samples * Model.Samples).Select(entry => entry / Model.Samples % Model.Samples <= entry % Model.Samples)],
    };

    private int[] RecordedPoints() => Parameters.IsFlow
        ? [.. Parameters.RecordedTimes.Select(Model.Times.StepAt).Distinct().Order()]
        : Parameters.Recorded;

    /// <summary>The recorded points and, where theory is quick enough, others in equal distances for a curve.</summary>
    private int[] CurvePoints()
    {
        double seconds = TwoLayerFluctuations.Seconds(Model, 1, Parameters.TheoryNodes) - TwoLayerFluctuations.Seconds(Model, 0, Parameters.TheoryNodes);
        double most = Math.Min(RecordedSteps.CurveSeconds / seconds, RecordedSteps.CurvePoints);
        if (most < FewestOfCurve)
        {
            return RecordedPoints();
        }

        int every = (int)Math.Ceiling(Model.Times.Steps / most);
        return [.. RecordedPoints().Union(Enumerable.Range(0, Model.Times.Steps + 1).Where(step => step % Math.Max(1, every) == 0)).Order()];
    }
}
