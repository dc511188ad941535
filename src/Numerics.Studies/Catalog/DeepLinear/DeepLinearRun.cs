using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Comparison;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>The study <c>deep-linear</c> with its parameters fixed.</summary>
public sealed class DeepLinearRun : IStudyRun
{
    private readonly DeepLinearParameters parameters;
    private readonly DeepLinearModel model;
    private readonly DeepLinearSizes sizes;
    private readonly DeepLinearShapes shapes;
    private readonly DeepLinearMeasurements measurements;
    private readonly uint stream;

    /// <summary>Fixes a run.</summary>
    public DeepLinearRun(DeepLinearParameters parameters, uint stream)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        this.stream = stream;
        DeepLinearModel asked = DeepLinearModels.Create(parameters, parameters.Parameterization, parameters.WidthRatio, parameters.LearningRate);
        sizes = DeepLinearSizes.Of(asked, parameters.InputDimension);
        model = sizes.Exact(asked);
        shapes = new DeepLinearShapes(parameters);
        measurements = Measurements(parameters, shapes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObservableShape> Observables => shapes.All;

    /// <inheritdoc/>
    public int Replicas => parameters.Replicas;

    /// <inheritdoc/>
    public IReadOnlyList<FigureSpecification> Figures
    {
        get
        {
            var outliers = FigureSpecification.OverSteps(
                "outliers",
                "Singular values of the weights leaving the bulk",
                "singular value of A",
                new("bulkEdgeUpper", FigureSource.Theory, "bulk edge"),
                new("outlier", FigureSource.Theory, "outlier, theory"),
                new("topSingularValue", FigureSource.Simulation, "simulation"));
            var loss = FigureSpecification.Losses(
                "Training and test loss",
                new("trainLoss", FigureSource.Theory, "training, theory"),
                new("testLoss", FigureSource.Theory, "test, theory"),
                new("trainLoss", FigureSource.Simulation, "training, simulation"),
                new("testLoss", FigureSource.Simulation, "test, simulation"));
            var kernel = FigureSpecification.OverSteps(
                "ntk",
                "Leading eigenvalue of the neural tangent kernel",
                "eigenvalue",
                new("ntkBulkEdge", FigureSource.Theory, "bulk edge"),
                new("ntkTop", FigureSource.Theory, "leading eigenvalue, theory"),
                new("ntkTop", FigureSource.Simulation, "simulation"));
            return shapes.NtkSteps.Count > 0 ? [outliers, loss, kernel] : [outliers, loss];
        }
    }

    /// <inheritdoc/>
    public MemoryEstimate Memory => new(Cost.StateBytes, (long)DeepLinearDmft.Bytes(model));

    /// <inheritdoc/>
    public WorkEstimate Work
    {
        get
        {
            // Rates of one core: 4 GFlop/s in panel kernels and matrix-vector products, which memory bounds, 1 GFlop/s in the short rows of the theory,
            // and 10 GFlop/s in the eigenvalue problems of order 2k.
            double order = 2.0 * parameters.Steps;
            double theory = (parameters.Depth * 60.0 * Math.Pow(parameters.Steps, 3) / 1e9)
                + (parameters.Depth * shapes.RecordSteps.Count * 25 * Math.Pow(order, 3) / 10e9)
                + (shapes.NtkSteps.Count * 60.0 * 25 * Math.Pow((2 * parameters.Depth + 2) * parameters.Steps, 3) / 10e9);
            return new WorkEstimate(Cost.Operations / 4e9, theory);
        }
    }

    private DeepLinearCost Cost => new(
        model, parameters.InputDimension, measurements, parameters.Matrix, parameters.Precision == FloatingPrecision.Double ? 8 : 4);

    /// <inheritdoc/>
    public string? NotShared => MatrixPolicy.Of(parameters.Matrix).WhyRowsAreNotShared;

    /// <inheritdoc/>
    public PredictionOutcome Predict(ReplicaContext context) => new DeepLinearTheory(parameters, model, sizes, shapes).Predict(context);

    /// <inheritdoc/>
    public ReplicaRecord SimulateReplica(ReplicaContext context) => parameters.Precision == FloatingPrecision.Double
        ? new DeepLinearReplica<double>(parameters, model, shapes, measurements, stream).Simulate(context)
        : new DeepLinearReplica<float>(parameters, model, shapes, measurements, stream).Simulate(context);

    /// <inheritdoc/>
    public ComparisonRule? Rule(string observable) => DeepLinearRules.Of(observable, parameters.InputDimension);

    internal static DeepLinearMeasurements Measurements(DeepLinearParameters parameters, DeepLinearShapes shapes) => new()
    {
        SpectrumSteps = shapes.RecordSteps,
        SingularValues = DeepLinearShapes.Ranks,
        KernelSteps = shapes.NtkSteps,
        KernelInputs = DeepLinearModels.Simulated(DeepLinearModels.Inputs(parameters, parameters.Ntk)),
        Kernel = DeepLinearModels.Kernel(parameters.InputDimension),
    };
}
