using Numerics.Spectra.Models;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.SpatialEI;

/// <summary>Parameters of the study <c>spatial-ei</c>; the defaults are set A of the documentation.</summary>
public sealed record SpatialEIParameters
{
    /// <summary>Space.</summary>
    [Parameter("ring, or torus (two axes; both populations on a square grid), circumference 1")]
    public SpatialDomain Space { get; init; }

    /// <summary>N_E, N_I.</summary>
    [Parameter("excitatory and inhibitory neurons [N_E, N_I]; on the torus perfect squares", Letter = "N", IsSize = true, Schema = Configuration.Values.PopulationSizes.Schema)]
    public PopulationSizes PopulationSizes { get; init; } = new(800, 200);

    /// <summary>d.</summary>
    [Parameter("standard deviation of the length of a connection along an axis, in circumferences: a number or [[EE, EI], [IE, II]], target first", Letter = "d", Schema = BlockMatrix.Schema)]
    public BlockMatrix ProjectionRange { get; init; } = BlockMatrix.Of(0.1, 0.15, 0.1, 0.15);

    /// <summary>gbar.</summary>
    [Parameter("mean total input of a neuron from a population: a number or [[EE, EI], [IE, II]], target first; from inhibitory neurons negative", Letter = "J", Schema = BlockMatrix.Schema)]
    public BlockMatrix MeanStrength { get; init; } = BlockMatrix.Of(3, -1, 1, -2);

    /// <summary>g.</summary>
    [Parameter("standard deviation of a synapse times the root of the mean number of inputs: a number or [[EE, EI], [IE, II]]", Letter = "g", Schema = BlockMatrix.Schema)]
    public BlockMatrix Heterogeneity { get; init; } = BlockMatrix.Of(0.3);

    /// <summary>alpha.</summary>
    [Parameter("probability of a connection at distance zero: a number or [[EE, EI], [IE, II]]", Letter = "alpha", Schema = BlockMatrix.Schema)]
    public BlockMatrix PeakProbability { get; init; } = BlockMatrix.Of(0.5);

    /// <summary>Whether row sums are fixed.</summary>
    [Parameter("subtract from the synapses of each neuron and source population what their sum has above its mean")]
    public bool FixRowSums { get; init; }

    /// <summary>k.</summary>
    [Parameter("wave numbers of the outliers on the ring", Letter = "k", Minimum = 0, Maximum = 10_000)]
    public int[] WaveNumbers { get; init; } = [0, 1, 2];

    /// <summary>|k|^2.</summary>
    [Parameter("squared wave numbers of the outliers on the torus, sums of two squares", Minimum = 0, Maximum = 10_000)]
    public int[] SquaredWaveNumbers { get; init; } = [0, 1, 2];

    /// <summary>r/R.</summary>
    [Parameter("radii of the radial law over the radius of the bulk", Minimum = 0, ExclusiveMinimum = true, Maximum = 1)]
    public double[] RelativeRadii { get; init; } = [0.25, 0.5, 0.75, 0.9];

    /// <summary>Probabilities.</summary>
    [Parameter("probabilities of the quantiles of the radial law", Minimum = 0.01, Maximum = 0.999)]
    public double[] Probabilities { get; init; } = [0.99];

    /// <summary>Whether eigenvalues are computed.</summary>
    [Parameter("compute eigenvalues of the sampled networks; without them the spectrum is that of theory alone, and rates are simulated faster")]
    public bool Spectrum { get; init; } = true;

    /// <summary>Rates.</summary>
    [Parameter("simulation of dx/dt = -x + J phi(x) + noise: \"off\", or noise, step, duration, initialAmplitude, each with a default, times in units of a neuron's", Schema = RateDynamics.Schema)]
    public RateDynamics Dynamics { get; init; } = RateDynamics.Off;

    /// <summary>t.</summary>
    [Parameter("lags of the autocovariance of the rates, multiples of the time step", Letter = "t", Minimum = 0, Maximum = 40)]
    public double[] Lags { get; init; } = [0, 1, 2, 5];

    /// <summary>Whether the first replica is kept.</summary>
    [Parameter("keep and draw the eigenvalues of the first network and its activity in space and time")]
    public bool ShowFirst { get; init; } = true;

    /// <summary>Replicas.</summary>
    [Parameter("number of sampled networks", Minimum = 1, Maximum = 1_000_000)]
    public int Replicas { get; init; } = 10;

    /// <summary>Whether space has one axis.</summary>
    internal bool IsRing => Space == SpatialDomain.Ring;

    /// <summary>Neurons.</summary>
    internal int Count => PopulationSizes.Count;

    /// <summary>The network.</summary>
    internal SpatialNetwork Network() => new(
        Space, PopulationSizes.Excitatory, PopulationSizes.Inhibitory, ProjectionRange.Value, MeanStrength.Value, Heterogeneity.Value, PeakProbability.Value);
}
