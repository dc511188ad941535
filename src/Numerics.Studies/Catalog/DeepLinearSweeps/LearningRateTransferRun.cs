using System.Diagnostics;
using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Training;
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
    private readonly DeepLinearSweep sweep;
    private readonly Lazy<(double Train, double Test)?[]> limit;

    /// <summary>Fixes a run.</summary>
    public LearningRateTransferRun(LearningRateTransferParameters parameters, uint stream)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        shapes = new LearningRateTransferShapes(parameters);
        sweep = new DeepLinearSweep(parameters, parameters.Grid, new DeepLinearMeasurements(), stream);
        limit = new(() => [.. sweep.Points.AsParallel().AsOrdered().Select(point => Solve(point, CancellationToken.None))]);
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
    public MemoryEstimate Memory => new(sweep.StateBytes, sweep.TheoryBytes * Environment.ProcessorCount);

    /// <inheritdoc/>
    public WorkEstimate Work => new(sweep.Seconds, parameters.Grid.Count * (1e-4 + (parameters.Depth * 60.0 * Math.Pow(parameters.Steps, 3) / 1e9)));

    private string Criterion => parameters.Criterion ?? (parameters.Batch.Sampling is BatchSampling.OnePass ? "testLoss" : "trainLoss");

    /// <inheritdoc/>
    public string? NotShared => MatrixPolicy.Of(parameters.Matrix).WhyRowsAreNotShared;

    /// <inheritdoc/>
    public PredictionOutcome Predict(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        SweepPoint[] points = sweep.Points;
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
    public ReplicaRecord SimulateReplica(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var watch = Stopwatch.StartNew();
        var losses = new (double Train, double Test)?[sweep.Points.Length];
        foreach (SweepPoint point in sweep.Points)
        {
            DeepLinearTrajectory trajectory = sweep.Train(point, context).Trajectory;
            losses[point.Index] = trajectory.DivergedAt is null ? (trajectory.TrainLoss[^1], trajectory.TestLoss[^1]) : null;
            context.Report((point.Index + 1.0) / losses.Length);
        }

        Dictionary<string, IReadOnlyList<double?>> values = Measure(losses).ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double?>)pair.Value);
        return new ReplicaRecord(context.Replica, context.Seed, ReplicaOutcome.Finished, null, values, watch.Elapsed.TotalSeconds);
    }

    /// <inheritdoc/>
    public ComparisonRule? Rule(string observable) => observable switch
    {
        "trainLoss" or "testLoss" => DeepLinearRules.Of(observable, parameters.InputDimension)! with { Compared = Compared() },
        _ => null,
    };

    /// <summary>Losses of the proportional limit at one point; null if it diverges, which in a sweep is a data point.</summary>
    private (double Train, double Test)? Solve(SweepPoint point, CancellationToken cancellation)
    {
        DeepLinearModel model = sweep.Model(point);
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
        return [.. sweep.Points.Select(point => point.LearningRate <= ComparedShare * (unstable[point.Index / rates] ?? double.PositiveInfinity))];
    }
}
