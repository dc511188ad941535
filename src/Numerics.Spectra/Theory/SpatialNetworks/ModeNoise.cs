using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.SpatialNetworks;

/// <summary>What the modes of the mean connectivity add to the variance of noisy rates at finite size, where mean-field theory takes them as silent.</summary>
/// <remarks>
/// <code>
/// dz_k = (M_k - 1) z_k dt + dW,   E dW_a dW_b = delta_ab dt/N_a:    (1 - M_k) S_k + S_k (1 - M_k)^T = diag(1/N_a)
/// share_a = 2 sum_k ( S_k[a,a] - 1/(2 N_a) )
/// S = ( det A Q + (A - tr A) Q (A - tr A)^T )/(2 tr A det A)        solves A S + S A^T = Q for 2 x 2 matrices
/// </code>
/// relative to 1/2, the variance of a free neuron per square of the noise; the sum runs over wave vectors. Of order 1/N times the inverse distance from the onset, more where M_k is not normal.
/// A measure of the error of <see cref="BlockMeanField"/>: the drive by the disk and the saturation of rates, which changes the growth of modes, are left out.
/// Source: derived here.
/// </remarks>
public static class ModeNoise
{
    /// <summary>Norm of a mode matrix below which it adds nothing.</summary>
    private const double Negligible = 1e-3;

    /// <summary>The larger of the two populations' shares in modulus; infinite where a mode is not stable.</summary>
    /// <param name="network">The network.</param>
    public static double Share(SpatialNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        double excitatory = 0, inhibitory = 0;
        PopulationMatrix drive = new(1.0 / network.Size(0), 0, 0, 1.0 / network.Size(1));
        for (int k = 0, square = 0; square <= network.LargestWaveNumber * network.LargestWaveNumber; k++, square = network.Dimension == 1 ? k * k : k)
        {
            PopulationMatrix mean = ModeMatrices.Mean(network, square);
            if (mean.FrobeniusNorm < Negligible)
            {
                break;
            }

            PopulationMatrix decay = PopulationMatrix.Identity - mean;
            if (decay.Trace <= 0 || decay.Determinant <= 0)
            {
                return double.PositiveInfinity;
            }

            int count = WaveVector.Group(network.Space, square).Count;
            PopulationMatrix rotated = decay - (decay.Trace * PopulationMatrix.Identity);
            PopulationMatrix other = rotated * drive * rotated.Transpose;
            double scale = 1 / (2 * decay.Trace * decay.Determinant);
            excitatory += 2 * count * ((scale * ((decay.Determinant * drive.EE) + other.EE)) - (drive.EE / 2));
            inhibitory += 2 * count * ((scale * ((decay.Determinant * drive.II) + other.II)) - (drive.II / 2));
        }

        return Math.Max(Math.Abs(excitatory), Math.Abs(inhibitory));
    }
}
