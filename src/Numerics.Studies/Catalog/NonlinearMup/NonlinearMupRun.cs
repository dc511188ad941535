using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Training;
using Numerics.Studies.Comparison;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.NonlinearMup;

/// <summary>The study <c>nonlinear-mup</c> with its parameters fixed.</summary>
public sealed class NonlinearMupRun : IStudyRun
{
    // Finite-size allowances: means of smooth observables deviate from infinite width by O(1/N) (bias of losses, outputs, outliers).
    // The constants are about twice the largest |bias| N measured over the reference sets R1 to R5 at N = 125 to 2000 (docs/nonlinear-mup.md).
    private const double LossConstant = 5;
    private const double OutputConstant = 12;
    private const double SpectrumConstant = 12;
    private const double OverlapConstant = 100;

    private readonly NonlinearMupParameters parameters;
    private readonly TrainingSet set;
    private readonly NonlinearMupShapes shapes;
    private readonly uint stream;

    /// <summary>Fixes a run.</summary>
    public NonlinearMupRun(NonlinearMupParameters parameters, TrainingSet set, uint stream)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(set);
        this.parameters = parameters;
        this.set = set;
        this.stream = stream;
        shapes = new NonlinearMupShapes(parameters, set);
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
                "Singular values of hidden weights leaving the bulk",
                "singular value of W/√N",
                new("bulkEdge", FigureSource.Theory, "bulk edge"),
                new("independentSpikeOutlier", FigureSource.Theory, "independent spikes"),
                new("outlier", FigureSource.Theory, "outlier, theory"),
                new("topSingularValue", FigureSource.Simulation, "simulation"));
            var loss = FigureSpecification.Losses(
                "Training loss", new("loss", FigureSource.Theory, "infinite width"), new("loss", FigureSource.Simulation, "simulation"));
            var overlaps = FigureSpecification.OverSteps(
                "overlaps",
                "Outlier singular vectors inside the span of the training history",
                "squared overlap",
                new("overlapLeft", FigureSource.Theory, "left, theory"),
                new("overlapRight", FigureSource.Theory, "right, theory"),
                new("overlapLeft", FigureSource.Simulation, "left, simulation"),
                new("overlapRight", FigureSource.Simulation, "right, simulation"));
            FigureSpecification spectrum = new(
                "spectrum",
                "Singular values of hidden weights after training",
                "singularValue",
                "singular value of W/√N",
                "density",
                true,
                [new("singularValueDensity", FigureSource.Histogram, "simulation"), new("singularValueDensity", FigureSource.Theory, "quarter circle and outliers")]);
            return MatrixPolicy.Of(parameters.Matrix).HoldsWholeSpectrum ? [outliers, loss, overlaps, spectrum] : [outliers, loss, overlaps];
        }
    }

    /// <inheritdoc/>
    public MemoryEstimate Memory
    {
        get
        {
            long passes = Math.Min(parameters.TheorySeeds, Environment.ProcessorCount);
            return new MemoryEstimate(Cost.StateBytes, passes * (long)TrainingDmft.Bytes(NonlinearMupTheory.Options(parameters), set, parameters.TheorySites));
        }
    }

    /// <inheritdoc/>
    public WorkEstimate Work
    {
        get
        {
            // Rates measured on one Zen 4 core: 8 GB/s of panel traffic, 30 GFlop/s of dense algebra.
            double queries = set.ForwardQueries(parameters.Steps) + set.BackwardQueries(parameters.Steps);
            double element = parameters.Precision == FloatingPrecision.Double ? 8 : 4;
            double matrices = parameters.Depth - 1;
            double sweep = 4 * queries * queries / Math.Max(1, set.Samples) * element / 8e9;
            double theory = parameters.TheorySeeds * matrices * ((2 * sweep * parameters.TheorySites) + (shapes.RecordSteps.Count * 60 * Math.Pow(queries, 3) / 30e9));
            return new WorkEstimate(Cost.Seconds, theory);
        }
    }

    private NonlinearCost Cost => new(
        NonlinearMupTheory.Options(parameters),
        set,
        parameters.Matrix,
        NonlinearMupReplica<double>.Request(parameters, shapes),
        parameters.Precision == FloatingPrecision.Double ? 8 : 4);

    /// <inheritdoc/>
    public string? NotShared => MatrixPolicy.Of(parameters.Matrix).WhyRowsAreNotShared;

    /// <inheritdoc/>
    public PredictionOutcome Predict(ReplicaContext context) => new NonlinearMupTheory(parameters, set, shapes, stream).Predict(context);

    /// <inheritdoc/>
    public ReplicaRecord SimulateReplica(ReplicaContext context) => parameters.Precision == FloatingPrecision.Double
        ? new NonlinearMupReplica<double>(parameters, set, shapes, stream).Simulate(context)
        : new NonlinearMupReplica<float>(parameters, set, shapes, stream).Simulate(context);

    /// <inheritdoc/>
    public ComparisonRule? Rule(string observable) => observable switch
    {
        "loss" => new ComparisonRule(parameters.Width, LossConstant, 1),
        "output" => new ComparisonRule(parameters.Width, OutputConstant, 1),
        "topSingularValue" => new ComparisonRule(parameters.Width, SpectrumConstant * parameters.HiddenScale, 1),
        "overlapLeft" or "overlapRight" => new ComparisonRule(parameters.Width, OverlapConstant, 1),
        _ => null,
    };
}
