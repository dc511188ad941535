using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Catalog.Training;
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
public sealed class NonlinearMupExperiment : TrainingExperiment
{
    private const int FewestRanks = 3;
    private const int MostLossSteps = 1000;
    private const int ThinnedLossSteps = 250;

    /// <summary>Allowance of an overlap times the width, measured for up to a hundred directions (docs/nonlinear-mup.md); each of more adds (1 - overlap)/N at most.</summary>
    private const double OverlapBias = 100;

    /// <summary>Declares the observables.</summary>
    /// <param name="p">Parameters.</param>
    /// <param name="set">Data.</param>
    /// <param name="file">What the file of the data holds, in words; empty without one.</param>
    public NonlinearMupExperiment(NonlinearMupParameters p, TrainingSet set, string file = "")
        : base(p.Precision, p.Matrix, p.Conventions, p.Replicas, RanksOf(p, set))
    {
        Ranks = RanksOf(p, set);
        Parameters = p;
        Plan = [.. file.Length == 0 ? Array.Empty<Fact>() : [Fact.Evidence("data file", file)], .. ManyDirections(p)];
        Set = set;
        SpectrumSteps = RecordedSteps.Of(p.RecordSteps, p.Steps);
        bool whole = MatrixPolicy.Of(p.Matrix).HoldsWholeSpectrum;
        int[] curve = RecordedSteps.Curve(SpectrumSteps, p.Steps, TheorySeconds);
        TheorySteps = whole ? [.. curve.Union([p.Steps]).Order()] : curve;
        Bins = new SpectrumGrid(0, Shown.Of(4 * p.HiddenScale, p.Width));
        LossSteps = RecordedSteps.Thinned(SpectrumSteps, p.Steps, MostLossSteps, ThinnedLossSteps);
        Axis allSteps = Shown.Steps(LossSteps, p.LearningRate);
        Axis layer = Axis.Of("layer", Enumerable.Range(1, p.Depth - 1));
        Axis step = Shown.Steps(TheorySteps, p.LearningRate);
        ComparisonRule Bias(double constant) => new(p.Width, constant, 1) { TheoryFreedom = p.Activation == ActivationKind.Linear ? null : p.TheorySeeds - 1 };
        string Of(string values) => Shown.Say(values, "W/sqrt(width)", "W");
        QueryRank directions = QueryRank.Of(p.Network(), set);
        ComparisonRule singular = Shown.Of(Bias(12 * p.HiddenScale), 2 * p.HiddenScale);
        Loss = Observe("loss", "training loss (1/2P) sum over samples and outputs of (target - output)^2", allSteps).Judged(Bias(LossBias(p)));
        Axis sample = Axis.Of("sample", Enumerable.Range(0, set.Samples));
        Output = Observe("output", "network output on each training sample", set.Outputs == 1 ? [allSteps, sample] : [allSteps, sample, Axis.Of("output", Enumerable.Range(0, set.Outputs))]).Judged(Bias(12));
        TopSingularValue = ObserveSingularValues("topSingularValue", $"{Of("largest singular values")}; theory: the outlier of that rank, else the bulk edge with its Tracy-Widom shift at this width", layer, step, Rank).Judged(singular with { VariancePower = ComparisonRule.EdgeVariancePower });
        IndependentSpikeOutlier = ObserveSingularValues("independentSpikeOutlier", $"outliers that the same spikes would give if they did not depend on the initial matrix{(Shown.KeepsSpectra ? "" : ", in the letters of outlier")}", layer, step, Rank);
        Outlier = ObserveSingularValues("outlier", $"{Of("singular values")} outside the bulk at infinite width, theory: null where none; judged where they are clear of the edge, topSingularValue elsewhere", layer, step, Rank)
            .Judged(singular).Against("independent spikes", IndependentSpikeOutlier);
        BulkEdge = ObserveSingularValues("bulkEdge", $"{Of("upper edge of the singular values")}, 2 hiddenScale (1 - weightDecay)^step{(Shown.KeepsSpectra ? "" : " in these units")}", step);
        EscapeMargin = Observe("escapeMargin", "smallest eigenvalue of the outlier determinant matrix at the bulk edge; an outlier exists where it is negative", layer, step);
        OutlierCount = Observe("outlierCount", "number of outliers", layer, step);
        OverlapLeft = Observe("overlapLeft", "squared length of the left singular vector inside the span of the gradients of the steps before", layer, step, Rank).Judged(Bias(Math.Max(OverlapBias, directions.Left)));
        OverlapRight = Observe("overlapRight", "squared length of the right singular vector inside the span of the features of the steps before", layer, step, Rank).Judged(Bias(Math.Max(OverlapBias, directions.Right)));
        if (MatrixPolicy.Of(p.Matrix).AnswersInSweeps)
        {
            SweepEvidence = Observe("sweepEvidence", "how the bases of the revealed matrices were found: 1 sweeps over a layer, 2 careful sweeps besides, 3 queries that added no direction, 4 largest deviation from orthonormality before the second pass, 5 typical entry of Q^T Q - 1 at the end times the root of its order, 6 directions of all bases, 7 largest part of a query that was left out, over its norm; 1, 2, 4 and 5 where a network is trained in single sweeps", Axis.Of("entry", Enumerable.Range(1, 7)));
        }

        if (p.Dynamics == TrainingDynamics.Flow)
        {
            FlowEvidence = Observe("flowEvidence", "how gradient flow was integrated: 1 steps of the method, 2 steps made again because of their error, 3 largest estimated error of a step", Axis.Of("entry", Enumerable.Range(1, 3)));
        }

        if (whole)
        {
            Density = Observe("singularValueDensity", $"{Of("fraction of the singular values")} per unit length after the last step, averaged over bins; theory: quarter circle plus outliers of weight 1/width", layer, new Axis("singularValue", Bins.Middles));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan { get; }

    /// <summary>Allowance of the loss times the width: 5 as measured, and half the square of the initial output of a network, of variance 1/(outputScale^2 width) at most, ten times over.</summary>
    private static double LossBias(NonlinearMupParameters p) => 5 * (p.CentreOutput ? 1 : Math.Max(1, 1 / (p.OutputScale * p.OutputScale)));

    /// <summary>What makes training far dearer than it is foreseen.</summary>
    internal static IEnumerable<Fact> ManyDirections(NonlinearMupParameters p)
    {
        if (p.Dynamics == TrainingDynamics.Flow && p.Activation == ActivationKind.Relu)
        {
            yield return Fact.Warning(
                "relu", "The gradients of relu jump, and gradient flow goes over every jump in small steps: far more time and directions than foreseen here; take tanh or erf, or descent in small steps.");
        }
    }

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            NetworkOptions network = Parameters.Network();
            // Every pass goes over all sites and over their halves.
            double theory = 2 * Parameters.TheoryPasses * TrainingDmft.Seconds(network, Set, Parameters.TheorySites, ElementBytes);
            var replica = new NonlinearCost(Parameters.SimulatedNetwork(), Set, Parameters.Matrix, Request, ElementBytes);
            return new Cost(
                replica.StateBytes, (long)TrainingDmft.Bytes(network, Set, Parameters.TheorySites), replica.Seconds, theory + TheorySteps.Sum(TheorySeconds), Parameters.TheoryPasses);
        }
    }

