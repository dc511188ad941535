using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.SpatialNetworks;

/// <summary>Mean and variance of the connectivity in Fourier space: one 2 x 2 matrix over the populations for each wave vector.</summary>
/// <remarks>
/// <code>
/// M_k[a,b] = gbar_ab W_k(d_ab),                  W_k(d) = exp(-2 pi^2 |k|^2 d^2)
/// V_k[a,b] = C_ab (J_ab^2 + s_ab^2) W_k(d_ab) - (C_ab^2/N_b) J_ab^2 sum_n W_n(d_ab) W_(k-n)(d_ab)
/// </code>
/// J_ab = gbar_ab/C_ab mean, s_ab = g_ab/sqrt(C_ab) deviation of a synapse, C_ab mean number of inputs. M_k acts on a plane wave of wave vector k, V_k is the Fourier mode of the variance
/// of an entry as a function of the distance, times the number of sources. Valid while the grid resolves the ranges (d N_b well above 1 along an axis).
/// Source: derived here.
/// Equation: block-circulant-modes
/// </remarks>
public static class ModeMatrices
{
    /// <summary>M_k.</summary>
    /// <param name="network">The network.</param>
    /// <param name="squaredWaveNumber">|k|^2.</param>
    public static PopulationMatrix Mean(SpatialNetwork network, int squaredWaveNumber)
    {
        ArgumentNullException.ThrowIfNull(network);
        return PopulationMatrix.Of((a, b) => network.MeanStrength[a, b] * WrappedGaussian.Coefficient(squaredWaveNumber, network.ProjectionRange[a, b]));
    }

    /// <summary>V_k.</summary>
    /// <param name="network">The network.</param>
    /// <param name="k">Wave vector; the second component is 0 on the ring.</param>
    public static PopulationMatrix Variance(SpatialNetwork network, WaveVector k)
    {
        ArgumentNullException.ThrowIfNull(network);
        return PopulationMatrix.Of((a, b) =>
        {
            double range = network.ProjectionRange[a, b];
            double degree = network.InDegree(a, b);
            double mean = network.SynapseMean(a, b);
            double deviation = network.SynapseDeviation(a, b);
            double square = WrappedGaussian.SquareCoefficient(k.X, range) * (network.Dimension == 1 ? 1 : WrappedGaussian.SquareCoefficient(k.Y, range));
            return (degree * ((mean * mean) + (deviation * deviation)) * WrappedGaussian.Coefficient(k.Square, range))
                - (degree * degree / network.Size(b) * mean * mean * square);
        });
    }
}
