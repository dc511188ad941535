using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Sweeps;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>The study <c>deep-linear</c> with its parameters fixed: observables, figures, cost and one simulated network. <see cref="DeepLinearTheory"/> predicts.</summary>
/// <remarks>
/// Means deviate from the proportional limit by O(1/D); the constants of the rules are about twice the largest |bias| D measured over the reference sets
/// (docs/deep-linear.md, section 7), the deviations of one replica times sqrt(D) likewise. Those of losses, powers and kernels are relative to the theory.
/// </remarks>
public sealed class DeepLinearExperiment : TwoPrecisionExperiment
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

    /// <summary>Declares the observables.</summary>
    public DeepLinearExperiment(DeepLinearParameters p)
        : base(p.Precision)
    {
        Parameters = p;
        DeepLinearModel asked = p.Model();
        Sizes = DeepLinearSizes.Of(asked, p.InputDimension);
        Model = Sizes.Exact(asked);
        SpectrumSteps = p.SpectrumSteps();
        KernelSteps = p.KernelSteps();
        TheorySpectrumSteps = RecordedSteps.Curve(SpectrumSteps, p.Steps, SpectrumSeconds);
        TheoryKernelSteps = RecordedSteps.Curve(KernelSteps, p.Steps, KernelSeconds);
        PastSteps = SpectrumSteps.Length == 0 ? [] : [.. SpectrumSteps.Prepend(0).Where(step => step < p.Steps).Distinct()];
        Measurements = new()
        {
            SpectrumSteps = SpectrumSteps,
            SingularValues = Ranks,
            KernelSteps = KernelSteps,
            KernelInputs = p.KernelInputs() switch
            {
                KernelInputs.TrainingSet => TangentKernelInputs.TrainingSet,
                KernelInputs.Population => TangentKernelInputs.Population,
                _ => TangentKernelInputs.FreshSample,
            },
            Kernel = Accuracy(p.InputDimension),
        };
        double scatter = 1 / Math.Sqrt(p.InputDimension);
        ComparisonRule power = new(p.InputDimension, 40, 1) { Relative = true, ReplicaDeviation = 14 * scatter };
        ComparisonRule singular = new(p.InputDimension, 4, 1) { ReplicaDeviation = 2 * scatter };
        ComparisonRule overlap = new(p.InputDimension, 10, 1) { ReplicaDeviation = OverlapDeviation * scatter };
        ComparisonRule eigenvalue = new(p.InputDimension, 12, 1) { Relative = true, ReplicaDeviation = 6 * scatter };
        Conventions shown = p.Conventions;
        Axis StepAxis(IEnumerable<int> steps) => shown.Steps(steps, p.LearningRate, p.Schedule);
        string Of(string values) => shown.Say(values, "A_l", "W_l");
        Axis allSteps = StepAxis(Enumerable.Range(0, p.Steps + 1));
        TestLoss = Observe("testLoss", "excess risk v^T Sigma v/D of the predictor", allSteps).Judged(power);
        TrainLoss = Observe("trainLoss", "mean squared residual over the training set (over the fresh batch of the step in one-pass training)", allSteps).Judged(power);
        if (SpectrumSteps.Length > 0)
        {
            Axis step = StepAxis(TheorySpectrumSteps);
            Axis recorded = StepAxis(SpectrumSteps);
            Axis layer = Axis.Of("layer", Enumerable.Range(0, p.Depth));
            Axis rank = Axis.Of("rank", Enumerable.Range(1, Ranks));
            Axis past = Axis.Of("pastStep", PastSteps);
            TopSingularValue = Observe("topSingularValue", $"{shown.Say("largest singular values", "A_0 = W_0/sqrt(D), A_l = W_l/sqrt(N)", "W_0, W_l")}; theory: the outlier of that rank, else the bulk edge with its Tracy-Widom shift at this size and the edge scatter as error", layer, step, rank).Judged(shown.Of(singular, SmallestEdge()));
            Outlier = Observe("outlier", $"{Of("singular values")} above the bulk at infinite size, theory: null where none; judged where they are clear of the edge, topSingularValue elsewhere", layer, step, rank).Judged(shown.Of(singular, SmallestEdge()));
            OutlierBelow = Observe("outlierBelow", $"{Of("singular values")} between zero and the lower edge of the bulk at infinite size; null where none", layer, step, rank);
            BulkEdgeUpper = Observe("bulkEdgeUpper", Of("upper edge of the singular values"), layer, step);
            BulkEdgeLower = Observe("bulkEdgeLower", Of("lower edge of the singular values"), layer, step);
            OverlapLeft = Observe("overlapLeft", "|cosine| between the left singular vector and the gradient of a past step", layer, recorded, rank, past).Judged(overlap);
            OverlapRight = Observe("overlapRight", "|cosine| between the right singular vector and the features of a past step", layer, recorded, rank, past).Judged(overlap);
        }

        if (KernelSteps.Length > 0)
        {
            Axis step = StepAxis(TheoryKernelSteps);
            NtkBulkEdge = Observe("ntkBulkEdge", "upper edge of the bulk of the neural tangent kernel", step);
            NtkOutlier = Observe("ntkOutlier", "leading eigenvalue of the neural tangent kernel above its bulk at infinite size; null where none", step);
            NtkTop = Observe("ntkTop", "leading eigenvalue of the neural tangent kernel; theory: the outlier, else the bulk edge with a scatter of 2 D^(-2/3) of it", step).Judged(eigenvalue);
            Sharpness = Observe("sharpness", "learningRate times the leading eigenvalue of the neural tangent kernel; gradient descent is stable below 2 (heavy ball: 2 (1 + momentum))", step).Judged(eigenvalue);
            StabilityBound = Observe("stabilityBound", "2 (1 + momentum), above which linearised gradient descent is unstable", step);
        }

        if (p.OrderParameters)
        {
            FeaturePower = Observe("featurePower", "mean square of the features h^l, l = 0..L", Axis.Of("featureLayer", Enumerable.Range(0, p.Depth + 1)), StepAxis(Enumerable.Range(0, p.Steps))).Judged(power);
            GradientPower = Observe("gradientPower", "mean square of the gradients g^l, l = 1..L", Axis.Of("gradientLayer", Enumerable.Range(1, p.Depth)), allSteps).Judged(power);
        }

        BestLearningRate = Reduce(new("bestLearningRate", "learning rate of the smallest loss (parameter criterion) at the end before it rises by half, between grid points by a parabola in the logarithms; null at an end of the grid; error: that of the grid", "learningRate", Criterion, SweepMinimum.Best));
        FirstUnstableLearningRate = Reduce(new("firstUnstableLearningRate", "smallest learning rate of the grid at which training diverges; null if there is none; error: that of the grid", "learningRate", Criterion, SweepMinimum.FirstUnstable) { JudgedShare = JudgedShare });
    }

    /// <inheritdoc/>
    public override int Replicas => Parameters.Replicas;

    /// <inheritdoc/>
    public override string? WhyNoLadder => Parameters.Conventions.WhyNoLadder;

    /// <inheritdoc/>
    public override string? WhyRowsAreNotShared => MatrixPolicy.Of(Parameters.Matrix).WhyRowsAreNotShared;

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            // Rates of one core: 4 GFlop/s in panel kernels and matrix-vector products, which memory bounds, 1 GFlop/s in the short rows of the theory.
            double theory = (Parameters.Depth * 60.0 * Math.Pow(Parameters.Steps, 3) / 1e9)
                + TheorySpectrumSteps.Sum(SpectrumSeconds) + TheoryKernelSteps.Sum(KernelSeconds);
            var replica = new DeepLinearCost(Model, Parameters.InputDimension, Measurements, Parameters.Matrix, ElementBytes);
            return new Cost(replica.StateBytes, (long)DeepLinearDmft.Bytes(Model), replica.Operations / 4e9, theory);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures => DeepLinearFigures.Of(this);

    internal DeepLinearParameters Parameters { get; }

    /// <summary>Simulated sizes.</summary>
    internal DeepLinearSizes Sizes { get; }

    /// <summary>The model at the ratios of the simulated sizes.</summary>
    internal DeepLinearModel Model { get; }

    internal DeepLinearMeasurements Measurements { get; }

    /// <summary>Steps at which the simulation records spectra.</summary>
    internal int[] SpectrumSteps { get; }

    /// <summary>Steps at which it records the tangent kernel.</summary>
    internal int[] KernelSteps { get; }

    /// <summary>Steps at which the theory predicts spectra, the recorded ones among them.</summary>
    internal int[] TheorySpectrumSteps { get; }

    /// <summary>Steps at which it predicts the tangent kernel, the recorded ones among them.</summary>
    internal int[] TheoryKernelSteps { get; }

    /// <summary>Steps whose features and gradients overlaps are taken with.</summary>
    internal int[] PastSteps { get; }

    internal Observable TestLoss { get; }
    internal Observable TrainLoss { get; }
    internal Observable? TopSingularValue { get; }
    internal Observable? Outlier { get; }
    internal Observable? OutlierBelow { get; }
    internal Observable? BulkEdgeUpper { get; }
    internal Observable? BulkEdgeLower { get; }
    internal Observable? OverlapLeft { get; }
    internal Observable? OverlapRight { get; }
    internal Observable? NtkBulkEdge { get; }
    internal Observable? NtkOutlier { get; }
    internal Observable? NtkTop { get; }
    internal Observable? Sharpness { get; }
    internal Observable? StabilityBound { get; }
    internal Observable? FeaturePower { get; }
    internal Observable? GradientPower { get; }
    internal Observable BestLearningRate { get; }
    internal Observable FirstUnstableLearningRate { get; }

    internal Observable Criterion =>
        (Parameters.Criterion ?? (Parameters.Batch.Sampling is BatchSampling.OnePass ? TestLoss.Name : TrainLoss.Name)) == TestLoss.Name ? TestLoss : TrainLoss;

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        try
        {
            new DeepLinearTheory(this, context, r).Predict();
        }
        finally
        {
            Relabel(r);
        }
    }

    /// <inheritdoc/>
    protected override void Simulate<T>(ReplicaContext context, Recorder r)
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
        RecordTraining(r, trajectory);
        foreach (((int layer, int at), TopSingularValues top) in seen.Singular)
        {
            RecordSpectrum(r, layer, at, top);
        }

        Relabel(r);
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

    /// <summary>Singular values in the letters asked for; the layer is the slowest axis.</summary>
    private void Relabel(Recorder r) => Parameters.Conventions.Relabel(
        r,
        [TopSingularValue, Outlier, OutlierBelow, BulkEdgeUpper, BulkEdgeLower],
        (entry, length) => entry < length / Parameters.Depth ? Sizes.InputDimension : Sizes.Width);

    /// <summary>Smallest upper edge of a matrix's bulk in the run, in singular values of A_l.</summary>
    private double SmallestEdge() => Enumerable.Range(0, Parameters.Depth).Min(layer =>
        Model.Optimizer.Retained(Parameters.Steps) * Model.OperatorScale(layer) * (1 + Math.Sqrt(Model.AspectRatio(layer))));

    private void RecordTraining(Recorder r, DeepLinearTrajectory trajectory)
    {
        for (int step = 0; step <= trajectory.LastStep; step++)
        {
            r[TestLoss, step] = trajectory.TestLoss[step];
            r[TrainLoss, step] = trajectory.TrainLoss[step];
            for (int layer = 0; FeaturePower is not null && layer <= Parameters.Depth && trajectory.DivergedAt is null; layer++)
            {
                if (step < Parameters.Steps)
                {
                    r[FeaturePower, layer, step] = trajectory.FeaturePowers[step][layer];
                }

                if (layer > 0)
                {
                    r[GradientPower!, layer - 1, step] = trajectory.GradientPowers[step][layer - 1];
                }
            }
        }
    }

    internal void RecordSpectrum(Recorder r, int layer, int at, TopSingularValues top)
    {
        if (!top.Converged)
        {
            // Missing, not wrong; and processes that share the rows go on together, of which rank 0 alone has singular values.
            r.Remark($"Top singular values of A_{layer} at step {at} did not converge: residual {top.Residual:G3}.");
            return;
        }

        int step = Array.IndexOf(TheorySpectrumSteps, at);
        int recorded = Array.IndexOf(SpectrumSteps, at);
        for (int rank = 0; rank < Math.Min(Ranks, top.Values.Count); rank++)
        {
            r[TopSingularValue!, layer, step, rank] = top.Values[rank];
            r[Outlier!, layer, step, rank] = top.Values[rank];
            for (int past = 0; past < PastSteps.Length && PastSteps[past] < at; past++)
            {
                r[OverlapLeft!, layer, recorded, rank, past] = top.LeftCosines[rank][PastSteps[past]];
                r[OverlapRight!, layer, recorded, rank, past] = top.RightCosines[rank][PastSteps[past]];
            }
        }
    }

    /// <summary>Of the eigenvalue problems of order 2k of all matrices: 10 GFlop/s.</summary>
    private double SpectrumSeconds(int step) => Parameters.Depth * 25 * Math.Pow(2.0 * step, 3) / 10e9;

    /// <summary>Of some 60 linear systems and eigenvalue problems of the tangent kernel at one step.</summary>
    private double KernelSeconds(int step) => 60.0 * 25 * Math.Pow((2.0 * Parameters.Depth + 2) * step, 3) / 10e9;

    /// <summary>Accuracy of the tangent kernel's eigenvalue: a third of its scatter between replicas at the edge of the bulk, D^(-2/3), and not finer than 1e-3.</summary>
    private static SymmetricLanczosOptions Accuracy(long inputDimension) =>
        new() { Tolerance = Math.Max(1e-3, 0.3 * Math.Pow(inputDimension, -2.0 / 3)), MaximumSteps = KernelApplications };
}
