using System.Numerics;
using Numerics.Kernels.Random;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>
/// The study <c>extensive-outputs</c> with its parameters fixed: observables, rules, cost, and one replica, a network at every output ratio, trained and decomposed.
/// <see cref="ExtensiveOutputsTheory"/> predicts.
/// </summary>
/// <remarks>Means deviate from the infinite limit by O(1/N); the measured biases are in docs/extensive-outputs.md, section 4.</remarks>
public sealed class ExtensiveOutputsExperiment : Experiment
{
    /// <summary>Number of outliers followed.</summary>
    internal const int Ranks = 2;

    /// <summary>Up to this many steps each one is recorded, beyond that about six and the start.</summary>
    private const int EveryStep = 6;

    /// <summary>Matrices of one network; streams are numbered by network and matrix.</summary>
    private const uint RolesPerNetwork = 16;

    // Twice the largest measured, (0.73 +- 0.09)/N of the value in the frozen flow; 0.15 to 0.4 with both layers trained.
    private const double LargestConstant = 1.5;

    // The first correction of a real ensemble puts a quarter of an eigenvalue on a regular edge, two quarters at a hard one of which singular values count half.
    private const double ResolventConstant = 0.25;

    private readonly Lazy<SpectrumGrid> grid;

    /// <summary>Declares the observables.</summary>
    public ExtensiveOutputsExperiment(ExtensiveOutputsParameters p)
    {
        Parameters = p;
        Times = p.IsFlow ? [.. Enumerable.Range(0, 5).Select(k => p.Time * k / 4)]
            : p.Steps <= EveryStep ? [.. Enumerable.Range(0, p.Steps + 1).Select(t => (double)t)]
            : [.. RecordedSteps.About(6, p.Steps).Prepend(0).Select(t => (double)t)];
        TimeName = p.IsFlow ? "time" : "step";
        DeferredInterval range = Range(() => new SupportInterval(0, TwoLayerPilot.Range([.. p.OutputRatio.Values.Select(p.Training)], Times, StudyStreams.Pilot.Matrix)));
        grid = new Lazy<SpectrumGrid>(() => new SpectrumGrid(range.Value.Lower, range.Value.Upper));
        Axis time = new(TimeName, Times);
        Axis[] outer = p.OutputRatio.IsList ? [new Axis("outputRatio", p.OutputRatio.Values), time] : [time];
        double inputs = p.Sizes(p.OutputRatio.Values[0]).Inputs;
        // A spike, or the only output, moves one value that the law at infinite size does not count.
        int moved = p.TeacherSpike > 0 || p.OutputRatio.Values.Contains(0) ? 1 : 0;
        // The flow of both layers is exact for balanced initial values: from independent ones errors are of the order of their variance.
        double imbalance = p.IsFlow && p.TrainReadout ? p.HiddenScale * p.HiddenScale / p.OutputScale : 0;
        UpperEdge = Observe("upperEdge", "upper edge of the singular values of W at infinite size", outer);
        LowerEdge = Observe("lowerEdge", "lower edge of the singular values of W that are not exact zeros; 0 for a hard edge", outer);
        EdgeAmplitude = Observe("edgeAmplitude", "a: near the upper edge E the density of the D singular values is (2a/pi) sqrt(E - s)", outer);
        BandEdge = Observe("bandEdge", "where a separate highest band exists: upper end of the spectrum below it (simulation: the (C+1)-th singular value), lower end of the band (the C-th), upper end of the band (the largest); a finite number of outputs makes a band of no width; without a gap the upper end alone", [.. outer, Axis.OfLabels("side", ["belowBand", "bandLower", "bandUpper"])]);
        Density = Observe("density", "density of the D singular values of W, exact zeros left out, mean over each bin", [.. outer, Axis.Deferred("s", SpectrumGrid.DefaultBins, () => Grid.Middles)]);
        Cdf = Observe("cdf", "fraction of the D singular values of W up to s, exact zeros included", [.. outer, Axis.Deferred("s", SpectrumGrid.DefaultBins, () => Grid.Ends)])
            .Judged(new ComparisonRule(inputs, imbalance + (moved / inputs), 0) { BandAlong = "s" });
        AtomAtZero = Observe("atomAtZero", "fraction of exact zeros among the D singular values of W", outer).Judged(new ComparisonRule(inputs, 1, 1));
        Outlier = Observe("outlier", "singular values of W above its bands at infinite size, largest first; null where none", [.. outer, Axis.Of("rank", Enumerable.Range(1, Ranks))]);
        LargestSingularValue = Observe("largestSingularValue", "largest singular value of W; theory: the outlier, else the edge with the mean of its Tracy-Widom law at this size", outer).Judged(new ComparisonRule(p.Width, LargestConstant, 1) { Relative = true, VariancePower = moved > 0 ? 1 : ComparisonRule.EdgeVariancePower });
        if (p.ResolventAt.Length > 0)
        {
            Resolvent = Observe("resolvent", "g_D(z) = (1/D) tr z/(z^2 - W^T W)", [.. outer, Axis.OfLabels("point", ComplexPoints.Labels(p.ResolventAt)), Axis.OfLabels("part", ["real", "imaginary"])]);
            Resolvent.Judged(ResolventRule(Resolvent.Shape.Length, inputs, ResolventConstant + moved + (imbalance * inputs)));
        }
    }

