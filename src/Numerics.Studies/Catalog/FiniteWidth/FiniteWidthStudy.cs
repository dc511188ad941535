using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.FiniteWidth;

/// <summary>How outputs and kernels of trained networks scatter over initialisations at leading order in 1/width, lazy and rich.</summary>
public sealed class FiniteWidthStudy : Study<FiniteWidthParameters>
{
    // Beyond this a flow would take longer to integrate than anyone waits.
    private const double MostFlowSteps = 100_000;
    private const long MostNumbers = 1L << 30;

    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "finite-width",
        "fluctuations of order 1/width: variances of outputs and kernels of trained networks over initialisations, lazy and rich",
        StreamId: 18,
        Bibliography.Of(Bibliography.BordelonPehlevan2023, Bibliography.BordelonPehlevan2022));

    /// <inheritdoc/>
    protected override Experiment Prepare(FiniteWidthParameters p, string baseDirectory) => new FiniteWidthExperiment(p);

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(FiniteWidthParameters p, string baseDirectory)
    {
        ConfigurationError[] errors = [.. Data(p), .. Batches(p), .. Times(p)];
        if (errors.Length > 0)
        {
            return errors;
        }

        try
        {
            _ = p.Model();
        }
        catch (ArgumentException exception)
        {
            return [new ConfigurationError("inputGram", exception.Message)];
        }

        double numbers = (p.Width * (1.0 + (4 * p.Gram.Length))) + ((p.Depth - 1) * (double)p.Width * p.Width);
        return numbers <= MostNumbers ? []
            : [new ConfigurationError("width", $"A network of width {p.Width} with {p.Depth} hidden layers has {numbers:G3} numbers, at most {MostNumbers:G3} are possible; lower width or depth.")];
    }

    private static IEnumerable<ConfigurationError> Data(FiniteWidthParameters p)
    {
        if (p.IsHalfGiven)
        {
            yield return p.Targets is null
                ? new ConfigurationError("targets", "inputGram is given without targets; give one target for each training row.")
                : new ConfigurationError("inputGram", "targets are given without inputGram; give the Gram matrix of training and test rows.");
            yield break;
        }

        if (p.Labels.Length == 0)
        {
            yield return new ConfigurationError("targets", $"{p.Gram.Length} test rows without training rows: targets is empty; give one target for each training row, which come first in inputGram.");
        }

        if (p.Labels.Length > p.Gram.Length)
        {
            yield return new ConfigurationError("targets", $"{p.Labels.Length} targets for {p.Gram.Length} rows of inputGram; give one for each training row, and rows for all of them.");
        }

        for (int row = 0; row < p.Gram.Length; row++)
        {
            if (p.Gram[row] is not { } entries || entries.Length != p.Gram.Length)
            {
                yield return new ConfigurationError(
                    $"inputGram[{row}]", $"Row {row} has {p.Gram[row]?.Length ?? 0} entries; a Gram matrix of {p.Gram.Length} rows, training and test together, needs {p.Gram.Length}.");
                yield break;
            }
        }
    }

    private static IEnumerable<ConfigurationError> Batches(FiniteWidthParameters p)
    {
        if (!p.IsOnePass && p.BatchSize != 1)
        {
            yield return new ConfigurationError("batchSize", $"Batches of {p.BatchSize} belong to dynamics \"onePass\", and others train on all rows at every step; leave batchSize out, or set dynamics to \"onePass\".");
        }

        if (p.IsOnePass && (long)p.Steps * p.BatchSize > p.Labels.Length)
        {
            yield return new ConfigurationError(
                "steps",
                $"{p.Steps} steps of {p.BatchSize} rows need {(long)p.Steps * p.BatchSize} training rows, and {p.Labels.Length} are given: one pass uses each of them once; set steps to {p.Labels.Length / p.BatchSize} at most, or give more rows.");
        }
    }

    private static IEnumerable<ConfigurationError> Times(FiniteWidthParameters p)
    {
        foreach (ConfigurationError error in RecordedSteps.Errors("recordSteps", p.RecordSteps, p.Steps))
        {
            yield return error;
        }

        if (p.RecordSteps is { Length: 0 })
        {
            yield return new ConfigurationError("recordSteps", "No step is recorded; name at least one, or null for the start and about five.");
        }

        if (p.RecordTimes is null)
        {
            if (p.IsFlow && p.Steps * p.LearningRate / p.LargestFlowStep > MostFlowSteps)
            {
                yield return Stiff("steps", p.Steps * p.LearningRate, p);
            }

            yield break;
        }

        if (!p.IsFlow)
        {
            yield return new ConfigurationError("recordTimes", "Gradient descent is recorded at steps; give recordSteps, or set dynamics to \"flow\".");
            yield break;
        }

        if (p.RecordSteps is not null)
        {
            yield return new ConfigurationError("recordSteps", "Both recordSteps and recordTimes are given; a flow is recorded at times, leave recordSteps out.");
        }

        if (p.RecordTimes.Length == 0)
        {
            yield return new ConfigurationError("recordTimes", "No time is recorded; name at least one, or null for learningRate times the recorded steps.");
        }
        else if (p.RecordTimes.FirstOrDefault(time => !(time >= 0)) is not 0 and var negative)
        {
            yield return new ConfigurationError("recordTimes", $"Time {negative:R} cannot be recorded: training begins at time 0; leave it out.");
        }
        else if (p.RecordTimes.Max() / p.LargestFlowStep > MostFlowSteps)
        {
            yield return Stiff("recordTimes", p.RecordTimes.Max(), p);
        }
    }

    private static ConfigurationError Stiff(string path, double time, FiniteWidthParameters p) => new(
        path, $"A flow of this richness moves in steps of {p.LargestFlowStep:G3}, and time {time:G4} takes more than {MostFlowSteps:G6} of them; record earlier times, or lower outputScale or targets.");
}
