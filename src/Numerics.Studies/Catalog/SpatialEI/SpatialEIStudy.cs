using System.Numerics;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks.Spatial;
using Numerics.Spectra.Theory.SpatialNetworks;
using Numerics.Studies.Catalog.Citations;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.SpatialEI;

/// <summary>Excitatory and inhibitory neurons in space: outliers and bulk of the connectivity by theory and by samples.</summary>
public sealed class SpatialEIStudy : Study<SpatialEIParameters>
{
    private const int FewestSteps = 64;
    private const double SmallestRadius = 1e-6;

    /// <summary>Of a range in distances of neighbours: below, sums over the grid are not the integrals that the theory has (exp(-2 pi^2 d^2) of them are left).</summary>
    private const double SmallestRange = 0.5;

    /// <inheritdoc/>
    public override StudyCard Card { get; } = new(
        "spatial-ei",
        "excitatory and inhibitory neurons on a ring or torus: outliers per wave number, bulk disk and dynamical regime against sampled connectivity",
        StreamId: 16,
        Bibliography.Of(
            Bibliography.HuangGaoYangSongChen2025,
            Bibliography.Tao2013,
            Bibliography.CookHachemNajimRenfrew2018,
            Bibliography.AljadeffSternSharpee2015,
            Bibliography.KadmonSompolinsky2015,
            Bibliography.RajanAbbott2006));

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
        if (Math.Min(p.PopulationSizes.Excitatory, p.PopulationSizes.Inhibitory) < PopulationSizes.Least || p.Count > PopulationSizes.Most)
        {
            errors.Add(new ConfigurationError(
                "populationSizes",
                $"{p.PopulationSizes.Excitatory} excitatory and {p.PopulationSizes.Inhibitory} inhibitory neurons; each population has at least {PopulationSizes.Least}, both together at most {PopulationSizes.Most}."));
        }

        if (errors.Count == 0)
        {
            errors.AddRange(OfNetwork(p, p.Network()));
            errors.AddRange(OfDynamics(p));
        }

