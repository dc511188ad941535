namespace Numerics.Spectra.Models;

/// <summary>The space in which neurons stand, circumference 1 along each axis.</summary>
public enum SpatialDomain
{
    /// <summary>A circle; neuron i of n at i/n.</summary>
    Ring,

    /// <summary>A square with opposite sides joined; neurons on a square grid.</summary>
    Torus,
}

/// <summary>Two populations in space whose connections become rarer with the distance.</summary>
/// <remarks>
/// Neuron i of population a receives from j of population b with probability p_ij = (C_ab/N_b) W_d(x_i - x_j), W_d the wrapped Gaussian of range d_ab (<see cref="WrappedGaussian"/>), the
/// product over the axes on the torus. A synapse has the strength meanStrength_ab/C_ab + heterogeneity_ab/sqrt(C_ab) xi, xi standard normal. C_ab = alpha_ab (sqrt(2 pi) d_ab)^dimension N_b
/// is the mean number of inputs, alpha_ab the probability at distance zero (up to wrapping).
/// </remarks>
/// <param name="Space">Ring or torus.</param>
/// <param name="Excitatory">Number of excitatory neurons; a perfect square on the torus.</param>
/// <param name="Inhibitory">Number of inhibitory neurons; a perfect square on the torus.</param>
/// <param name="ProjectionRange">d, standard deviation of the distance of a connection, in circumferences; positive.</param>
/// <param name="MeanStrength">Mean total input from a population.</param>
/// <param name="Heterogeneity">Standard deviation of a synapse times sqrt(C), not negative.</param>
/// <param name="PeakProbability">alpha, above 0.</param>
public sealed record SpatialNetwork(
    SpatialDomain Space,
    int Excitatory,
    int Inhibitory,
    PopulationMatrix ProjectionRange,
    PopulationMatrix MeanStrength,
    PopulationMatrix Heterogeneity,
    PopulationMatrix PeakProbability)
{
    /// <summary>Ceiling c of the inhibitory response c tanh(x/c); the excitatory one is tanh. Higher than 1, it keeps loops of both from freezing; both slopes at rest are 1.</summary>
    public const double InhibitoryCeiling = 5;

    /// <summary>Axes of space: 1 or 2.</summary>
    public int Dimension => Space == SpatialDomain.Ring ? 1 : 2;

    /// <summary>Neurons of both populations.</summary>
    public int Count => Excitatory + Inhibitory;

    /// <summary>Neurons of a population, 0 excitatory, 1 inhibitory.</summary>
    public int Size(int population) => population == 0 ? Excitatory : Inhibitory;

    /// <summary>Neurons of a population along one axis.</summary>
    public int Side(int population) => Space == SpatialDomain.Ring ? Size(population) : (int)Math.Round(Math.Sqrt(Size(population)));

    /// <summary>Largest wave number along an axis that the grids of both populations resolve.</summary>
    public int LargestWaveNumber => Math.Min(Side(0), Side(1)) / 2;

    /// <summary>C: mean number of inputs of a neuron of the target from the source.</summary>
    public double InDegree(int target, int source) =>
        PeakProbability[target, source] * Math.Pow(Math.Sqrt(2 * Math.PI) * ProjectionRange[target, source], Dimension) * Size(source);

    /// <summary>Mean of a synapse that exists.</summary>
    public double SynapseMean(int target, int source) => MeanStrength[target, source] / InDegree(target, source);

    /// <summary>Standard deviation of a synapse that exists.</summary>
    public double SynapseDeviation(int target, int source) => Heterogeneity[target, source] / Math.Sqrt(InDegree(target, source));

    /// <summary>Probability of a connection at distance zero, wrapping included; a network exists if it is at most 1.</summary>
    public double LargestProbability(int target, int source) =>
        InDegree(target, source) / Size(source) * Math.Pow(WrappedGaussian.Density(0, ProjectionRange[target, source]), Dimension);

    /// <summary>Number of synapses on average.</summary>
    public double Synapses => Enumerable.Range(0, 2).Sum(a => Size(a) * (InDegree(a, 0) + InDegree(a, 1)));
}
