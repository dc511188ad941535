using Numerics.Studies.Records;

namespace Numerics.Results.Contract;

/// <summary>
/// What must hold before anything is written: finite numbers, arrays as long as their axes say, names that are unique and usable in every format.
/// A violation is a bug upstream, so the exception names the place.
/// </summary>
public static class ResultValidation
{
    /// <summary>Checks a whole result.</summary>
    /// <exception cref="ResultContractException">Something does not hold.</exception>
    public static void Check(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        CheckManifest(result.Manifest);
        Require(result.FamilyWiseFalseAlarmRate is > 0 and < 1, $"The false-alarm rate {result.FamilyWiseFalseAlarmRate} is no probability between 0 and 1.");
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (ObservableResult observable in result.Observables)
        {
            Require(names.Add(observable.Shape.Name), $"Two observables are named '{observable.Shape.Name}' (letter case apart).");
            CheckObservable(observable);
        }
    }

    /// <summary>Checks the numbers of a manifest.</summary>
    /// <exception cref="ResultContractException">A time is not finite.</exception>
    public static void CheckManifest(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        Require(manifest.Parameters is not null, "The manifest has no parameters.");
        Require(!string.IsNullOrEmpty(manifest.Study) && manifest.Fingerprint is not null, "The manifest lacks the study or the fingerprint.");
        Require(manifest.ReplicasAsked >= 0, $"The manifest asks for {manifest.ReplicasAsked} replicas.");
        foreach (PhaseTiming timing in manifest.Timing)
        {
            CheckFinite($"timing of phase '{timing.Phase}'", timing.WallSeconds);
            CheckFinite($"timing of phase '{timing.Phase}'", timing.CpuSeconds);
        }
    }

    /// <summary>Checks name and axes of an observable.</summary>
    /// <exception cref="ResultContractException">A name is unusable or repeated, or a coordinate is not finite.</exception>
    public static void CheckShape(ObservableShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        CheckName("Observable", shape.Name);
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (Axis axis in shape.Axes)
        {
            CheckName($"Axis of '{shape.Name}'", axis.Name);
            Require(names.Add(axis.Name), $"Observable '{shape.Name}' has two axes named '{axis.Name}' (letter case apart).");
            foreach (double value in axis.Values)
            {
                CheckFinite($"axis '{axis.Name}' of '{shape.Name}'", value);
            }
        }
    }

    /// <summary>Checks the values of an observable: as many as the axes say, each finite or null.</summary>
    /// <exception cref="ResultContractException">The length is wrong or a value is not finite.</exception>
    public static void CheckValues(ObservableShape shape, string what, IReadOnlyList<double?>? values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (values is null)
        {
            return;
        }

        Require(values.Count == shape.Length, $"'{what}' of '{shape.Name}' has {values.Count} values, its axes ask for {shape.Length}.");
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is double value && !double.IsFinite(value))
            {
                throw new ResultContractException(
                    $"'{what}' of '{shape.Name}' is {value} at flattened index {i}: a missing value is null, anything else is finite.");
            }
        }
    }

    private static void CheckObservable(ObservableResult observable)
    {
        CheckShape(observable.Shape);
        CheckValues(observable.Shape, "theory", observable.Theory?.Value);
        CheckValues(observable.Shape, "theoryStandardError", observable.Theory?.StandardError);
        CheckValues(observable.Shape, "mean", observable.Simulation?.Mean);
        CheckValues(observable.Shape, "standardError", observable.Simulation?.StandardError);
        CheckValues(observable.Shape, "rawScore", observable.Comparison?.RawScore);
        CheckValues(observable.Shape, "zScore", observable.Comparison?.ZScore);
        CheckValues(observable.Shape, "entryLimit", observable.Comparison?.EntryLimit);
        CheckValues(observable.Shape, "detectableDeviation", observable.Comparison?.DetectableDeviation);
        CheckValues(observable.Shape, "relativeDetectable", observable.Comparison?.RelativeDetectable);
        CheckValues(observable.Shape, "fittedStandardError", observable.Comparison?.Fit?.StandardError);
        foreach (RivalResult rival in observable.Comparison?.Rivals ?? [])
        {
            CheckFinite($"deviation of the rival '{rival.Name}'", rival.RelativeDeviation);
            CheckFinite($"score of the rival '{rival.Name}'", rival.ZScore);
        }

        CheckValues(observable.Shape, "fittedLimit", observable.Comparison?.Fit?.Limit);
        CheckValues(observable.Shape, "fittedSlope", observable.Comparison?.Fit?.Slope);
    }

    private static void CheckName(string what, string name) => Require(
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'),
        $"{what}: the name '{name}' is not of letters, digits and underscores with a letter first, so it is no variable name in every format.");

    private static void CheckFinite(string what, double value) => Require(double.IsFinite(value), $"The {what} is {value}, not finite.");

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ResultContractException(message);
        }
    }
}
