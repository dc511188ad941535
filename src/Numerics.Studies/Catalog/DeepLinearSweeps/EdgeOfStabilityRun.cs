using System.Diagnostics;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Krylov;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Catalog.DeepLinear;
using Numerics.Studies.Comparison;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinearSweeps;

/// <summary>The study <c>edge-of-stability</c> with its parameters fixed.</summary>
public sealed class EdgeOfStabilityRun : IStudyRun
{
    private readonly EdgeOfStabilityParameters parameters;
    private readonly EdgeOfStabilityShapes shapes;
    private readonly DeepLinearSweep sweep;
    private readonly Lazy<bool[]> stable;

    /// <summary>Fixes a run.</summary>
    public EdgeOfStabilityRun(EdgeOfStabilityParameters parameters, uint stream)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        shapes = new EdgeOfStabilityShapes(parameters);
        var measurements = new DeepLinearMeasurements
        {
            SpectrumSteps = shapes.RecordSteps,
            SingularValues = 1,
            KernelSteps = shapes.RecordSteps,
            KernelInputs = DeepLinearModels.Simulated(DeepLinearModels.Inputs(parameters, parameters.Ntk)),
            Kernel = DeepLinearModels.Kernel(parameters.InputDimension),
        };
        sweep = new DeepLinearSweep(parameters, parameters.Grid, measurements, stream);
        stable = new(() => [.. sweep.Points.AsParallel().AsOrdered().Select(IsStable)]);
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
        .. parameters.Grid.Parameterization.Select((name, index) => FigureSpecification.OverSteps(
            $"sharpness-{name}",
            $"Sharpness over training, {name}",
            "learning rate times leading NTK eigenvalue",
            new("stabilityBound", FigureSource.Theory, "limit of stability"),
            new("sharpness", FigureSource.Theory, "theory"),
            new("sharpness", FigureSource.Simulation, "simulation")) with { Slice = new FigureSlice("parameterization", index) }),
        FigureSpecification.OverSteps(
            "outliers",
            "Largest singular value of the last hidden matrix",
            "singular value",
            new("topSingularValue", FigureSource.Theory, "theory"),
            new("topSingularValue", FigureSource.Simulation, "simulation")),
    ];

    /// <inheritdoc/>
    public MemoryEstimate Memory => new(sweep.StateBytes, sweep.TheoryBytes);

    /// <inheritdoc/>
    public WorkEstimate Work => new(
        sweep.Seconds,
        parameters.Grid.Count * shapes.RecordSteps.Count * 60.0 * 25 * Math.Pow(((2 * parameters.Depth) + 2) * parameters.Steps / 2.0, 3) / 10e9);

    /// <inheritdoc/>
    public string? NotShared => parameters.Matrix.NotShared();

    /// <inheritdoc/>
    public PredictionOutcome Predict(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new EdgeOfStabilityTheory(parameters, shapes).Predict(context);
    }

    /// <inheritdoc/>
    public ReplicaRecord SimulateReplica(ReplicaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var watch = Stopwatch.StartNew();
        var values = shapes.All.Where(shape => shape != shapes.StabilityBound && shape != shapes.Outlier)
            .ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);
        foreach (SweepPoint point in sweep.Points)
        {
            Measure(point, sweep.Train(point, context), values);
            context.Report((point.Index + 1.0) / sweep.Points.Length);
        }

        return new ReplicaRecord(
            context.Replica,
            context.Seed,
            ReplicaOutcome.Finished,
            null,
            values.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double?>)pair.Value),
            watch.Elapsed.TotalSeconds);
    }

    /// <inheritdoc/>
    public ComparisonRule? Rule(string observable) => observable switch
    {
        "sharpness" or "topSingularValue" or "trainLoss" => DeepLinearRules.Of(observable, parameters.InputDimension)! with { Compared = Compared(observable) },
        _ => null,
    };

    /// <summary>Beyond the limit of stability differences between networks are amplified: such points are shown, not judged.</summary>
    private bool[] Compared(string observable)
    {
        int length = shapes.All.Single(shape => shape.Name == observable).Length / parameters.Grid.Count;
        return [.. stable.Value.SelectMany(isStable => Enumerable.Repeat(isStable, length))];
    }

    /// <summary>Whether the proportional limit stays away from the limit of stability: its training loss never rises by half above its smallest value so far.</summary>
    private bool IsStable(SweepPoint point)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(sweep.Model(point));
        double smallest = double.PositiveInfinity;
        foreach (double loss in solution.TrainLoss)
        {
            smallest = Math.Min(smallest, loss);
            if (loss > 1.5 * smallest)
            {
                return false;
            }
        }

        return solution.DivergedAt is null;
    }

    /// <summary>Steps after a divergence, and eigenvalues that did not converge, are missing.</summary>
    private void Measure(SweepPoint point, DeepLinearObservation seen, Dictionary<string, double?[]> values)
    {
        for (int step = 0; step <= seen.Trajectory.LastStep; step++)
        {
            values[shapes.TrainLoss.Name][(point.Index * (parameters.Steps + 1)) + step] = seen.Trajectory.TrainLoss[step];
        }

        for (int step = 0; step < shapes.RecordSteps.Count; step++)
        {
            int at = (point.Index * shapes.RecordSteps.Count) + step;
            if (seen.Kernel.TryGetValue(shapes.RecordSteps[step], out LeadingEigenvalues? found) && found.Outcome == Outcome.Ok)
            {
                values[shapes.Sharpness.Name][at] = point.LearningRate * found.Values[0];
            }

            if (seen.Singular.TryGetValue((parameters.Depth - 1, shapes.RecordSteps[step]), out TopSingularValues? top) && top.Converged)
            {
                values[shapes.TopSingularValue.Name][at] = top.Values[0];
            }
        }
    }
}
