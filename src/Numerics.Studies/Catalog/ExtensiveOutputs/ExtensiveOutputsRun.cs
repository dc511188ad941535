using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Studies.Comparison;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>The study <c>extensive-outputs</c> with its parameters fixed.</summary>
public sealed class ExtensiveOutputsRun : IStudyRun
{
    private readonly ExtensiveOutputsParameters parameters;
    private readonly ExtensiveOutputsShapes shapes;
    private readonly uint stream;

    /// <summary>Fixes a run.</summary>
    public ExtensiveOutputsRun(ExtensiveOutputsParameters parameters, uint stream)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        this.stream = stream;
        shapes = new ExtensiveOutputsShapes(parameters, ExtensiveOutputsModels.PilotRange(parameters));
    }

    /// <inheritdoc/>
    public IReadOnlyList<ObservableShape> Observables => shapes.All;

    /// <inheritdoc/>
    public int Replicas => parameters.Replicas;

    /// <inheritdoc/>
    public IReadOnlyList<FigureSpecification> Figures => parameters.OutputRatio.IsList ? ExtensiveOutputsFigures.Crossover(shapes) : ExtensiveOutputsFigures.Single(shapes);

    /// <inheritdoc/>
    public MemoryEstimate Memory => new(Sizes().Max(sizes => sizes.Bytes), (long)(Route('e') ? PencilBytes : 2e8));

    /// <inheritdoc/>
    public WorkEstimate Work
    {
        get
        {
            // Products and decompositions run at about 15 GFlop/s on one core.
            double gradients = parameters.IsFlow ? 4 * 40 * parameters.Time : parameters.Steps;
            double simulation = Sizes().Sum(sizes => (gradients * sizes.GradientOperations) + (shapes.Times.Count * sizes.DecompositionOperations));
            // Seconds of one density by the exact pencil, measured; 1 s by a vector equation.
            double perTime = !Route('e') ? 1 : parameters.TrainReadout ? 0.3 * Math.Pow(5, Math.Min(parameters.Steps, 5) - 1) : 2;
            return new WorkEstimate(simulation / 15e9, parameters.OutputRatio.Values.Count * shapes.Times.Count * perTime);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> PlanNotes
    {
        get
        {
            Dictionary<string, string> notes = new()
            {
                ["theory"] = string.Join("; ", parameters.OutputRatio.Values.Select(ratio => TrainedSpectrumSolver.Route(parameters, ratio)).Distinct()),
            };
            if (Route('e') && parameters.TrainReadout)
            {
                notes["order of the pencil"] = $"{TrainingPencil.Order(parameters.Steps):G5} on the population";
            }

            if (Refusal() is { } refusal)
            {
                notes["theory refused"] = refusal;
            }

            if (ExtensiveOutputsModels.StabilityWarning(parameters) is { } warning)
            {
                notes["warning"] = warning;
            }

            return notes;
        }
    }

    // Longer training than these steps is refused before a pencil is built.
    private double PencilBytes => 16 * 20 * Math.Pow(parameters.TrainReadout ? TrainingPencil.Order(Math.Min(parameters.Steps, 5)) : 6 + (4.0 * Math.Min(parameters.Steps, 173)), 2);

    /// <inheritdoc/>
    public PredictionOutcome Predict(ReplicaContext context) => new ExtensiveOutputsTheory(parameters, shapes).Predict(context);

    /// <inheritdoc/>
    public ReplicaRecord SimulateReplica(ReplicaContext context) => new ExtensiveOutputsReplica(parameters, shapes, stream).Simulate(context);

    /// <inheritdoc/>
    public ComparisonRule? Rule(string observable)
    {
        int width = parameters.Widths[^1];
        double inputs = TwoLayerSizes.Of(ExtensiveOutputsModels.Asked(parameters, parameters.OutputRatio.Values[0]), width).Inputs;
        return ExtensiveOutputsRules.Of(observable, parameters, shapes, inputs);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Statistics(IReadOnlyDictionary<string, ObservableEstimate> theory, IReadOnlyList<ReplicaRecord> records) =>
        ExtensiveOutputsStatistics.Of(parameters, shapes, theory, records);

    private string? Refusal() =>
        parameters.OutputRatio.Values.Select(ratio => TrainedSpectrumSolver.Refusal(parameters, ExtensiveOutputsModels.Exact(parameters, ratio))).FirstOrDefault(text => text is not null);

    private bool Route(char initial) => parameters.OutputRatio.Values.Any(ratio => TrainedSpectrumSolver.Route(parameters, ratio)[0] == initial);

    private IEnumerable<TwoLayerSizes> Sizes() =>
        from ratio in parameters.OutputRatio.Values
        from width in parameters.Widths
        select TwoLayerSizes.Of(ExtensiveOutputsModels.Asked(parameters, ratio), width);
}
