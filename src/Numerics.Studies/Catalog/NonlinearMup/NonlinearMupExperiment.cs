using System.Numerics;
using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Outliers;
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

    /// <summary>Share of the time spent in training, for progress only.</summary>
    private const double TrainingShare = 0.8;

    /// <summary>Declares the observables.</summary>
    /// <param name="p">Parameters.</param>
    /// <param name="set">Data.</param>
    public NonlinearMupExperiment(NonlinearMupParameters p, TrainingSet set)
        : base(p.Precision)
    {
        Parameters = p;
        Set = set;
        SpectrumSteps = p.SpectrumSteps();
        BinWidth = 4 * p.HiddenScale / Bins;
        Axis allSteps = Axis.Of("step", Enumerable.Range(0, p.Steps + 1));
        Axis sample = Axis.Of("sample", Enumerable.Range(0, set.Samples));
        Axis layer = Axis.Of("layer", Enumerable.Range(1, p.Depth - 1));
        Axis step = Axis.Of("step", SpectrumSteps);
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
        if (p.Matrix.HoldsWholeSpectrum())
        {
            Density = Observe("singularValueDensity", "fraction of the singular values of W/sqrt(width) per unit length after the last step, averaged over bins; theory: quarter circle plus outliers of weight 1/width", layer, new Axis("singularValue", [.. Enumerable.Range(0, Bins).Select(i => (i + 0.5) * BinWidth)]));
        }
    }

    /// <inheritdoc/>
    public override int Replicas => Parameters.Replicas;

    /// <inheritdoc/>
    public override string? WhyRowsAreNotShared => Parameters.Matrix.NotShared();

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures
    {
        get
        {
            FigureSlice[] lastLayerTopRank = [new("layer", Parameters.Depth - 2), new("rank", 0)];
            Figure outliers = Figure.OverSteps(
                "outliers",
                "Singular values of hidden weights leaving the bulk",
                "singular value of W/√N",
                FigurePart.Theory(BulkEdge, "bulk edge"),
                FigurePart.Theory(IndependentSpikeOutlier, "independent spikes"),
                FigurePart.Theory(Outlier, "outlier, theory"),
                FigurePart.Simulation(TopSingularValue, "simulation", colouredAs: Outlier)) with { SweptSlices = lastLayerTopRank };
            Figure loss = Figure.Losses("Training loss", FigurePart.Theory(Loss, "infinite width"), FigurePart.Simulation(Loss, "simulation"));
            Figure overlaps = Figure.OverSteps(
                "overlaps",
                "Outlier singular vectors inside the span of the training history",
                "squared overlap",
                FigurePart.Theory(OverlapLeft, "left, theory"),
                FigurePart.Theory(OverlapRight, "right, theory"),
                FigurePart.Simulation(OverlapLeft, "left, simulation"),
                FigurePart.Simulation(OverlapRight, "right, simulation")) with { SweptSlices = lastLayerTopRank };
            return Density is null ? [outliers, loss, overlaps] : [outliers, loss, overlaps, Spectrum(Density)];
        }
    }

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            // Rates measured on one Zen 4 core: 8 GB/s of panel traffic, 30 GFlop/s of dense algebra.
            double queries = Set.ForwardQueries(Parameters.Steps) + Set.BackwardQueries(Parameters.Steps);
            double matrices = Parameters.Depth - 1;
            double sweep = 4 * queries * queries / Math.Max(1, Set.Samples) * ElementBytes / 8e9;
            double theory = Parameters.TheorySeeds * matrices * ((2 * sweep * Parameters.TheorySites) + (SpectrumSteps.Length * 60 * Math.Pow(queries, 3) / 30e9));
            return new Cost(ReplicaBytes, TheoryBytes, matrices * LayerSeconds(queries, sweep), theory);
        }
    }

    internal NonlinearMupParameters Parameters { get; }

    internal TrainingSet Set { get; }

    internal int[] SpectrumSteps { get; }

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

    private long Queries => Set.ForwardQueries(Parameters.Steps) + (long)Set.BackwardQueries(Parameters.Steps);

    private long SmallBytes => 8 * 16 * Queries * Queries;

    private long ReplicaBytes
    {
        get
        {
            long matrices = Parameters.Depth - 1;
            long fields = Parameters.Width * (Set.Samples * (Parameters.Depth + 5L)) * ElementBytes;
            return Parameters.Matrix == MatrixKind.Revealed
                ? fields + SmallBytes + (2 * Queries * Parameters.Width * matrices * ElementBytes)
                : fields + SmallBytes + (Queries * Parameters.Width * matrices * (ElementBytes + 8))
                    + (Parameters.Width * Parameters.Width * ((matrices * ElementBytes) + 24));
        }
    }

    private long TheoryBytes
    {
        get
        {
            long passes = Math.Min(Parameters.TheorySeeds, Environment.ProcessorCount);
            long sites = Parameters.Activation == ActivationKind.Linear ? Queries : Parameters.TheorySites;
            return passes * (SmallBytes + (8 * sites * ((2 * Queries * (Parameters.Depth - 1)) + (Queries * Parameters.Depth))));
        }
    }

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r) => new NonlinearMupTheory(this, context).Predict(r);

    /// <inheritdoc/>
    protected override void Simulate<T>(ReplicaContext context, Recorder r)
    {
        LowRankPlus<T>[] matrices = Matrices<T>(context);
        try
        {
            TrainingTrajectory trajectory = Train(context, matrices);
            Record(r, trajectory);
            if (trajectory.DivergedAt is { } step)
            {
                throw new DivergedException("Training", $"step {step}", $"the loss reached {trajectory.Loss[step]:G4} from {trajectory.Loss[0]:G4}", "learningRate", Parameters.LearningRate);
            }

            // Reading off what is known takes all processes that share the rows; the spectra are then rank 0's alone.
            HiddenLayerHistory[] histories = Parameters.Matrix == MatrixKind.Revealed
                ? [.. matrices.Select((matrix, layer) => HiddenLayerHistory.Of(matrix, trajectory.Marks[layer]))]
                : [];
            WorkProgress progress = context.Progress.Part(1);
            context.Executor.Communicator.OnRoot(() =>
            {
                for (int layer = 0; layer < matrices.Length; layer++)
                {
                    RecordSpectrum(context, matrices[layer], histories.ElementAtOrDefault(layer), layer, trajectory.Marks[layer], r);
                    progress.Report((layer + 1.0) / matrices.Length);
                }
            });
        }
        finally
        {
            foreach (IDisposable gaussian in matrices.Select(matrix => matrix.Gaussian).OfType<IDisposable>())
            {
                gaussian.Dispose();
            }
        }
    }

    private LowRankPlus<T>[] Matrices<T>(ReplicaContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowShards shards = context.Executor.Cut(Parameters.Width);
        IGaussianFactory<T> factory = Parameters.Matrix.Factory<T>(context.Lapack, context.Executor);
        NetworkStreams streams = context.Streams.Network;
        return [.. Enumerable.Range(1, Parameters.Depth - 1).Select(layer => new LowRankPlus<T>(factory.Create(new RevealedGaussianOptions(
            shards, shards, Parameters.HiddenScale, Set.ForwardQueries(Parameters.Steps), Set.BackwardQueries(Parameters.Steps), streams.Right(layer), streams.Left(layer)))))];
    }

    private TrainingTrajectory Train<T>(ReplicaContext context, LowRankPlus<T>[] matrices)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ISiteSource<T>[] sites = [.. Enumerable.Range(0, Parameters.Depth).Select(_ => new IndependentSites<T>(context.Executor))];
        using var network = new NonlinearNetwork<T>(Parameters.Network(), Set, matrices, sites, context.Streams.Network, context.Executor);
        return network.Train(context.Progress.Part(TrainingShare).Report, context.Cancellation);
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

    private void RecordSpectrum<T>(
        ReplicaContext context, LowRankPlus<T> matrix, HiddenLayerHistory? history, int layer, IReadOnlyList<LayerMark> marks, Recorder r)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Func<int, TopSingularValues> largest;
        if (history is not null)
        {
            var completed = new CompletedSpectrum(context.Lapack, history, Parameters.Width, Parameters.Width, context.Streams.Network.Completion(layer + 1));
            largest = step => completed.Largest(step, Ranks);
        }
        else
        {
            StoredSpectrum stored = StoredSpectrum.Of(context.Lapack, matrix, marks);
            largest = step => stored.Largest(step, Ranks);
            RecordDensity(stored.All(Parameters.Steps).Values, layer, r);
        }

        for (int step = 0; step < SpectrumSteps.Length; step++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            TopSingularValues top = largest(SpectrumSteps[step]);
            if (!top.Converged)
            {
                throw new ArithmeticException($"Top singular values of W{layer + 1} after step {SpectrumSteps[step]} did not converge: residual {top.Residual:G3}.");
            }

            for (int rank = 0; rank < top.Values.Count; rank++)
            {
                r[TopSingularValue, layer, step, rank] = top.Values[rank];
                r[OverlapLeft, layer, step, rank] = top.CapturedLeft[rank];
                r[OverlapRight, layer, step, rank] = top.CapturedRight[rank];
            }
        }
    }

    private void RecordDensity(double[] singularValues, int layer, Recorder r)
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

    private double LayerSeconds(double queries, double sweep)
    {
        double width = Parameters.Width;
        double stored = (ElementBytes * width * 2 * Parameters.Steps / 8e9) + (width * width * 2 / 30e9);
        double spectra = SpectrumSteps.Length * 20 * queries * queries * Math.Cbrt(width / queries) * 100 / 30e9;
        return Parameters.Matrix == MatrixKind.Revealed
            ? (sweep * width) + spectra
            : (stored * width) + (SpectrumSteps.Length * 40.0 * width * width / 8e9);
    }

    private static Figure Spectrum(Observable density) => new(
        "spectrum",
        "Singular values of hidden weights after training",
        "singularValue",
        "singular value of W/√N",
        "density",
        FigurePart.Histogram(density, "simulation"),
        FigurePart.Theory(density, "quarter circle and outliers")) { LogarithmicVertical = true };
}
