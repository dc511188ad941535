using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Catalog.Training;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>The study <c>deep-linear</c> with its parameters fixed: observables, figures, cost and one simulated network. <see cref="DeepLinearTheory"/> predicts.</summary>
/// <remarks>
/// Means deviate from the proportional limit by O(1/D); the constants of the rules are about twice the largest |bias| D measured over the reference sets
/// (docs/deep-linear.md, section 7), the deviations of one replica times sqrt(D) likewise. Those of losses, powers and kernels are relative to the theory.
/// </remarks>
public sealed class DeepLinearExperiment : TrainingExperiment
{
    /// <summary>Number of singular values followed.</summary>
    internal const int Ranks = 2;

    /// <summary>Deviation of an overlap in one replica times sqrt(D).</summary>
    internal const double OverlapDeviation = 5;

    /// <summary>
    /// Losses are judged up to this share of the theory's first unstable learning rate; beyond it differences between networks are amplified and the mean leaves
    /// the proportional limit (docs/deep-linear.md, section 5).
    /// </summary>
    private const double JudgedShare = 0.45;

    /// <summary>
    /// Most applications of the tangent kernel in one step of recording: three times what a leading eigenvalue clear of the bulk needed in the reference sets.
    /// </summary>
    private const int KernelApplications = 40;

    private readonly double scatter;

    /// <summary>Declares the observables.</summary>
    public DeepLinearExperiment(DeepLinearParameters p)
        : base(p.Precision, p.Matrix, p.Conventions, p.Replicas, Ranks)
    {
        Parameters = p;
        scatter = 1 / Math.Sqrt(p.InputDimension);
        DeepLinearModel asked = p.Model();
        Sizes = DeepLinearSizes.Of(asked, p.InputDimension);
        Model = Sizes.Exact(asked);
        SpectrumSteps = p.SpectrumSteps();
        KernelSteps = p.KernelSteps();
        TheorySpectrumSteps = RecordedSteps.Curve(SpectrumSteps, p.Steps, step => p.Depth * DeepLinearSpectrum.Seconds(step));
        TheoryKernelSteps = RecordedSteps.Curve(KernelSteps, p.Steps, step => Model.IsResidual ? double.PositiveInfinity : KernelSeconds(step));
        PastSteps = SpectrumSteps.Length == 0 ? [] : [.. SpectrumSteps.Prepend(0).Where(step => step < p.Steps).Distinct()];
        Axis allSteps = Steps(Enumerable.Range(0, p.Steps + 1));
        ComparisonRule power = Relative(40, 14);
        TestLoss = Observe("testLoss", "excess risk v^T Sigma v/D of the predictor", allSteps).Judged(power);
        TrainLoss = Observe("trainLoss", "mean squared residual over the training set (over the fresh batch of the step in one-pass training)", allSteps).Judged(power);
        if (SpectrumSteps.Length > 0)
        {
            ObserveSpectra();
        }

        if (KernelSteps.Length > 0)
        {
            ObserveKernel();
        }

        if (p.OrderParameters)
        {
            FeaturePower = Observe("featurePower", "mean square of the features h^l, l = 0..L", Axis.Of("featureLayer", Enumerable.Range(0, p.Depth + 1)), Steps(Enumerable.Range(0, p.Steps))).Judged(power);
            GradientPower = Observe("gradientPower", "mean square of the gradients g^l, l = 1..L", Axis.Of("gradientLayer", Enumerable.Range(1, p.Depth)), allSteps).Judged(power);
        }

        BestLearningRate = Reduce(new("bestLearningRate", "learning rate of the smallest loss (parameter criterion) at the end before it rises by half, between grid points by a parabola in the logarithms; null at an end of the grid; error: that of the grid", "learningRate", Criterion, SweepMinimum.Best));
        Reduce(new("rateShift", "factors of two of bestLearningRate per factor of two of widthRatio, the slope of a straight line through the logarithms: 0 for perfect transfer; error of the theory: that of the fit", "widthRatio", BestLearningRate, RateTransfer.Shift));
        Reduce(new("transferWidthRatio", "the smallest swept widthRatio from which on bestLearningRate is within a tenth of that at the largest", "widthRatio", BestLearningRate, RateTransfer.HoldsFrom));
        Reduce(new("depthShift", "factors of two of bestLearningRate per factor of two of depth, the slope of a straight line through the logarithms: 0 for perfect transfer; error of the theory: that of the fit", "depth", BestLearningRate, RateTransfer.Shift));
        FirstUnstableLearningRate = Reduce(new("firstUnstableLearningRate", "smallest learning rate of the grid at which training diverges; null if there is none; error: that of the grid", "learningRate", Criterion, SweepMinimum.FirstUnstable) { JudgedShare = JudgedShare });
    }

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            // One core does 4 GFlop/s in panel kernels and matrix-vector products, which memory bounds.
            double theory = DeepLinearDmft.Seconds(Model)
                + TheorySpectrumSteps.Sum(step => Parameters.Depth * DeepLinearSpectrum.Seconds(step)) + TheoryKernelSteps.Sum(step => KernelSeconds(step));
            var replica = new DeepLinearCost(Model, Parameters.InputDimension, Measurements, Parameters.Matrix, ElementBytes);
            return new Cost(replica.StateBytes, (long)DeepLinearDmft.Bytes(Model), replica.Operations / 4e9, theory);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan => Sizes.HiddenWidths.Count == 0 ? [] : [Fact.Evidence("neurons of the hidden layers", string.Join(", ", Sizes.HiddenWidths))];

