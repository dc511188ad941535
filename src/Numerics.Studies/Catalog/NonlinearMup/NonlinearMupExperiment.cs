using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>
/// The study <c>nonlinear-mup</c> with its parameters fixed: observables, figures, cost and one finite-width network, whose singular values come from decompositions (stored) or
/// from the exact completion (revealed), never from the theory's formula. <see cref="NonlinearMupTheory"/> predicts.
/// </summary>
/// <remarks>
/// Means of smooth observables deviate from infinite width by O(1/N); the constants of the rules are about twice the largest |bias| N measured over the reference sets R1 to R5 at
/// N = 125 to 2000 (docs/nonlinear-mup.md).
/// </remarks>
public sealed class NonlinearMupExperiment : TwoPrecisionExperiment
{
    /// <summary>Number of singular values followed.</summary>
    internal const int Ranks = 3;

    /// <summary>Bins of the singular value density.</summary>
    internal const int Bins = 80;

    /// <summary>Declares the observables.</summary>
    /// <param name="p">Parameters.</param>
    /// <param name="set">Data.</param>
    public NonlinearMupExperiment(NonlinearMupParameters p, TrainingSet set)
        : base(p.Precision)
    {
        Parameters = p;
        Set = set;
        SpectrumSteps = p.SpectrumSteps();
        TheorySteps = RecordedSteps.Curve(SpectrumSteps, p.Steps, TheorySeconds);
        Conventions shown = p.Conventions;
        BinWidth = shown.Of(4 * p.HiddenScale, p.Width) / Bins;
        Axis allSteps = shown.Steps(Enumerable.Range(0, p.Steps + 1), p.LearningRate);
        Axis sample = Axis.Of("sample", Enumerable.Range(0, set.Samples));
        Axis layer = Axis.Of("layer", Enumerable.Range(1, p.Depth - 1));
        Axis step = shown.Steps(TheorySteps, p.LearningRate);
        Axis rank = Axis.Of("rank", Enumerable.Range(1, Ranks));
        ComparisonRule Bias(double constant) => new(p.Width, constant, 1) { TheoryFreedom = p.Activation == ActivationKind.Linear ? null : p.TheorySeeds - 1 };
        string Of(string values) => shown.Say(values, "W/sqrt(width)", "W");
        ComparisonRule singular = shown.Of(Bias(12 * p.HiddenScale), 2 * p.HiddenScale);
        Loss = Observe("loss", "training loss (1/2P) sum over samples of (target - output)^2", allSteps).Judged(Bias(5));
        Output = Observe("output", "network output on each training sample", allSteps, sample).Judged(Bias(12));
        TopSingularValue = Observe("topSingularValue", $"{Of("largest singular values")}; theory: the outlier of that rank, else the bulk edge with its Tracy-Widom shift at this width and the edge scatter as error", layer, step, rank).Judged(singular);
        IndependentSpikeOutlier = Observe("independentSpikeOutlier", $"outliers that the same spikes would give if they did not depend on the initial matrix{(shown.KeepsSpectra ? "" : ", in the letters of outlier")}", layer, step, rank);
        Outlier = Observe("outlier", $"{Of("singular values")} outside the bulk at infinite width, theory: null where none; judged where they are clear of the edge, topSingularValue elsewhere", layer, step, rank)
            .Judged(singular).Against("independent spikes", IndependentSpikeOutlier);
        BulkEdge = Observe("bulkEdge", $"{Of("upper edge of the singular values")}, 2 hiddenScale{(shown.KeepsSpectra ? "" : " in these units")}", step);
        EscapeMargin = Observe("escapeMargin", "smallest eigenvalue of the outlier determinant matrix at the bulk edge; an outlier exists where it is negative", layer, step);
        OutlierCount = Observe("outlierCount", "number of outliers", layer, step);
        OverlapLeft = Observe("overlapLeft", "squared length of the left singular vector inside the span of the gradients of the steps before", layer, step, rank).Judged(Bias(100));
        OverlapRight = Observe("overlapRight", "squared length of the right singular vector inside the span of the features of the steps before", layer, step, rank).Judged(Bias(100));
        if (MatrixPolicy.Of(p.Matrix).HoldsWholeSpectrum)
        {
            Density = Observe("singularValueDensity", $"{Of("fraction of the singular values")} per unit length after the last step, averaged over bins; theory: quarter circle plus outliers of weight 1/width", layer, new Axis("singularValue", [.. Enumerable.Range(0, Bins).Select(i => (i + 0.5) * BinWidth)]));
        }
    }

    /// <inheritdoc/>
    public override int Replicas => Parameters.Replicas;

    /// <inheritdoc/>
    public override string? WhyNoLadder => Parameters.Conventions.WhyNoLadder;

