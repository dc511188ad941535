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
        // Each file by itself first, so that an error names the parameter it belongs to.
        foreach ((string name, string? path) in new[] { ("trained", p.Trained), ("initial", p.Initial) })
        {
            if (path is not null && string.IsNullOrWhiteSpace(path))
            {
                return [new ConfigurationError(name, $"'{path}' names no file; give a file, a folder ('.' for this one), or null for none.")];
            }

            if (path is not null && Refusal(() => Checkpoint.Read(Path.Combine(baseDirectory, path))) is { } refusal)
            {
                return [new ConfigurationError(name, refusal)];
            }
        }

        return Refusal(() => WeightSelection.Of(p, baseDirectory)) is { } other ? [new ConfigurationError("trained", other)] : [];
    }

    private static string? Refusal(Func<object> read)
    {
        try
        {
            _ = read();
            return null;
        }
        catch (InputFileException exception)
        {
            return exception.Message;
        }
    }
}