    /// <inheritdoc/>
    protected override IReadOnlyList<Figure> FiguresOverSteps => DeepLinearFigures.Of(this);

    internal DeepLinearParameters Parameters { get; }

    /// <summary>Simulated sizes.</summary>
    internal DeepLinearSizes Sizes { get; }

    /// <summary>The model at the ratios of the simulated sizes.</summary>
    internal DeepLinearModel Model { get; }

    internal DeepLinearMeasurements Measurements => new()
    {
        SpectrumSteps = SpectrumSteps,
        SingularValues = Ranks,
        KernelSteps = KernelSteps,
        KernelInputs = Parameters.KernelInputs(),
        // A third of the eigenvalue's scatter between replicas at the edge of the bulk, D^(-2/3), and not finer than 1e-3.
        Kernel = new() { Tolerance = Math.Max(1e-3, 0.3 * Math.Pow(Parameters.InputDimension, -2.0 / 3)), MaximumSteps = KernelApplications },
    };

    /// <summary>Steps at which the simulation records spectra, and the tangent kernel.</summary>
    internal int[] SpectrumSteps { get; }
    internal int[] KernelSteps { get; }

    /// <summary>Steps at which the theory predicts them, the recorded ones among them.</summary>
    internal int[] TheorySpectrumSteps { get; }
    internal int[] TheoryKernelSteps { get; }

    /// <summary>Steps whose features and gradients overlaps are taken with.</summary>
    internal int[] PastSteps { get; }

    internal Observable TestLoss { get; }
    internal Observable TrainLoss { get; }
    internal Observable? OutlierBelow { get; private set; }
    internal Observable? BulkEdgeUpper { get; private set; }
    internal Observable? BulkEdgeLower { get; private set; }
    internal Observable? OverlapLeft { get; private set; }
    internal Observable? OverlapRight { get; private set; }
    internal Observable? NtkBulkEdge { get; private set; }
    internal Observable? NtkOutlier { get; private set; }
    internal Observable? NtkTop { get; private set; }
    internal Observable? Sharpness { get; private set; }
    internal Observable? StabilityBound { get; private set; }
    internal Observable? FeaturePower { get; }
    internal Observable? GradientPower { get; }
    internal Observable BestLearningRate { get; }
    internal Observable FirstUnstableLearningRate { get; }

    /// <summary>The loss that a best learning rate minimizes.</summary>
    internal Observable Criterion =>
        (Parameters.Criterion ?? (Parameters.Batch.Sampling is BatchSampling.OnePass ? LossKind.TestLoss : LossKind.TrainLoss)) == LossKind.TestLoss ? TestLoss : TrainLoss;