    /// <inheritdoc/>
    public override string? WhyRowsAreNotShared => MatrixPolicy.Of(Parameters.Matrix).WhyRowsAreNotShared;

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures => NonlinearMupFigures.Of(this);

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            // Rates measured on one Zen 4 core: 8 GB/s of panel traffic, 30 GFlop/s of dense algebra.
            double queries = Set.ForwardQueries(Parameters.Steps) + Set.BackwardQueries(Parameters.Steps);
            double sweep = 4 * queries * queries / Math.Max(1, Set.Samples) * ElementBytes / 8e9;
            // Every pass goes over all sites and over their halves.
            double theory = (Parameters.TheoryPasses * (Parameters.Depth - 1) * 2 * 2 * sweep * Parameters.TheorySites) + TheorySteps.Sum(TheorySeconds);
            var replica = new NonlinearCost(Parameters.Network(), Set, Parameters.Matrix, Request, ElementBytes);
            return new Cost(replica.StateBytes, (long)TrainingDmft.Bytes(Parameters.Network(), Set, Parameters.TheorySites), replica.Seconds, theory, Parameters.TheoryPasses);
        }
    }

    internal NonlinearMupParameters Parameters { get; }

    internal TrainingSet Set { get; }

    /// <summary>Steps that the simulation records.</summary>
    internal int[] SpectrumSteps { get; }

    /// <summary>Steps that the theory predicts, the recorded ones among them.</summary>
    internal int[] TheorySteps { get; }

    /// <summary>Width of a bin of the density, in the letters asked for.</summary>
    internal double BinWidth { get; }

    internal Observable Loss { get; }

    internal Observable Output { get; }

    internal Observable TopSingularValue { get; }

    internal Observable Outlier { get; }

    internal Observable IndependentSpikeOutlier { get; }

    internal Observable BulkEdge { get; }

    internal Observable EscapeMargin { get; }

    internal Observable OutlierCount { get; }

    internal Observable OverlapLeft { get; }

    internal Observable OverlapRight { get; }

    internal Observable? Density { get; }

    private SpectrumRequest Request => new() { Steps = SpectrumSteps, Count = Ranks, WholeSteps = [Parameters.Steps] };

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r)
    {
        try
        {
            new NonlinearMupTheory(this, context).Predict(r);
        }
        finally
        {
            Relabel(r);
        }
    }

    /// <inheritdoc/>
    protected override void Simulate<T>(ReplicaContext context, Recorder r)
    {
        NonlinearObservation seen = NonlinearSimulation.Run(
            context.Lapack,
            Parameters.Network(),
            Set,
            new GaussianFactory<T>(Parameters.Matrix, context.Lapack, context.Executor),
            context.Streams.Network,
            Request,
            context.Progress.Report,
            context.Cancellation);
        TrainingTrajectory trajectory = seen.Trajectory;
        Record(r, trajectory);
        foreach (((int layer, int at), TopSingularValues top) in seen.Spectra.Largest)
        {
            RecordSpectrum(r, layer, at, top);
        }

        foreach (((int layer, _), double[] singularValues) in seen.Spectra.All)
        {
            RecordDensity(r, layer, singularValues);
        }

        Relabel(r);

        if (trajectory.DivergedAt is { } step)
        {
            throw new DivergedException("Training", $"step {step}", $"the loss reached {trajectory.Loss[step]:G4} from {trajectory.Loss[0]:G4}", "learningRate", Parameters.LearningRate);
        }
    }

    /// <summary>Losses and outputs up to the last step that was reached.</summary>
    internal void Record(Recorder r, TrainingTrajectory trajectory)
    {
        for (int step = 0; step <= (trajectory.DivergedAt ?? Parameters.Steps + 1) - 1; step++)
        {
            r[Loss, step] = trajectory.Loss[step];
            for (int m = 0; m < Set.Samples; m++)
            {
                r[Output, step, m] = trajectory.Output[step][m];
            }
        }
    }

    /// <summary>Singular values in the letters asked for; densities are binned in them.</summary>
    private void Relabel(Recorder r) =>
        Parameters.Conventions.Relabel(r, [TopSingularValue, Outlier, IndependentSpikeOutlier, BulkEdge], (_, _) => Parameters.Width);

    /// <summary>Of the outlier equations of all layers and passes at one step: 30 GFlop/s of dense algebra.</summary>
    private double TheorySeconds(int step)
    {
        double queries = Set.ForwardQueries(step) + Set.BackwardQueries(step);
        return Parameters.TheoryPasses * (Parameters.Depth - 1) * 60 * Math.Pow(queries, 3) / 30e9;
    }

    internal void RecordSpectrum(Recorder r, int layer, int at, TopSingularValues top)
    {
        if (!top.Converged)
        {
            // Missing, not wrong; and processes that share the rows go on together, of which rank 0 alone has singular values.
            r.Remark($"Top singular values of W{layer + 1} after step {at} did not converge: residual {top.Residual:G3}.");
            return;
        }

        int step = Array.IndexOf(TheorySteps, at);
        for (int rank = 0; rank < top.Values.Count; rank++)
        {
            r[TopSingularValue, layer, step, rank] = top.Values[rank];
            r[Outlier, layer, step, rank] = top.Values[rank];
            r[OverlapLeft, layer, step, rank] = top.CapturedLeft[rank];
            r[OverlapRight, layer, step, rank] = top.CapturedRight[rank];
        }
    }

    private void RecordDensity(Recorder r, int layer, double[] singularValues)
    {
        var density = new double[Bins];
        foreach (double s in singularValues)
        {
            int bin = (int)(Parameters.Conventions.Of(s, Parameters.Width) / BinWidth);
            if (bin < Bins)
            {
                density[bin] += 1 / (singularValues.Length * BinWidth);
            }
        }

        r.Row(Density!, density, layer);
    }
}
