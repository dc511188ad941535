using System.Diagnostics;
using System.Numerics;
using Numerics.LinearAlgebra.Krylov;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Observables;
using Numerics.Spectra.Theory.Dmft;
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
    private readonly DeepLinearMeasurements measurements;
    private readonly uint stream;
    private readonly Lazy<bool[]> stable;

    /// <summary>Fixes a run.</summary>
    public EdgeOfStabilityRun(EdgeOfStabilityParameters parameters, uint stream)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        this.stream = stream;
        shapes = new EdgeOfStabilityShapes(parameters);
        stable = new(() => [.. parameters.Grid.Points().AsParallel().AsOrdered().Select(IsStable)]);
        measurements = new DeepLinearMeasurements
        {
            SpectrumSteps = shapes.RecordSteps,
            SingularValues = 1,
            KernelSteps = shapes.RecordSteps,
            KernelInputs = DeepLinearModels.Simulated(DeepLinearModels.Inputs(parameters, parameters.Ntk)),
            Kernel = DeepLinearModels.Kernel(parameters.InputDimension),
        };
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
            $"sharpness-{name}",
            $"Sharpness over training, {name}",
            "step",
            "gradient step",
            "learning rate times leading NTK eigenvalue",
            false,
            [
                new("stabilityBound", FigureSource.Theory, "limit of stability"),
                new("sharpness", FigureSource.Theory, "theory"),
                new("sharpness", FigureSource.Simulation, "simulation"),
            ]) { Slice = new FigureSlice("parameterization", index) }),
        new(
            "outliers",
            "Largest singular value of the last hidden matrix",
            "step",
            "gradient step",
            "singular value",
            false,
            [new("topSingularValue", FigureSource.Theory, "theory"), new("topSingularValue", FigureSource.Simulation, "simulation")]),
    ];

    /// <inheritdoc/>
    public MemoryEstimate Memory => new(Models().Max(model => Cost(model).StateBytes), (long)Models().Max(DeepLinearDmft.Bytes));

    /// <inheritdoc/>
    public WorkEstimate Work => new(
        Models().Sum(model => Cost(model).Operations) / 4e9, // rates as in DeepLinearRun
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
    public ReplicaRecord SimulateReplica(ReplicaContext context) =>
        parameters.Precision == FloatingPrecision.Double ? Simulate<double>(context) : Simulate<float>(context);

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
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearModels.Create(parameters, point.Parameterization, point.WidthRatio, point.LearningRate));
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

    private ReplicaRecord Simulate<T>(ReplicaContext context)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var watch = Stopwatch.StartNew();
        var values = shapes.All.Where(shape => shape != shapes.StabilityBound && shape != shapes.Outlier)
            .ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);
        foreach (SweepPoint point in parameters.Grid.Points())
        {
            DeepLinearObservation seen = DeepLinearSimulation.Run(
                context.Lapack,
                DeepLinearModels.Create(parameters, point.Parameterization, point.WidthRatio, point.LearningRate),
                parameters.InputDimension,
                DeepLinearReplica<T>.Gaussians(parameters.Matrix, context),
                new NetworkStreams(context.Seed, stream, (uint)context.Replica),
                context.Executor,
                measurements,
                report: null,
                context.Cancellation);
            Measure(point, seen, values);
            context.Report((point.Index + 1.0) / parameters.Grid.Count);
        }

        return new ReplicaRecord(
            context.Replica,
            context.Seed,
            ReplicaOutcome.Finished,
            null,
            values.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double?>)pair.Value),
            watch.Elapsed.TotalSeconds);
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
            if (seen.Kernel.TryGetValue(shapes.RecordSteps[step], out LeadingEigenvalues? found) && found.Outcome == KrylovOutcome.Converged)
            {
                values[shapes.Sharpness.Name][at] = point.LearningRate * found.Values[0];
            }

            if (seen.Singular.TryGetValue((parameters.Depth - 1, shapes.RecordSteps[step]), out TopSingularValues? top) && top.Converged)
            {
                values[shapes.TopSingularValue.Name][at] = top.Values[0];
            }
        }
    }

    private IEnumerable<DeepLinearModel> Models() => parameters.Grid.Points()
        .Select(point => DeepLinearModels.Create(parameters, point.Parameterization, point.WidthRatio, point.LearningRate));

    private DeepLinearCost Cost(DeepLinearModel model) => new(
        model, parameters.InputDimension, measurements, parameters.Matrix == MatrixKind.Stored, parameters.Precision == FloatingPrecision.Double ? 8 : 4);
}
