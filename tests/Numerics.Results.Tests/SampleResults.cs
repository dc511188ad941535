using System.Text.Json.Nodes;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Studies.Records;

namespace Numerics.Results.Tests;

/// <summary>Synthetic results: several axes, gaps, theory only, simulation only, a scalar, and equal axis names with other values.</summary>
public static class SampleResults
{
    public const ulong Seed = 18_446_744_073_709_551_557; // beyond 2^53 and 2^63: must survive every format

    public static RunManifest Manifest(string? longParameter = null) => new()
    {
        Study = "deep-linear",
        Parameters = new JsonObject
        {
            ["width"] = 512,
            ["learningRate"] = 0.1,
            ["note"] = longParameter ?? "λ ± √N, \"quoted\"",
            ["nested"] = new JsonObject { ["widths"] = new JsonArray(1, 2.5, 3) },
        },
        Seed = Seed,
        RandomScheme = "Philox4x32-10",
        Fingerprint = "c0ffee",
        CommandLine = ["run", "deep-linear", "--json"],
        ProgramVersion = "0.1.0+abcdef",
        RuntimeVersion = "10.0.0",
        OperatingSystem = "Linux",
        Processor = "Some processor",
        SimdTier = "512",
        LapackProvider = "none",
        Threads = 2,
        MemoryLimitBytes = 8L << 30,
        Started = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        ReplicasAsked = 16,
        Timing = [new PhaseTiming("setUp", 0.1, 0.2, 1000), new PhaseTiming("theory", 1.25, 2.5, 12345678901)],
    };

    public static ObservableResult Outlier { get; } = Full(
        new ObservableShape(
            "outlier",
            "1",
            "Singular value of W_l outside the bulk, in units of σ√N; null where there is none.",
            [Axis.Of("layer", [1, 2]), Axis.Of("step", [0, 1, 2, 5]), Axis.Of("rank", [1, 2, 3])]),
        (l, s, r) => 1 + (0.37 * s) + (0.1 * l) - (0.45 * r),
        gap: value => value < 0.6);

    public static ObservableResult Loss { get; } = Full(
        new ObservableShape("trainingLoss", "1", "Mean squared error over the training set.", [Axis.Of("step", [0, 1, 2, 5])]),
        (s, _, _) => Math.Exp(-s),
        gap: _ => false);

    public static ObservableResult Density { get; } = new(
        new ObservableShape("bulkDensity", "1", "Density of singular values.", [new Axis("singularValue", [0.25, 0.75, 1.25, 1.75])]),
        null,
        new SimulationStatistics([0.1, 0.7, 0.5, 0], [0.01, 0.02, 0.015, 0], 16),
        null);

    public static ObservableResult Edge { get; } = new(
        new ObservableShape("bulkEdge", "1", "Upper edge of the bulk.", []),
        new ObservableEstimate([1.0 / 3], [1e-300]),
        new SimulationStatistics([0.1 + 0.2], [null], 1),
        Compared([-0.0], "6 N^-1"))
    {
        Rule = new ComparisonRule(512, 6, 1) { ReplicaDeviation = 0.25, Relative = true },
    };

    public static ObservableResult Kernel { get; } = new(
        new ObservableShape("kernel", "activation^2", "Limit of the layer kernel.", [Axis.Of("step", [10, 20]), new Axis("ratio", [0.5])]),
        new ObservableEstimate([1e300, null], [0, null]),
        null,
        null);

    public static ObservableResult Curve { get; } = new(
        new ObservableShape("curve", "1", "A curve along an axis that is a reserved word.", [new Axis("lambda", [0.1, 0.2]), Axis.Of("mean", [1])]),
        new ObservableEstimate([5e-324, double.MaxValue], [0, 0]),
        null,
        null);

    /// <summary>What a sweep has: an axis of words in front, rules of its points, one of them shown only.</summary>
    public static ObservableResult Swept { get; } = new(
        new ObservableShape("swept", "1", "Of a sweep.", [Axis.OfLabels("law_name", ["muP", "NTK", "other"]), new Axis("width", [10, 20])]),
        new ObservableEstimate([1, 2, 3, 4, 5, null], [0, 0.5, 0, 0, null, null]),
        new SimulationStatistics([1, 2.5, 3, null, 5, 6], [0.1, 0.1, 0.1, null, 0.1, null], 4) { Counts = [4, 4, 4, 0, 4, 1] },
        Compared([0, 0.7, null, null, 0, null], "5 N^-1 = 0.5"))
    {
        ZeroEntries = 2,
        Rule = ComparisonRule.OfBlocks(
        [
            new ComparisonRule(10, 5, 1) { EntrySizes = [10, 20] },
            null,
            new ComparisonRule(30, 5, 0.5, [true, false]) { BandAlong = "width" },
        ]),
    };

    public static IReadOnlyList<Fact> Facts { get; } =
    [
        Fact.Evidence("solver", "closed form"),
        Fact.Evidence("seeds", "8"),
        Fact.Warning("critical at width = 10", "At width = 10: the edge is critical."),
        Fact.Statistic("fit", "The fit of 4 sizes agrees."),
    ];