    /// <inheritdoc/>
    public override string? WhyNoWeights => MatrixPolicy.Of(Parameters.Matrix).HoldsWholeSpectrum ? null : "Matrices that are revealed have no entries to save: set matrix to stored.";

    /// <inheritdoc/>
    protected override IReadOnlyList<Figure> FiguresOverSteps
    {
        get
        {
            FigureSlice lastLayer = new("layer", Parameters.Depth - 2);
            FigureSlice topRank = new("rank", 0);
            string singularValue = Shown.Say("singular value", "W/√N", "W");
            FigurePart[] outliers =
                [FigurePart.Reference(BulkEdge, "bulk edge"), FigurePart.Reference(IndependentSpikeOutlier, "independent spikes"), .. FigurePart.Compared((Outlier!, "outlier"))];
            List<Figure> figures =
            [
                .. SweptParameters.Select(swept => Figure.OutliersAgainst(swept.Path, swept.Label, singularValue, outliers)
                    with { Slices = [new(Shown.TimeName, LastStep), topRank], SweptSlices = [lastLayer] }),
                Figure.OverSteps("outliers", "Singular values of hidden weights leaving the bulk", singularValue, outliers) with { SweptSlices = [lastLayer, topRank] },
                Figure.Losses("Training loss", [.. FigurePart.Compared((Loss, "loss"))]),
                Figure.OverSteps(
                    "overlaps",
                    "Singular vectors of the largest outlier inside the span of the training history",
                    "squared overlap",
                    [.. FigurePart.Compared((OverlapLeft, "left"), (OverlapRight, "right"))]) with { Slices = [topRank], SweptSlices = [lastLayer] },
            ];
            if (Density is not null)
            {
                FigurePart largest = FigurePart.Rug(TopSingularValue!, "largest singular values", colouredAs: Density);
                figures.Add(Figure.OfDensity(
                    "spectrum", "Singular values of hidden weights after training", "singularValue", singularValue, Density, FigurePart.Mark(BulkEdge, "bulk edge"), largest)
                    with { LogarithmicVertical = true, Slices = [new FigureSlice(Shown.TimeName, LastStep)] });
            }

            return figures;
        }
    }

