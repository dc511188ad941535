using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Contract;
using Numerics.Studies.Inputs;
using Numerics.Studies.Inputs.Checkpoints;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Spectra of the weight matrices of a checkpoint: untrained, a bulk with outliers, or a restructured bulk.</summary>
public sealed class TrainedWeightsStudy : Study<TrainedWeightsParameters>
{
    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "trained-weights",
        "weight matrices of a checkpoint: spectrum, null law, outliers, and whether the bulk is that of independent entries",
        StreamId: 8,
        Bibliography.Of(Bibliography.MarchenkoPastur1967, Bibliography.BenaychGeorgesNadakuditi2012));

    /// <inheritdoc/>
    protected override IReadOnlyList<string> InputFiles(TrainedWeightsParameters p, string baseDirectory) =>
        [.. new[] { p.Trained, p.Initial }.OfType<string>().SelectMany(path => Checkpoint.Files(Path.Combine(baseDirectory, path)))];

    /// <inheritdoc/>
    protected override Experiment Prepare(TrainedWeightsParameters p, string baseDirectory) => new TrainedWeightsExperiment(p, WeightSelection.Of(p, baseDirectory));

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(TrainedWeightsParameters p, string baseDirectory)
    {
        try
        {
            _ = WeightSelection.Of(p, baseDirectory);
            return [];
        }
        catch (InputFileException exception)
        {
            return [new ConfigurationError("trained", exception.Message)];
        }
    }
}