    /// <inheritdoc/>
    public override int Replicas => Parameters.Replicas;

    /// <inheritdoc/>
    public override IReadOnlyList<Figure> Figures => Parameters.OutputRatio.IsList ? Crossover() : Single();

    /// <inheritdoc/>
    public override Cost Cost
    {
        get
        {
            // Products and decompositions run at about 15 GFlop/s on one core.
            TwoLayerSizes[] sizes = [.. Parameters.OutputRatio.Values.Select(Parameters.Sizes)];
            double gradients = Parameters.IsFlow ? 4 * 40 * Parameters.Time : Parameters.Steps;
            double operations = sizes.Sum(network => (gradients * network.GradientOperations) + (Times.Count * network.DecompositionOperations));
            SolutionCost[] theory = [.. new ExtensiveOutputsTheory(this).Theories.Select(theory => theory.Cost)];
            return new Cost(
                sizes.Max(network => network.Bytes),
                (long)theory.Max(cost => cost.Bytes),
                operations / 15e9,
                theory.Length * Times.Count * theory.Max(cost => cost.Seconds));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Fact> Plan
    {
        get
        {
            var theory = new ExtensiveOutputsTheory(this);
            List<Fact> facts = [Fact.Evidence("theory", theory.Names)];
            facts.AddRange(theory.Theories.Select(one => one.PencilOrder).OfType<double>().Take(1).Select(order => Fact.Evidence("order of the pencil", $"{order:G5} on the population")));
            facts.AddRange(theory.Theories.Select(one => one.Refusal).OfType<TheoryRefusal>().Take(1).Select(refusal => Fact.Warning("theory refused", refusal.Sentence)));
            return theory.StabilityWarning is { } warning ? [.. facts, Fact.Warning("warning", warning)] : facts;
        }
    }

    internal ExtensiveOutputsParameters Parameters { get; }

    /// <summary>Steps or times that are recorded, ascending from 0.</summary>
    internal IReadOnlyList<double> Times { get; }

    /// <summary>"step" or "time".</summary>
    internal string TimeName { get; }

    /// <summary>Bins.</summary>
    internal SpectrumGrid Grid => grid.Value;

    private string End => $"{TimeName} {Times[^1]:G4}";

    private FigureSlice Last => new(TimeName, Times.Count - 1);

    internal Observable UpperEdge { get; }
    internal Observable LowerEdge { get; }
    internal Observable EdgeAmplitude { get; }
    internal Observable BandEdge { get; }
    internal Observable Density { get; }
    internal Observable Cdf { get; }
    internal Observable AtomAtZero { get; }
    internal Observable Outlier { get; }
    internal Observable LargestSingularValue { get; }
    internal Observable? Resolvent { get; }

    /// <inheritdoc/>
    public override void Predict(TheoryContext context, Recorder r) => new ExtensiveOutputsTheory(this).Predict(context, r);

    /// <inheritdoc/>
    public override IEnumerable<Fact> Conclude(Findings findings) => new ExtensiveOutputsTheory(this).Conclude(findings);

    /// <inheritdoc/>
    public override void Simulate(ReplicaContext context, Recorder r)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(r);
        int networks = Parameters.OutputRatio.Values.Count;
        for (int network = 0; network < networks; network++)
        {
            SimulateNetwork(context, r, network);
            context.Progress.Report((network + 1.0) / networks);
        }
    }

    /// <summary>Indices of an entry at (output ratio, time); without a list of ratios there is no axis of them.</summary>
    internal int[] At(int ratio, int time) => Parameters.OutputRatio.IsList ? [ratio, time] : [time];

    /// <summary>The resolvent at one point, of theory or of a replica.</summary>
    internal void RecordResolvent(Recorder r, Complex g, int[] at, int point) => r.Row(Resolvent!, [g.Real, g.Imaginary], [.. at, point]);

    /// <summary>Histogram under the theory at the end, and edges over training.</summary>
    private Figure[] Single() =>
    [
        Figure.OfDensity("spectrum", $"Singular values of W at {End}", "s", "singular value", Density, FigurePart.Mark(UpperEdge, "upper edge"), FigurePart.Rug(LargestSingularValue, "largest singular value", colouredAs: Density))
            with { Slices = [Last] },
        Figure.OfDensity("spectra", "Singular values of W over training", "s", "singular value", Density),
        new(
            "edges",
            "Largest singular value of W over training",
            TimeName,
            Parameters.IsFlow ? "time of the flow" : "gradient step",
            "singular value",
            [FigurePart.Reference(UpperEdge, "upper edge"), FigurePart.Theory(Outlier, "outlier"), .. FigurePart.Compared((LargestSingularValue, "largest"))]) { Residuals = true },
    ];

    /// <summary>Bands against the output ratio at the end of training.</summary>
    private Figure[] Crossover() =>
    [
        new(
            "crossover",
            new Caption("From an outlier to a band to the bulk", End),
            "outputRatio",
            "outputs over width κ",
            "singular value",
            FigurePart.Theory(BandEdge, "end of a band"),
            FigurePart.Reference(LargestSingularValue, "largest at this width"),
            FigurePart.Simulation(BandEdge, "end of a band")) { Slices = [Last] },
        new("spectra", $"Singular values of W at {End}", "s", "singular value", "density", FigurePart.Theory(Density, "density"))
        {
            Slices = [Last],
            Symbols = new Dictionary<string, string> { ["outputRatio"] = "κ" },
        },
    ];

    private void SimulateNetwork(ReplicaContext context, Recorder r, int ratio)
    {
        TwoLayerTraining training = Parameters.Training(Parameters.OutputRatio.Values[ratio]);
        StreamKey Key(uint role) => context.Streams.Matrix((RolesPerNetwork * (uint)ratio) + role);
        using var network = TwoLayerLinearNetwork.Of(context.Lapack, training, Parameters.Width, Key, context.Executor);
        double last = 0;
        for (int time = 0; time < Times.Count; time++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            network.Train(training.Dynamics, last, Times[time], context.Cancellation);
            last = Times[time];
            if (!network.IsFinite)
            {
                throw new DivergedException("Training", $"{TimeName} {last:G4} or before, at width {Parameters.Width}", "", "learningRate", Parameters.LearningRate);
            }

            Record(r, network.SingularValues(), (int)network.Hidden.Columns, (int)network.Readout.Rows, At(ratio, time));
        }
    }

    private void Record(Recorder r, double[] singular, int inputs, int outputs, int[] at)
    {
        var measured = new SpectralMeasure(singular, inputs);
        r[LargestSingularValue, at] = singular[0];
        r.Row(Density, Grid.Histogram(measured.Positive, inputs), at);
        r.Row(Cdf, Grid.Cumulative(measured.Positive, inputs), at);
        r[AtomAtZero, at] = measured.AtomAtZero;
        Complex[] points = ComplexPoints.Of(Parameters.ResolventAt);
        for (int k = 0; k < points.Length; k++)
        {
            RecordResolvent(r, measured.Resolvent(points[k]), at, k);
        }

        // The C-th singular value and its neighbours; not where there are no more than C.
        r[BandEdge, [.. at, 2]] = singular[0];
        if (outputs < singular.Length)
        {
            r[BandEdge, [.. at, 0]] = singular[outputs];
            r[BandEdge, [.. at, 1]] = singular[outputs - 1];
        }
    }

    /// <summary>A linear statistic: bias and deviation fall as 1/(D Im z). Points on the real axis are shown only, since their distance to the support is not known here.</summary>
    private ComparisonRule? ResolventRule(int length, double inputs, double constant)
    {
        double[] heights = [.. Enumerable.Range(0, length).Select(i => Parameters.ResolventAt[i / 2 % Parameters.ResolventAt.Length][1])];
        return heights.Any(height => height > 0)
            ? new ComparisonRule(inputs, constant, 1, [.. heights.Select(height => height > 0)]) { VariancePower = 2, EntrySizes = [.. heights.Select(height => inputs * (height > 0 ? height : 1))] }
            : null;
    }
}
