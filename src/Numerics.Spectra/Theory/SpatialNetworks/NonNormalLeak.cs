using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.SpatialNetworks;

/// <summary>How far eigenvalues of a finite network leak out of the disk because its mean is not normal.</summary>
/// <remarks>
/// <code>
/// n_k^2 = |M_k|^2 - |lambda_+|^2 - |lambda_-|^2                 Frobenius norm; n_k is the entry above the diagonal of the Schur form of M_k
/// reach = max_k sqrt(n_k R/sqrt(N))/R                           over wave vectors with |lambda_+-(M_k)| &lt; R
/// </code>
/// A mode matrix whose eigenvalues lie inside the disk leaves no outlier in the limit. At finite size its nilpotent part n_k turns a perturbation of the order of R/sqrt(N) into eigenvalues of
/// the order of sqrt(n_k R/sqrt(N)). An estimate of the order, not a law: measured, the 99 % radius is right within 2 % below <see cref="Visible"/> R and 18 % too large at 0.7 R.
/// Reference: K. Rajan, L. Abbott, Phys. Rev. Lett. 97, 188104 (2006), for the cure by fixed row sums.
/// Source: derived here.
/// Equation: non-normal-leak
/// </remarks>
public static class NonNormalLeak
{
    /// <summary>Relative reach from which on the law of the disk is not to be judged.</summary>
    public const double Visible = 0.4;

    /// <summary>Largest sqrt(n_k R/sqrt(N))/R of the modes inside the disk.</summary>
    public static double Reach(SpatialNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        double radius = VarianceProfileBulk.Of(network).Radius, largest = 0;
        for (int k = 0; radius > 0; k++)
        {
            int square = network.Dimension == 1 ? k * k : k;
            PopulationMatrix mean = ModeMatrices.Mean(network, square);
            double norm = mean.FrobeniusNorm, plus = mean.Eigenvalue(1).Magnitude, minus = mean.Eigenvalue(-1).Magnitude;
            if (Math.Sqrt(norm / (radius * Math.Sqrt(network.Count))) <= largest || norm < 1e-3 * radius)
            {
                break;
            }

            double nilpotent = Math.Sqrt(Math.Max(0, (norm * norm) - (plus * plus) - (minus * minus)));
            double reach = Math.Max(plus, minus) < radius ? Math.Sqrt(nilpotent / (radius * Math.Sqrt(network.Count))) : 0;

            // On the torus not every number is the square of a wave vector: 3 is none.
            largest = reach > largest && WaveVector.Group(network.Space, square).Count > 0 ? reach : largest;
        }

        return largest;
    }
}