        return errors;
    }

    private static IEnumerable<ConfigurationError> OfNetwork(SpatialEIParameters p, SpatialNetwork network) =>
        [.. OfBlocks(network), .. OfSizes(p, network), .. OfLists(p, network)];

    private static IEnumerable<ConfigurationError> OfBlocks(SpatialNetwork network)
    {
        for (int block = 0; block < 4; block++)
        {
            (int target, int source) = (block / 2, block % 2);
            double spacing = 1.0 / network.Side(source), range = network.ProjectionRange[target, source], inputs = network.InDegree(target, source);
            if (range < SmallestRange * spacing)
            {
                yield return new ConfigurationError(
                    "projectionRange",
                    $"Block {BlockMatrix.Name(target, source)} is {ReadableNumber.Of(range)}, below half the distance of neighbours {ReadableNumber.Of(spacing)}; raise it or populationSizes.");
            }
            else if (inputs < 1)
            {
                yield return new ConfigurationError(
                    "peakProbability",
                    $"In block {BlockMatrix.Name(target, source)} a neuron has {ReadableNumber.Of(inputs)} inputs on average, below 1; raise peakProbability, projectionRange or populationSizes.");
            }

            // The images of the wrapped Gaussian add to the peak.
            if (network.LargestProbability(target, source) is > 1 + 1e-12 and var probability)
            {
                yield return new ConfigurationError(
                    "peakProbability",
                    $"In block {BlockMatrix.Name(target, source)} the probability at distance zero is {ReadableNumber.Of(probability)} with what reaches around space, above 1; lower peakProbability or projectionRange.");
            }
        }

        if (VarianceProfileBulk.Of(network).Radius < SmallestRadius)
        {
            yield return new ConfigurationError(
                "heterogeneity",
                $"The disk of the eigenvalues has a radius below {SmallestRadius}: synapses do not vary; raise heterogeneity or meanStrength.");
        }
    }

    private static IEnumerable<ConfigurationError> OfSizes(SpatialEIParameters p, SpatialNetwork network)
    {
        for (int population = 0; population < 2 && !p.IsRing; population++)
        {
            if (network.Side(population) * network.Side(population) != network.Size(population))
            {
                yield return new ConfigurationError(
                    "populationSizes",
                    $"{network.Size(population)} {(population == 0 ? "excitatory" : "inhibitory")} neurons are no square grid, which the torus has; the nearest perfect square is {network.Side(population) * network.Side(population)}.");
            }
        }
    }

    private static IEnumerable<ConfigurationError> OfLists(SpatialEIParameters p, SpatialNetwork network)
    {
        string path = p.IsRing ? "waveNumbers" : "squaredWaveNumbers";
        int[] waves = p.IsRing ? p.WaveNumbers : p.SquaredWaveNumbers;
        int finest = p.IsRing ? network.LargestWaveNumber : network.LargestWaveNumber * network.LargestWaveNumber;
        if (Unordered(path, [.. waves.Select(wave => (double)wave)]) is { } unordered)
        {
            yield return unordered;
        }
        else if (waves[^1] > finest)
        {
            yield return new ConfigurationError(
                path,
                $"Wave number {waves[^1]} is beyond the grid of the smaller population, which resolves {finest}; leave it out or raise populationSizes.");
        }
        else if (!p.IsRing && waves.Any(square => WaveVector.Group(SpatialDomain.Torus, square).Count == 0))
        {
            yield return new ConfigurationError(
                path,
                $"{waves.First(square => WaveVector.Group(SpatialDomain.Torus, square).Count == 0)} is not a sum of two squares; no wave on the torus has it, leave it out.");
        }

        foreach ((string name, double[] list) in new[] { ("relativeRadii", p.RelativeRadii), ("probabilities", p.Probabilities), ("lags", p.Lags) })
        {
            if (Unordered(name, list) is { } unsorted)
            {
                yield return unsorted;
            }
        }
    }

    /// <summary>What is wrong with a list that does not ascend; null if it does.</summary>
    private static ConfigurationError? Unordered(string path, double[] list)
    {
        int at = Enumerable.Range(0, Math.Max(0, list.Length - 1)).FirstOrDefault(k => list[k] >= list[k + 1], -1);
        return list.Length == 0 ? new ConfigurationError(path, "The list is empty; give at least one number.")
            : at >= 0 ? new ConfigurationError(path, $"{ReadableNumber.Of(list[at + 1])} stands after {ReadableNumber.Of(list[at])}; the list ascends without repetition, sort it.")
            : null;
    }

    private static IEnumerable<ConfigurationError> OfDynamics(SpatialEIParameters p)
    {
        if (p.Dynamics.Settings is not { } settings)
        {
            if (!p.Spectrum)
            {
                yield return new ConfigurationError("spectrum", "Neither eigenvalues nor rates: with dynamics \"off\" there is nothing to simulate; set spectrum to true or give dynamics.");
            }

            yield break;
        }

        double steps = settings.Duration / settings.Step;
        if (steps is < FewestSteps or > 1e8)
        {
            yield return new ConfigurationError(
                "dynamics",
                $"{ReadableNumber.Of(Math.Round(steps))} time steps; between {FewestSteps} and 1e8 are needed, change dynamics.duration or dynamics.step.");
            yield break;
        }

        if (settings.Noise == 0 && settings.InitialAmplitude == 0)
        {
            yield return new ConfigurationError(
                "dynamics",
                "Neither noise nor an initial amplitude: the network stays at rest for ever; raise dynamics.noise or dynamics.initialAmplitude.");
        }

        if (p.Lags.FirstOrDefault(lag => lag > settings.Duration / 2) is > 0 and var late)
        {
            yield return new ConfigurationError(
                "lags",
                $"The lag {ReadableNumber.Of(late)} is longer than the half of the duration that is observed, {ReadableNumber.Of(settings.Duration / 2)}; raise dynamics.duration.");
        }

        if (Array.FindIndex(p.Lags, lag => Math.Abs((lag / settings.Step) - Math.Round(lag / settings.Step)) > 1e-6) is >= 0 and var off)
        {
            yield return new ConfigurationError(
                "lags",
                $"The lag {ReadableNumber.Of(p.Lags[off])} is no multiple of the time step {ReadableNumber.Of(settings.Step)}; change one of them.");
        }

        if (Unstable(p.Network(), settings) is { } eigenvalue)
        {
            yield return new ConfigurationError(
                "dynamics.step",
                $"A step of {ReadableNumber.Of(settings.Step)} is unstable: the mode of eigenvalue {Word(eigenvalue)} decays and would grow; take a step of at most {ReadableNumber.Of(Stable(p.Network(), settings))}.");
        }
    }

    /// <summary>An eigenvalue, outlier or at the rim of the disk, whose mode decays but grows under the step.</summary>
    private static Complex? Unstable(SpatialNetwork network, RateSettings settings)
    {
        const int Angles = 32;
        double radius = VarianceProfileBulk.Of(network).Radius;
        return Enumerable.Range(0, Angles + 1).Select(k => Complex.FromPolarCoordinates(radius, Math.PI * (1 - ((double)k / Angles))))
            .Prepend(0).Concat(SpatialOutliers.Find(network).Select(outlier => outlier.Value)).Cast<Complex?>().FirstOrDefault(value => settings.IsUnstable(value!.Value));
    }

    private static double Stable(SpatialNetwork network, RateSettings settings)
    {
        double[] round = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 5e-3, 2e-3, 1e-3, 1e-4, 1e-5];
        return round.FirstOrDefault(step => step < settings.Step && Unstable(network, settings with { Step = step }) is null, 1e-6);
    }

    private static string Word(Complex value) => Math.Abs(value.Imaginary) < 1e-9 * value.Magnitude ? ReadableNumber.Of(value.Real, 3) : $"{ReadableNumber.Of(value.Real, 3)} + {ReadableNumber.Of(value.Imaginary, 3)} i";
}