    /// <summary>Parameters against which outliers are drawn where they are swept.</summary>
    private static (string Path, string Label)[] SweptParameters =>
        [("outputScale", "output scale"), ("hiddenScale", "scale of initial hidden weights"), ("weightDecay", "weight decay"), ("learningRate", "learning rate")];

    internal NonlinearMupParameters Parameters { get; }

    /// <summary>Number of singular values followed: one more than there are outputs, since each adds an outlier, three at least.</summary>
    internal int Ranks { get; }

    internal TrainingSet Set { get; }

    /// <summary>Steps that the simulation records.</summary>
    internal int[] SpectrumSteps { get; }

    /// <summary>Steps that the theory predicts: the recorded ones among them, and the last one where there is a density, which is measured then.</summary>
    internal int[] TheorySteps { get; }

    /// <summary>Steps at which loss and outputs are recorded: all of them up to a thousand, else some hundred.</summary>
    internal int[] LossSteps { get; }

    /// <summary>Index of the last of <see cref="TheorySteps"/>.</summary>
    internal int LastStep => TheorySteps.Length - 1;

    /// <summary>Bins of the density, in the letters asked for.</summary>
    internal SpectrumGrid Bins { get; }

    internal Observable Loss { get; }
    internal Observable Output { get; }
    internal Observable IndependentSpikeOutlier { get; }
    internal Observable BulkEdge { get; }
    internal Observable EscapeMargin { get; }
    internal Observable OutlierCount { get; }
    internal Observable OverlapLeft { get; }
    internal Observable OverlapRight { get; }
    internal Observable? Density { get; }
    internal Observable? SweepEvidence { get; }
    internal Observable? FlowEvidence { get; }

    private SpectrumRequest Request => new() { Steps = SpectrumSteps, Count = Ranks, WholeSteps = [Parameters.Steps] };

    /// <inheritdoc/>
    protected override void Solve(TheoryContext context, Recorder r) => new NonlinearMupTheory(this, context).Predict(r);

    /// <inheritdoc/>
    protected override void TrainDouble(ReplicaContext context, Recorder r) => Train<double>(context, r);

    /// <inheritdoc/>
    protected override void TrainSingle(ReplicaContext context, Recorder r) => Train<float>(context, r);

