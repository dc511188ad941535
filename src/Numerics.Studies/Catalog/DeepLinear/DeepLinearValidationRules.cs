using Numerics.LinearAlgebra.Operators;
using Numerics.Spectra.Models;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>What the ranges of single parameters cannot say about a configuration of deep linear networks.</summary>
public static class DeepLinearValidationRules
{
    /// <summary>Errors of the training part.</summary>
    public static IEnumerable<ConfigurationError> Training(DeepLinearTraining p)
    {
        ArgumentNullException.ThrowIfNull(p);
        if (p.InitialScale.Values.Count is var count && count != 1 && count != p.Depth + 1)
        {
            yield return new ConfigurationError(
                "initialScale", $"{count} initial scales do not fit depth {p.Depth}: give one number, or {p.Depth + 1} (one for every matrix and one for the readout).");
        }

        if (p.Schedule is { } schedule && schedule.Length != p.Steps)
        {
            yield return new ConfigurationError("schedule", $"{schedule.Length} factors do not fit {p.Steps} steps: give one factor per step, or null.");
        }

        if (p.Batch.Sampling is BatchSampling.Fraction && double.IsInfinity(p.SampleRatio.Value))
        {
            yield return new ConfigurationError("batch", "A fraction of infinitely many samples is not defined; give a finite sampleRatio or another batch.");
        }

        if (p.Covariance.Law == "power" && p.Covariance.Modes > p.InputDimension)
        {
            yield return new ConfigurationError(
                "covariance", $"{p.Covariance.Modes} modes do not fit inputDimension {p.InputDimension}; lower modes or raise inputDimension.");
        }
    }

    /// <summary>Errors of a list of steps.</summary>
    public static IEnumerable<ConfigurationError> Steps(string name, int[]? given, int steps) =>
        (given ?? []).Where(step => step < 0 || step > steps)
            .Select(step => new ConfigurationError(name, $"Step {step} cannot be recorded: there are steps 0 to {steps}; raise steps or leave it out."));

    /// <summary>Errors of the sizes at one width ratio.</summary>
    public static IEnumerable<ConfigurationError> Sizes(DeepLinearTraining p, DeepLinearModel model, int queriesPerSide)
    {
        ArgumentNullException.ThrowIfNull(p);
        DeepLinearSizes sizes;
        string? failure = null;
        try
        {
            sizes = DeepLinearSizes.Of(model, p.InputDimension);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            sizes = new DeepLinearSizes(p.InputDimension, 0, 0, 0);
            failure = exception.Message.Split(" (Parameter")[0];
        }

        if (failure is not null)
        {
            yield return new ConfigurationError("inputDimension", failure);
            yield break;
        }

        long smallest = Math.Min(sizes.Width, sizes.InputDimension);
        smallest = sizes.Samples > 0 ? Math.Min(smallest, sizes.Samples) : smallest;
        if (2L * queriesPerSide > MatrixPolicy.Of(p.Matrix).Capacity(smallest, smallest))
        {
            yield return new ConfigurationError(
                "inputDimension",
                $"A side of {smallest} is not larger than the {2L * queriesPerSide} vectors that training and tangent kernels may ask of a revealed matrix; enlarge inputDimension, record fewer ntkSteps or set matrix to \"stored\".");
        }
    }
}
