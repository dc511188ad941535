using System.Diagnostics;
using System.Numerics;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Observables;
using Numerics.Spectra.Theory.Dmft;
using Numerics.Studies.Catalog.DeepLinear;
using Numerics.Studies.Comparison;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>The study <c>learning-rate-transfer</c> with its parameters fixed.</summary>
public sealed class LearningRateTransferRun : IStudyRun
{
    /// <summary>
    /// Losses are compared up to this share of the theory's first unstable learning rate; beyond it differences between networks are amplified and the mean leaves
    /// the proportional limit (docs/deep-linear.md, section 5).
    /// </summary>
    private const double ComparedShare = 0.45;

    private readonly LearningRateTransferParameters parameters;
    private readonly LearningRateTransferShapes shapes;
    private readonly uint stream;
    private readonly Lazy<(double Train, double Test)?[]> limit;

    /// <summary>Fixes a run.</summary>
    public LearningRateTransferRun(LearningRateTransferParameters parameters, uint stream)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        this.stream = stream;
        shapes = new LearningRateTransferShapes(parameters);
        limit = new(() => [.. parameters.Grid.Points().AsParallel().AsOrdered().Select(point => Solve(point, CancellationToken.None))]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObservableShape> Observables => shapes.All;

    /// <inheritdoc/>
    public int Replicas => parameters.Replicas;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> PlanNotes => parameters.Grid.Notes();

    /// <inheritdoc/>
    public IReadOnlyList<FigureSpecification> Figures =>
    [
        .. parameters.Grid.Parameterization.Select((name, index) => new FigureSpecification(
            $"transfer-{name}",
            $"Loss after {parameters.Steps} steps against the learning rate, {name}",
            "learningRate",
            "learning rate",
            Criterion == "trainLoss" ? "training loss" : "test loss",
            true,
            [new(Criterion, FigureSource.Theory, "theory"), new(Criterion, FigureSource.Simulation, "simulation")])
        {
            LogarithmicHorizontal = true,
            Slice = new FigureSlice("parameterization", index),
        }),
        new(
            "best",
            "Best learning rate against the width",
            "widthRatio",
            "width over input dimension",
            "learning rate",
            true,
            [
                new("bestLearningRate", FigureSource.Theory, "best, theory"),
                new("bestLearningRate", FigureSource.Simulation, "best, simulation"),
                new("firstUnstableLearningRate", FigureSource.Theory, "first unstable, theory"),
            ]) { LogarithmicHorizontal = true },
    ];

    /// <inheritdoc/>
    public MemoryEstimate Memory => new(
        Models().Max(model => Cost(model).StateBytes),
        (long)Models().Max(DeepLinearDmft.Bytes) * Environment.ProcessorCount);

    /// <inheritdoc/>
    public WorkEstimate Work => new(
        Models().Sum(model => Cost(model).Operations) / 4e9, // rates as in DeepLinearRun
        parameters.Grid.Count * (1e-4 + (parameters.Depth * 60.0 * Math.Pow(parameters.Steps, 3) / 1e9)));

    private string Criterion => parameters.Criterion ?? (parameters.Batch.Sampling is BatchSampling.OnePass ? "testLoss" : "trainLoss");

    /// <inheritdoc/>
    public string? NotShared => parameters.Matrix.NotShared();

    /// <inheritdoc/>
    public PredictionOutcome Predict(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        SweepPoint[] points = [.. parameters.Grid.Points()];
        var losses = new (double Train, double Test)?[points.Length];
        int done = 0;
        context.Executor.Run(points.Length, index =>
        {
            losses[index] = Solve(points[index], context.Cancellation);
            context.Report((double)Interlocked.Increment(ref done) / points.Length);
        });
        Dictionary<string, double?[]> values = Measure(losses);
        return new PredictionOutcome(
            values.ToDictionary(pair => pair.Key, pair => new ObservableEstimate(pair.Value, [.. pair.Value.Select(value => value is null ? (double?)null : 0)])),
            null,
            new Dictionary<string, string> { ["solver"] = "causal recursion over order parameters at every grid point", ["grid points"] = $"{points.Length}" });
    }

    /// <inheritdoc/>
    public ReplicaRecord SimulateReplica(ReplicaContext context) =>
        parameters.Precision == FloatingPrecision.Double ? Simulate<double>(context) : Simulate<float>(context);

    /// <inheritdoc/>
    public ComparisonRule? Rule(string observable) => observable switch
    {
        "trainLoss" or "testLoss" => DeepLinearRules.Of(observable, parameters.InputDimension)! with { Compared = Compared() },
        _ => null,
    };

    private ReplicaRecord Simulate<T>(ReplicaContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var watch = Stopwatch.StartNew();
        SweepPoint[] points = [.. parameters.Grid.Points()];
        var losses = new (double Train, double Test)?[points.Length];
        for (int index = 0; index < points.Length; index++)
        {
            // The same streams at every point: differences along the grid are not blurred by those between networks.
            DeepLinearTrajectory trajectory = DeepLinearSimulation.Run(
                context.Lapack,
                Model(points[index]),
                parameters.InputDimension,
                DeepLinearReplica<T>.Gaussians(parameters.Matrix, context),
                new NetworkStreams(context.Seed, stream, (uint)context.Replica),
                context.Executor,
                new DeepLinearMeasurements(),
                report: null,
                context.Cancellation).Trajectory;
            losses[index] = trajectory.DivergedAt is null ? (trajectory.TrainLoss[^1], trajectory.TestLoss[^1]) : null;
            context.Report((index + 1.0) / points.Length);
        }

        Dictionary<string, IReadOnlyList<double?>> values = Measure(losses).ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double?>)pair.Value);
        return new ReplicaRecord(context.Replica, context.Seed, ReplicaOutcome.Finished, null, values, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Losses of the proportional limit at one point; null if it diverges, which in a sweep is a data point.</summary>
    private (double Train, double Test)? Solve(SweepPoint point, CancellationToken cancellation)
    {
        DeepLinearModel model = Model(point);
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSizes.Of(model, parameters.InputDimension).Exact(model), null, cancellation);
        return solution.DivergedAt is null ? (solution.TrainLoss[^1], solution.TestLoss[^1]) : null;
    }

