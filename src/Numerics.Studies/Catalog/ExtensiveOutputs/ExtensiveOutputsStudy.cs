using System.Text.Json;
using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.ExtensiveOutputs;

/// <summary>
/// Two-layer linear networks with as many outputs as a fraction of their width: how training moves the whole spectrum of the hidden matrix, theory by Dyson
/// equations against stored matrices.
/// </summary>
public sealed class ExtensiveOutputsStudy : Study<ExtensiveOutputsParameters>
{
    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "extensive-outputs",
        "two-layer linear networks with extensively many outputs: bands, edges and outliers of the hidden matrix over training",
        StreamId: 5,
        """
        @article{HeltonRashidiFarSpeicher2007,
          title   = {Operator-valued Semicircular Elements: Solving a Quadratic Matrix Equation with Positivity Constraints},
          author  = {Helton, J. William and Rashidi Far, Reza and Speicher, Roland},
          journal = {International Mathematics Research Notices},
          volume  = {2007},
          pages   = {rnm086},
          year    = {2007}
        }
        @article{AjankiErdosKrueger2019,
          title   = {Stability of the Matrix Dyson Equation and Random Matrices with Correlations},
          author  = {Ajanki, Oskari and Erd{\H o}s, L{\'a}szl{\'o} and Kr{\"u}ger, Torben},
          journal = {Probability Theory and Related Fields},
          volume  = {173},
          pages   = {293--373},
          year    = {2019}
        }
        """);

    /// <inheritdoc/>
    protected override Experiment Prepare(ExtensiveOutputsParameters p, string baseDirectory) => new ExtensiveOutputsExperiment(p);

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(ExtensiveOutputsParameters p, string baseDirectory)
    {
        List<ConfigurationError> errors = [.. Sides(p), .. Points(p), .. Scopes(p)];
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
        TwoLayerSizes sizes = TwoLayerSizes.Of(ExtensiveOutputsModels.Asked(p, p.OutputRatio.Values[^1]), p.Width);
        int side = Math.Max(Math.Max(sizes.Inputs, sizes.Outputs), sizes.Samples);
        if (side > 100_000)
        {
            yield return new ConfigurationError("width", $"A side of {side} at width {sizes.Width} is above 100000; lower width or the ratios.");
        }
    }

    private static IEnumerable<ConfigurationError> Points(ExtensiveOutputsParameters p)
    {
        for (int k = 0; k < p.ResolventAt.Length; k++)
        {
            double[] z = p.ResolventAt[k];
            if (z.Length != 2)
            {
                yield return new ConfigurationError($"resolventAt[{k}]", $"[{string.Join(", ", z.Select(part => ReadableNumber.Of(part)))}] is not a point [real part, imaginary part].");
            }
            else if (z[1] < 0)
            {
                yield return new ConfigurationError(
                    $"resolventAt[{k}]", $"Im z = {ReadableNumber.Of(z[1])} is negative; give the conjugate point, whose resolvent is the conjugate.");
            }
            else if (z[0] == 0 && z[1] == 0)
            {
                yield return new ConfigurationError($"resolventAt[{k}]", "The resolvent has a pole at z = 0 wherever W has a kernel; take another point.");
            }
        }

        if (p.ResolventAt.Select(z => string.Join(",", z)).Distinct(StringComparer.Ordinal).Count() != p.ResolventAt.Length)
        {
            yield return new ConfigurationError("resolventAt", "A point is given twice; name each once.");
        }
    }

    /// <summary>Combinations without a theory.</summary>
    private static IEnumerable<ConfigurationError> Scopes(ExtensiveOutputsParameters p) => p.OutputRatio.Values
        .Select(ratio => TrainedSpectrumTheory.For(ExtensiveOutputsModels.Training(p, ExtensiveOutputsModels.Asked(p, ratio))).OutOfScope)
        .OfType<TheoryRefusal>()
        .Distinct()
        .Select(refusal => new ConfigurationError(PathOf(refusal), refusal.Sentence));
}
