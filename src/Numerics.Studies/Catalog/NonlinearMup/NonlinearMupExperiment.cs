using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Training;
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
        BinWidth = 4 * p.HiddenScale / Bins;
        Axis allSteps = Axis.Of("step", Enumerable.Range(0, p.Steps + 1));
        Axis sample = Axis.Of("sample", Enumerable.Range(0, set.Samples));
        Axis layer = Axis.Of("layer", Enumerable.Range(1, p.Depth - 1));
        Axis step = Axis.Of("step", TheorySteps);
        Axis rank = Axis.Of("rank", Enumerable.Range(1, Ranks));
        ComparisonRule Bias(double constant) => new(p.Width, constant, 1);
        Loss = Observe("loss", "training loss (1/2P) sum over samples of (target - output)^2", allSteps).Judged(Bias(5));
        Output = Observe("output", "network output on each training sample", allSteps, sample).Judged(Bias(12));
        TopSingularValue = Observe("topSingularValue", "largest singular values of W/sqrt(width); theory: the outlier of that rank, else the bulk edge with its Tracy-Widom shift at this width and the edge scatter as error", layer, step, rank).Judged(Bias(12 * p.HiddenScale));
        Outlier = Observe("outlier", "singular values of W/sqrt(width) outside the bulk at infinite width; null where none", layer, step, rank);
        IndependentSpikeOutlier = Observe("independentSpikeOutlier", "outliers that the same spikes would give if they did not depend on the initial matrix", layer, step, rank);
        BulkEdge = Observe("bulkEdge", "upper edge of the singular values of W/sqrt(width), 2 hiddenScale", step);
        EscapeMargin = Observe("escapeMargin", "smallest eigenvalue of the outlier determinant matrix at the bulk edge; an outlier exists where it is negative", layer, step);
        OutlierCount = Observe("outlierCount", "number of outliers", layer, step);
        OverlapLeft = Observe("overlapLeft", "squared length of the left singular vector inside the span of the gradients of the steps before", layer, step, rank).Judged(Bias(100));
        OverlapRight = Observe("overlapRight", "squared length of the right singular vector inside the span of the features of the steps before", layer, step, rank).Judged(Bias(100));
        if (MatrixPolicy.Of(p.Matrix).HoldsWholeSpectrum)
        {
            Density = Observe("singularValueDensity", "fraction of the singular values of W/sqrt(width) per unit length after the last step, averaged over bins; theory: quarter circle plus outliers of weight 1/width", layer, new Axis("singularValue", [.. Enumerable.Range(0, Bins).Select(i => (i + 0.5) * BinWidth)]));
        }
    }

    /// <inheritdoc/>
    public override int Replicas => Parameters.Replicas;

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
            double theory = (Parameters.TheorySeeds * (Parameters.Depth - 1) * 2 * sweep * Parameters.TheorySites) + TheorySteps.Sum(TheorySeconds);
            var replica = new NonlinearCost(Parameters.Network(), Set, Parameters.Matrix, Request, ElementBytes);
            long passes = Math.Min(Parameters.TheorySeeds, Environment.ProcessorCount);
            return new Cost(replica.StateBytes, (long)(passes * TrainingDmft.Bytes(Parameters.Network(), Set, Parameters.TheorySites)), replica.Seconds, theory);
        }
    }

    internal NonlinearMupParameters Parameters { get; }

    internal TrainingSet Set { get; }

    /// <summary>Steps that the simulation records.</summary>
    internal int[] SpectrumSteps { get; }

    /// <summary>Steps that the theory predicts, the recorded ones among them.</summary>
    internal int[] TheorySteps { get; }

    /// <summary>Width of a bin of the density.</summary>
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
    public override void Predict(TheoryContext context, Recorder r) => new NonlinearMupTheory(this, context).Predict(r);

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

    /// <summary>Of the outlier equations of all layers and passes at one step: 30 GFlop/s of dense algebra.</summary>
    private double TheorySeconds(int step)
    {
        double queries = Set.ForwardQueries(step) + Set.BackwardQueries(step);
        return Parameters.TheorySeeds * (Parameters.Depth - 1) * 60 * Math.Pow(queries, 3) / 30e9;
    }

    private void RecordSpectrum(Recorder r, int layer, int at, TopSingularValues top)
    {
        if (!top.Converged)
        {
            throw new ArithmeticException($"Top singular values of W{layer + 1} after step {at} did not converge: residual {top.Residual:G3}.");
        }

        int step = Array.IndexOf(TheorySteps, at);
        for (int rank = 0; rank < top.Values.Count; rank++)
        {
            r[TopSingularValue, layer, step, rank] = top.Values[rank];
            r[OverlapLeft, layer, step, rank] = top.CapturedLeft[rank];
            r[OverlapRight, layer, step, rank] = top.CapturedRight[rank];
        }
    }

    private void RecordDensity(Recorder r, int layer, double[] singularValues)
    {
        var density = new double[Bins];
        foreach (double s in singularValues)
        {
            int bin = (int)(s / BinWidth);
            if (bin < Bins)
            {
                density[bin] += 1 / (singularValues.Length * BinWidth);
            }
        }

        r.Row(Density!, density, layer);
    }
}