    /// <inheritdoc/>
    protected override void Solve(TheoryContext context, Recorder r) => new DeepLinearTheory(this, context, r).Predict();

    /// <inheritdoc/>
    protected override void TrainDouble(ReplicaContext context, Recorder r) => Train<double>(context, r);

    /// <inheritdoc/>
    protected override void TrainSingle(ReplicaContext context, Recorder r) => Train<float>(context, r);

    private void Train<T>(ReplicaContext context, Recorder r)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        DeepLinearObservation seen = DeepLinearSimulation.Run(
            context.Lapack,
            Model,
            Parameters.InputDimension,
            new GaussianFactory<T>(Parameters.Matrix, context.Lapack, context.Executor),
            context.Streams.Network,
            Measurements,
            context.Progress.Report,
            context.Cancellation);
        DeepLinearTrajectory trajectory = seen.Trajectory;
        RecordLosses(r, trajectory.LastStep, trajectory.TestLoss, trajectory.TrainLoss);
        if (trajectory.DivergedAt is null)
        {
            RecordPowers(r, trajectory.LastStep, (layer, step) => trajectory.FeaturePowers[step][layer], (layer, step) => trajectory.GradientPowers[step][layer - 1]);
        }

        foreach (((int layer, int at), TopSingularValues top) in seen.Singular)
        {
            RecordSpectrum(r, layer, at, top);
        }

        foreach ((int at, LeadingEigenvalues found) in seen.Kernel.Where(pair => pair.Value.Outcome == Outcome.Ok))
        {
            // An eigenvalue that did not converge is missing, not wrong.
            int step = Array.IndexOf(TheoryKernelSteps, at);
            r[NtkTop!, step] = found.Values[0];
            r[Sharpness!, step] = Parameters.LearningRate * found.Values[0];
        }