    private void Train<T>(ReplicaContext context, Recorder r)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        NonlinearObservation seen = NonlinearSimulation.Run(
            context.Lapack,
            Parameters.SimulatedNetwork(),
            Set,
            new GaussianFactory<T>(Parameters.Matrix, context.Lapack, context.Executor),
            context.Streams.Network,
            context.Weights is not { } sink ? Request : Request with { Matrices = (layer, _, matrix) => sink.Save(context.Replica, $"W{layer + 1}", matrix) },
            context.Progress.Report,
            context.Cancellation);
        TrainingTrajectory trajectory = seen.Trajectory;
        Record(r, trajectory);
        RecordEvidence(r, trajectory);
        foreach (((int layer, int at), TopSingularValues top) in seen.Spectra.Largest)
        {
            RecordSpectrum(r, layer, at, top);
        }

        foreach (((int layer, _), double[] singularValues) in seen.Spectra.All)
        {
            r.Row(Density!, Bins.Histogram([.. singularValues.Select(s => Shown.Of(s, Parameters.Width))], singularValues.Length), layer);
        }

        if (trajectory.DivergedAt is { } step)
        {
            throw new DivergedException("Training", $"step {step}", $"the loss reached {trajectory.Loss[step]:G4} from {trajectory.Loss[0]:G4}", "learningRate", Parameters.LearningRate);
        }
    }

    /// <inheritdoc/>
    protected override double Columns(int entry, int entries) => Parameters.Width;

    /// <summary>Losses and outputs up to the last step that was reached, of theory or of a replica.</summary>
    internal void Record(Recorder r, TrainingTrajectory trajectory)
    {
        for (int at = 0; at < LossSteps.Length && LossSteps[at] < (trajectory.DivergedAt ?? int.MaxValue); at++)
        {
            int step = LossSteps[at];
            r[Loss, at] = trajectory.Loss[step];
            if (Set.Outputs == 1)
            {
                r.Row(Output, trajectory.Output[step], at);
                continue;
            }

            for (int sample = 0; sample < Set.Samples; sample++)
            {
                r.Row(Output, trajectory.Output[step][(sample * Set.Outputs)..((sample + 1) * Set.Outputs)], at, sample);
            }
        }
    }

    /// <summary>What the bases of revealed matrices and an integration rest on, as far as the route measures it.</summary>
    private void RecordEvidence(Recorder r, TrainingTrajectory trajectory)
    {
        (int Entry, double Value)[] entries =
        [
            .. trajectory.Bases is { } bases ? new[] { (2, (double)bases.Dependent), (5, bases.Directions), (6, bases.LargestLeftOut) } : [],
            .. trajectory.Sweeps is { } sweeps ? new[] { (0, (double)sweeps.Sweeps), (1, sweeps.CarefulSweeps), (3, sweeps.LargestLoss), (4, sweeps.OrthogonalityDefect) } : [],
        ];
        if (SweepEvidence is not null)
        {
            foreach ((int entry, double value) in entries)
            {
                r[SweepEvidence, entry] = value;
            }
        }

        if (FlowEvidence is not null && trajectory.Flow is { } flow)
        {
            r.Row(FlowEvidence, [flow.Accepted, flow.Rejected, flow.LargestError]);
        }
    }

    internal void RecordSpectrum(Recorder r, int layer, int at, TopSingularValues top)
    {
        int step = Array.IndexOf(TheorySteps, at);
        if (RecordLargest(r, top, $"W{layer + 1} after step {at}", layer, step))
        {
            r.Row(OverlapLeft, top.CapturedLeft, layer, step);
            r.Row(OverlapRight, top.CapturedRight, layer, step);
        }
    }

    private static int RanksOf(NonlinearMupParameters p, TrainingSet set) => (int)Math.Min(p.Width, Math.Max(FewestRanks, set.Outputs == 1 ? FewestRanks : set.Outputs + 1));

    /// <summary>Of the outlier equations of all layers and passes at one step.</summary>
    private double TheorySeconds(int step) =>
        Parameters.TheoryPasses * (Parameters.Depth - 1) * OutlierSpectrum.Seconds(QueryRank.At(Parameters.Network(), Set, step).Total);
}