    private Dictionary<string, double?[]> Measure((double Train, double Test)?[] losses)
    {
        var values = shapes.All.ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);
        for (int index = 0; index < losses.Length; index++)
        {
            values[shapes.TrainLoss.Name][index] = losses[index]?.Train;
            values[shapes.TestLoss.Name][index] = losses[index]?.Test;
            values[shapes.Diverged.Name][index] = losses[index] is null ? 1 : 0;
        }

        IReadOnlyList<double> rates = parameters.Grid.LearningRate.Values;
        for (int curve = 0; curve < shapes.Best.Length; curve++)
        {
            double?[] along = values[Criterion][(curve * rates.Count)..((curve + 1) * rates.Count)];
            values[shapes.Best.Name][curve] = SweepMinimum.Best(rates, along);
            values[shapes.Maximum.Name][curve] = SweepMinimum.FirstUnstable(rates, along);
        }

        return values;
    }

    private bool[] Compared()
    {
        double?[] unstable = Measure(limit.Value)[shapes.Maximum.Name];
        int rates = parameters.Grid.LearningRate.Values.Count;
        return [.. parameters.Grid.Points().Select(point => point.LearningRate <= ComparedShare * (unstable[point.Index / rates] ?? double.PositiveInfinity))];
    }

    private IEnumerable<DeepLinearModel> Models() => parameters.Grid.Points().Select(Model);

    private DeepLinearModel Model(SweepPoint point) => DeepLinearModels.Create(parameters, point.Parameterization, point.WidthRatio, point.LearningRate);

    private DeepLinearCost Cost(DeepLinearModel model) => new(
        model, parameters.InputDimension, new DeepLinearMeasurements(), parameters.Matrix == MatrixKind.Stored, parameters.Precision == FloatingPrecision.Double ? 8 : 4);
}