        if (trajectory.DivergedAt is { } diverged)
        {
            throw new DivergedException(
                "Training", $"step {diverged}", $"the training loss passed {Model.DivergenceFactor} times its start of {trajectory.TrainLoss[0]:G4}", "learningRate", Parameters.LearningRate);
        }
    }

    /// <inheritdoc/>
    protected override double Columns(int entry, int entries) => Sizes.WidthOf(entry / (entries / Parameters.Depth));

    /// <summary>Losses of steps 0 to <paramref name="last"/>, of theory or of a replica.</summary>
    internal void RecordLosses(Recorder r, int last, IReadOnlyList<double> test, IReadOnlyList<double> train)
    {
        r.Row(TestLoss, [.. test.Take(last + 1)]);
        r.Row(TrainLoss, [.. train.Take(last + 1)]);
    }

    /// <summary>Mean squares of features l = 0..L and gradients l = 1..L, by layer l and step.</summary>
    internal void RecordPowers(Recorder r, int last, Func<int, int, double> feature, Func<int, int, double> gradient)
    {
        for (int layer = 0; FeaturePower is not null && layer <= Parameters.Depth; layer++)
        {
            r.Row(FeaturePower, [.. Enumerable.Range(0, Math.Min(last + 1, Parameters.Steps)).Select(step => feature(layer, step))], layer);
            if (layer > 0)
            {
                r.Row(GradientPower!, [.. Enumerable.Range(0, last + 1).Select(step => gradient(layer, step))], layer - 1);
            }
        }
    }

    internal void RecordSpectrum(Recorder r, int layer, int at, TopSingularValues top)
    {
        if (!RecordLargest(r, top, $"A_{layer} at step {at}", layer, Array.IndexOf(TheorySpectrumSteps, at)))
        {
            return;
        }

        int recorded = Array.IndexOf(SpectrumSteps, at);
        int[] past = [.. PastSteps.TakeWhile(step => step < at)];
        for (int rank = 0; rank < Math.Min(Ranks, top.Values.Count); rank++)
        {
            r.Row(OverlapLeft!, [.. past.Select(step => top.LeftCosines[rank][step])], layer, recorded, rank);
            r.Row(OverlapRight!, [.. past.Select(step => top.RightCosines[rank][step])], layer, recorded, rank);
        }
    }

    private void ObserveSpectra()
    {
        Axis step = Steps(TheorySpectrumSteps);
        Axis layer = Axis.Of("layer", Enumerable.Range(0, Parameters.Depth));
        Axis[] overlapping = [layer, Steps(SpectrumSteps), Rank, Axis.Of("pastStep", PastSteps)];
        ComparisonRule singular = Shown.Of(Absolute(4, 2), SmallestEdge());
        string Of(string values) => Shown.Say(values, "A_l", "W_l");
        TopSingularValue = ObserveSingularValues("topSingularValue", $"{Shown.Say("largest singular values", $"A_0 = W_0/sqrt(D), A_l = W_l/sqrt({(Sizes.HiddenWidths.Count == 0 ? "N" : "N_l")})", "W_0, W_l")}; theory: the outlier of that rank, else the bulk edge with its Tracy-Widom shift at this size", layer, step, Rank).Judged(singular with { VariancePower = ComparisonRule.EdgeVariancePower });
        Outlier = ObserveSingularValues("outlier", $"{Of("singular values")} above the bulk at infinite size, theory: null where none; judged where they are clear of the edge, topSingularValue elsewhere", layer, step, Rank).Judged(singular);
        OutlierBelow = ObserveSingularValues("outlierBelow", $"{Of("singular values")} between zero and the lower edge of the bulk at infinite size; null where none", layer, step, Rank);
        BulkEdgeUpper = ObserveSingularValues("bulkEdgeUpper", Of("upper edge of the singular values"), layer, step);
        BulkEdgeLower = ObserveSingularValues("bulkEdgeLower", Of("lower edge of the singular values"), layer, step);
        OverlapLeft = Observe("overlapLeft", "|cosine| between the left singular vector and the gradient of a past step", overlapping).Judged(Absolute(10, OverlapDeviation));
        OverlapRight = Observe("overlapRight", "|cosine| between the right singular vector and the features of a past step", overlapping).Judged(Absolute(10, OverlapDeviation));
    }

    private void ObserveKernel()
    {
        Axis step = Steps(TheoryKernelSteps);
        NtkBulkEdge = Observe("ntkBulkEdge", "upper edge of the bulk of the neural tangent kernel", step);
        NtkOutlier = Observe("ntkOutlier", "leading eigenvalue of the neural tangent kernel above its bulk at infinite size; null where none", step);
        NtkTop = Observe("ntkTop", "leading eigenvalue of the neural tangent kernel; theory: the outlier, else the bulk edge with a scatter of 2 D^(-2/3) of it", step).Judged(Relative(12, 6));
        Sharpness = Observe("sharpness", "learningRate times the leading eigenvalue of the neural tangent kernel; gradient descent is stable below 2 (heavy ball: 2 (1 + momentum))", step).Judged(Relative(12, 6));
        StabilityBound = Observe("stabilityBound", "2 (1 + momentum), above which linearised gradient descent is unstable", step);
    }

    /// <summary>Rough time of the theory of the kernel at a step; with residual branches there is none.</summary>
    private double KernelSeconds(int step) => Model.IsResidual ? 0 : LeadingKernelEigenvalue.Seconds(Parameters.Depth, step, Model.Covariance.Modes);

    private Axis Steps(IEnumerable<int> steps) => Shown.Steps(steps, Parameters.LearningRate, Parameters.Schedule);

    /// <summary>Allowance constant/D and deviation of one replica times sqrt(D).</summary>
    private ComparisonRule Absolute(double constant, double deviation) => new(Parameters.InputDimension, constant, 1) { ReplicaDeviation = deviation * scatter };

    private ComparisonRule Relative(double constant, double deviation) => Absolute(constant, deviation) with { Relative = true };

    /// <summary>Smallest upper edge of a matrix's bulk in the run, in singular values of A_l.</summary>
    private double SmallestEdge() => Enumerable.Range(0, Parameters.Depth).Min(layer =>
        Model.Optimizer.Retained(Parameters.Steps) * Model.OperatorScale(layer) * (1 + Math.Sqrt(Model.AspectRatio(layer))));
}
