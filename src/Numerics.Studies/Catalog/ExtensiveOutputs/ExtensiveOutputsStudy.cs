using System.Text.Json;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>
/// Two-layer linear networks with as many outputs as a fraction of their width: how training moves the whole spectrum of the hidden matrix, theory by Dyson
/// equations against stored matrices.
/// </summary>
public sealed class ExtensiveOutputsStudy : Study<ExtensiveOutputsParameters>
{
    private const int LargestSide = 100_000;

    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "extensive-outputs",
        "two-layer linear networks with extensively many outputs: bands, edges and outliers of the hidden matrix over training",
        StreamId: 5,
        Bibliography.Of(Bibliography.HeltonRashidiFarSpeicher2007, Bibliography.AjankiErdosKrueger2019));

    /// <inheritdoc/>
    protected override Experiment Prepare(ExtensiveOutputsParameters p, string baseDirectory) => new ExtensiveOutputsExperiment(p);

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(ExtensiveOutputsParameters p, string baseDirectory)
    {
        List<ConfigurationError> errors = [.. Sides(p), .. ComplexPoints.Errors("resolventAt", p.ResolventAt), .. Scopes(p)];
        foreach (double ratio in p.OutputRatio.Values.Where(ratio => ratio > 1e3))
        {
            errors.Add(new ConfigurationError("outputRatio", $"{ReadableNumber.Of(ratio)} outputs per width are above 1000; lower the ratio."));
        }

        return errors;
    }

    /// <summary>The parameter that a refusal is about: those of the models have the same names.</summary>
    internal static string PathOf(TheoryRefusal refusal) => JsonNamingPolicy.CamelCase.ConvertName(refusal.Parameter);

    private static IEnumerable<ConfigurationError> Sides(ExtensiveOutputsParameters p)
    {
        double largest = new[] { p.InputRatio, p.OutputRatio.Values[^1], double.IsFinite(p.SampleRatio.Value) ? p.SampleRatio.Value : 0 }.Max() * p.Width;
        if (largest > 2 * LargestSide)
        {
            yield return new ConfigurationError("width", $"A side of {ReadableNumber.Of(largest)} at width {p.Width} is above {LargestSide}; lower width or the ratios.");
            yield break;
        }

        TwoLayerSizes sizes = p.Sizes(p.OutputRatio.Values[^1]);
        int side = Math.Max(Math.Max(sizes.Inputs, sizes.Outputs), sizes.Samples);
        if (side > LargestSide)
        {
            yield return new ConfigurationError("width", $"A side of {side} at width {sizes.Width} is above {LargestSide}; lower width or the ratios.");
        }
    }

    /// <summary>Combinations without a theory.</summary>
    private static IEnumerable<ConfigurationError> Scopes(ExtensiveOutputsParameters p) => p.OutputRatio.Values
        .Select(ratio => TrainedSpectrumTheory.For(p.Training(ratio)).OutOfScope)
        .OfType<TheoryRefusal>()
        .Distinct()
        .Select(refusal => new ConfigurationError(PathOf(refusal), refusal.Sentence));
}