    public static RunResult Complete(string? longParameter = null) => new(
        Manifest(longParameter),
        [Outlier, Loss, Density, Edge, Kernel, Curve],
        Judgement.Disagrees,
        0.001,
        Outcome.NumericalFailure,
        [new ReplicaRecord(3, Seed, Outcome.Diverged, "Loss passed 1e6 at step 17.", new Dictionary<string, IReadOnlyList<double?>>(), 0)],
        [
            new FigureSpecification("outliers", "Outliers", "step", "step", "singular value / σ√N", false,
                [new FigureLayer("outlier", FigureSource.Theory, "outlier"), new FigureLayer("outlier", FigureSource.Simulation, "outlier") { ColouredAs = "outlier" }]) { Residuals = true },
            new FigureSpecification("loss", "Loss", "step", "step", "loss", true,
                [new FigureLayer("trainingLoss", FigureSource.Theory, "loss"), new FigureLayer("trainingLoss", FigureSource.Simulation, "loss")]),
            new FigureSpecification("density", "Bulk", "singularValue", "singular value", "density", false,
                [new FigureLayer("bulkDensity", FigureSource.Histogram, "simulation")]) { Slices = [new FigureSlice("rank", 0)] },
        ])
    {
        Facts = Facts,
    };

    /// <summary>A run at two sizes, judged against a distorted theory, with a fit and a rival.</summary>
    public static RunResult WithLadder(string? longParameter = null) => Complete(longParameter) with
    {
        Observables = [.. Complete().Observables, OfLadder],
        Verdict = Judgement.Inconclusive,
        Ladder = new Ladder("width", [10, 20], [32, 16]),
        Resolution = new Resolution(0.02, new Dictionary<string, double> { ["ofLadder"] = 0.05 }),
        Distortions = new Dictionary<string, double> { ["ofLadder"] = 1.01 },
    };

    private static ObservableResult OfLadder { get; } = new(
        new ObservableShape("ofLadder", "1", "At two sizes.", [new Axis("width", [10, 20]), Axis.Of("step", [0, 1, 2, 5])]),
        new ObservableEstimate([1, 2, 1, 2, 1, 2, 1, 2], [0, 0, 0, 0, 0, 0, 0, 0]),
        new SimulationStatistics([1.2, 2.1, 1.1, 2.05, 1.2, 2.1, 1.1, 2.05], [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 48) { Counts = [32, 32, 32, 32, 16, 16, 16, 16] },
        Compared([null, null, null, null, 0.5, -0.25, null, 1], allowance: null) with
        {
            Verdict = Judgement.Inconclusive,
            Fit = new SizeFit(
                [null, null, null, null, 1.01, 1.99, null, 2],
                [null, null, null, null, 0.02, 0.04, null, 0.04],
                [null, null, null, null, 2, 3, null, 3],
                [null, null, null, null, 10, 20, null, 10]),
            Findings = ["1 of 3 entries follow the power of the size only without the smallest size."],
            Rivals = [new RivalResult("something else", 5, 1.5, -0.25, 12, 4)],
        })
    {
        Rule = ComparisonRule.OfBlocks([new ComparisonRule(10, 5, 1), new ComparisonRule(20, 5, 1)]),
    };

    private static ObservableComparison Compared(double?[] z, string? allowance) => new(
        Judgement.Agrees,
        [.. z.Select(score => 2 * score)],
        z,
        [.. z.Select(score => score is null ? (double?)null : 4.5)],
        [.. z.Select(score => score is null ? (double?)null : 0.125)],
        [.. z.Select(score => score is null ? (double?)null : 0.0625)])
    {
        Allowance = allowance,
    };

    public static RunResult WithSweep() => Complete() with { Observables = [.. Complete().Observables, Swept] };

    public static RunResult TheoryOnly() => Complete() with
    {
        Observables = [.. Complete().Observables.Where(o => o.Theory is not null).Select(o => o with { Simulation = null, Comparison = null })],
        Verdict = null,
        Outcome = Outcome.Ok,
        Failures = [],
        Figures = [],
    };

    public static RunResult SimulationOnly() => Complete() with
    {
        Observables = [.. Complete().Observables.Where(o => o.Simulation is not null).Select(o => o with { Theory = null, Comparison = null })],
        Verdict = null,
        Outcome = Outcome.Interrupted,
        Figures = [],
    };

    private static ObservableResult Full(ObservableShape shape, Func<double, double, double, double> theory, Func<double, bool> gap)
    {
        double?[] value = new double?[shape.Length];
        double?[] error = new double?[shape.Length];
        double?[] mean = new double?[shape.Length];
        double?[] deviation = new double?[shape.Length];
        double?[] z = new double?[shape.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            double[] x = Coordinates(shape, i);
            double exact = theory(x[0], x.ElementAtOrDefault(1), x.ElementAtOrDefault(2));
            value[i] = gap(exact) ? null : exact;
            error[i] = gap(exact) ? null : 0.001 * (i % 3);
            mean[i] = gap(exact + 0.05) ? null : exact * (1 + (0.01 * Math.Sin(i)));
            deviation[i] = mean[i] is null ? null : 0.02;
            z[i] = value[i] is null || mean[i] is null ? null : (mean[i] - value[i]) / 0.02;
        }

        return new(shape, new(value, error), new(mean, deviation, 16), Compared(z, "6 N^-1 = 0.012"));
    }

    /// <summary>Axis values of a flattened index, found by counting and not by the formula under test.</summary>
    public static double[] Coordinates(ObservableShape shape, int flattened)
    {
        int[] index = new int[shape.Axes.Count];
        for (int n = 0; n < flattened; n++)
        {
            for (int axis = index.Length - 1; axis >= 0 && ++index[axis] == shape.Axes[axis].Values.Count; axis--)
            {
                index[axis] = 0;
            }
        }

        return [.. index.Select((i, axis) => shape.Axes[axis].Values[i])];
    }
}
