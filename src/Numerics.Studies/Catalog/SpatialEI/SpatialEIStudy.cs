using Numerics.Spectra.Models;
using Numerics.Spectra.Theory.SpatialNetworks;
using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.SpatialEI;

/// <summary>Excitatory and inhibitory neurons in space: outliers and bulk of the connectivity by theory and by samples.</summary>
public sealed class SpatialEIStudy : Study<SpatialEIParameters>
{
    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "spatial-ei",
        "excitatory and inhibitory neurons on a ring or torus: outliers per wave number, bulk disk and dynamical regime against sampled connectivity",
        StreamId: 8,
        Bibliography.Of(Bibliography.CookHachemNajimRenfrew2018));

    /// <inheritdoc/>
    protected override Experiment Prepare(SpatialEIParameters p, string baseDirectory) => new SpatialEIExperiment(p);

    /// <inheritdoc/>
    protected override IEnumerable<ConfigurationError> Check(SpatialEIParameters p, string baseDirectory)
    {
        List<ConfigurationError> errors =
        [
            .. p.ProjectionRange.Refused("projectionRange", range => range is < 1e-3 or > 10, "a range lies between 0.001 and 10 circumferences"),
            .. p.Heterogeneity.Refused("heterogeneity", value => value is < 0 or > 1e6, "a standard deviation is not negative and at most 1e6"),
            .. p.MeanStrength.Refused("meanStrength", value => Math.Abs(value) > 1e6, "a mean strength is at most 1e6 in modulus"),
            .. p.PeakProbability.Refused("peakProbability", value => value is <= 0 or > 1, "a probability is above 0 and at most 1"),
        ];
        if (Math.Min(p.Excitatory, p.Size - p.Excitatory) < 4)
        {
            errors.Add(new ConfigurationError("excitatoryFraction", $"{p.Excitatory} excitatory and {p.Size - p.Excitatory} inhibitory neurons; each population needs at least 4."));
        }

        if (errors.Count == 0)
        {
            errors.AddRange(OfNetwork(p, p.Network()));
        }

        return errors;
    }

    private static IEnumerable<ConfigurationError> OfNetwork(SpatialEIParameters p, SpatialNetwork network)
    {
        for (int block = 0; block < 4; block++)
        {
            (int target, int source) = (block / 2, block % 2);
            // The images of the wrapped Gaussian add to the peak.
            if (network.LargestProbability(target, source) is > 1 + 1e-12 and var probability)
            {
                yield return new ConfigurationError(
                    "peakProbability", $"In block {BlockMatrix.Name(target, source)} the probability at distance zero is {ReadableNumber.Of(probability)} with what reaches around space, above 1; lower peakProbability or projectionRange.");
            }
        }

        for (int population = 0; population < 2 && !p.IsRing; population++)
        {
            if (network.Side(population) * network.Side(population) != network.Size(population))
            {
                yield return new ConfigurationError(
                    "size", $"{network.Size(population)} {(population == 0 ? "excitatory" : "inhibitory")} neurons are no square grid; take a size whose shares are perfect squares, such as 1125 = 900 + 225.");
            }
        }

        string path = p.IsRing ? "waveNumbers" : "squaredWaveNumbers";
        int[] waves = p.IsRing ? p.WaveNumbers : p.SquaredWaveNumbers;
        int finest = Math.Min(network.Side(0), network.Side(1)) / 2;
        if (waves.Length == 0 || waves.Zip(waves.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            yield return new ConfigurationError(path, "A list of at least one wave number, ascending and without repetition, is needed.");
        }
        else if (waves[^1] > (p.IsRing ? finest : finest * finest))
        {
            yield return new ConfigurationError(path, $"Wave number {waves[^1]} is beyond the grid of the smaller population, which resolves {(p.IsRing ? finest : finest * finest)}; leave it out or raise size.");
        }
        else if (!p.IsRing && waves.Any(square => WaveVector.Group(SpatialDomain.Torus, square).Count == 0))
        {
            yield return new ConfigurationError(path, $"{waves.First(square => WaveVector.Group(SpatialDomain.Torus, square).Count == 0)} is not a sum of two squares; no wave on the torus has it, leave it out.");
        }

        foreach ((string name, double[] list) in new[] { ("relativeRadii", p.RelativeRadii), ("probabilities", p.Probabilities) })
        {
            if (list.Length == 0 || list.Zip(list.Skip(1)).Any(pair => pair.First >= pair.Second))
            {
                yield return new ConfigurationError(name, "A list of at least one number, ascending and without repetition, is needed.");
            }
        }
    }
}
