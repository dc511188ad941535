using System.Numerics;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.SpatialNetworks;

/// <summary>An eigenvalue outside the disk, shared by all wave vectors of one length.</summary>
/// <param name="SquaredWaveNumber">|k|^2.</param>
/// <param name="Sign">Branch: 1 or -1, the sign in (T +- sqrt(T^2 - 4 D))/2.</param>
/// <param name="Value">lambda.</param>
/// <param name="Multiplicity">Number m of wave vectors.</param>
/// <param name="Variance">E|delta|^2 of the mean over the m eigenvalues at this size, infinite where the two branches coalesce.</param>
public sealed record SpatialOutlier(int SquaredWaveNumber, int Sign, Complex Value, int Multiplicity, double Variance)
{
    /// <summary>Root of <see cref="Variance"/>.</summary>
    public double Scatter => Math.Sqrt(Variance);
}

/// <summary>Outliers of the connectivity: the eigenvalues of the mode matrices outside the bulk, and how far they scatter at finite size.</summary>
/// <remarks>
/// <code>
/// lambda_k = (T +- sqrt(T^2 - 4 D))/2,  T = tr M_k,  D = det M_k
/// E|delta of the mean over the group|^2 = m^-2 sum_(k, k') sum_ab (|l_a|^2/N_a) [V_(k-k') (1 - V_(k-k')/|lambda|^2)^-1]_ab |r_b|^2
/// </code>
/// l and r are the left and right eigenvectors of M_k with l r = 1; the sum runs over pairs of the degenerate group. An eigenvalue is an outlier iff |lambda| > R. Members of a group
/// split by O(N^-1/2), so their mean is what theory predicts; its bias is O(1/N). Near a coalescence of the two branches (T^2 = 4 D) the scatter is O(N^-1/4) and the formula diverges.
/// Reference: T. Tao, Probab. Theory Relat. Fields 155, 231 (2013), for outliers of a matrix with independent entries.
/// Equation: spatial-outliers
/// </remarks>
public static class SpatialOutliers
{
    /// <summary>All outliers that the grid resolves, largest modulus first.</summary>
    /// <param name="network">The network.</param>
    public static IReadOnlyList<SpatialOutlier> Find(SpatialNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        double radius = VarianceProfileBulk.Of(network).Radius;
        int largestSquare = network.LargestWaveNumber * network.LargestWaveNumber;
        List<SpatialOutlier> found = [];
        Dictionary<WaveVector, PopulationMatrix> variances = [];
        for (int k = 0, square = 0; square <= largestSquare; k++, square = network.Dimension == 1 ? k * k : k)
        {
            PopulationMatrix mean = ModeMatrices.Mean(network, square);
            if (mean.FrobeniusNorm <= radius)
            {
                break;
            }

            IReadOnlyList<WaveVector> group = WaveVector.Group(network.Space, square);
            foreach (int sign in (ReadOnlySpan<int>)[1, -1])
            {
                Complex value = mean.Eigenvalue(sign);
                if (group.Count > 0 && value.Magnitude > radius)
                {
                    found.Add(new SpatialOutlier(square, sign, value, group.Count, GroupVariance(network, mean, value, group, variances)));
                }
            }
        }

        return [.. found.OrderByDescending(outlier => outlier.Value.Magnitude).ThenBy(outlier => outlier.SquaredWaveNumber).ThenByDescending(outlier => outlier.Sign)];
    }

    private static double GroupVariance(
        SpatialNetwork network, PopulationMatrix mean, Complex value, IReadOnlyList<WaveVector> group, Dictionary<WaveVector, PopulationMatrix> variances)
    {
        (Complex r0, Complex r1) = Vector(mean, value);
        (Complex l0, Complex l1) = Vector(mean.Transpose, value);
        Complex overlap = (l0 * r0) + (l1 * r1);
        double left0 = Squared(l0) / network.Size(0), left1 = Squared(l1) / network.Size(1);
        double right0 = Squared(r0), right1 = Squared(r1);
        double sum = 0;
        foreach (IGrouping<WaveVector, WaveVector> difference in group.SelectMany(k => group.Select(other => Folded(k.X - other.X, k.Y - other.Y))).GroupBy(k => k))
        {
            if (!variances.TryGetValue(difference.Key, out PopulationMatrix variance))
            {
                variances[difference.Key] = variance = ModeMatrices.Variance(network, difference.Key);
            }

            PopulationMatrix chain = variance * (PopulationMatrix.Identity - ((1 / Squared(value)) * variance)).Inverse;
            (double image0, double image1) = chain.Apply(right0, right1);
            sum += difference.Count() * ((left0 * image0) + (left1 * image1));
        }

        return sum / (Squared(overlap) * group.Count * group.Count);
    }

    /// <summary>One of the wave vectors that have the same V: it is even in each component, and symmetric.</summary>
    private static WaveVector Folded(int x, int y) => new(Math.Max(Math.Abs(x), Math.Abs(y)), Math.Min(Math.Abs(x), Math.Abs(y)));

    /// <summary>A right eigenvector: the larger of the two columns of the adjugate of M - lambda.</summary>
    private static (Complex Excitatory, Complex Inhibitory) Vector(PopulationMatrix m, Complex value)
    {
        (Complex a0, Complex a1) = (m.EI, value - m.EE);
        (Complex b0, Complex b1) = (value - m.II, m.IE);
        double a = Squared(a0) + Squared(a1), b = Squared(b0) + Squared(b1);
        // Both vanish for a multiple of the unit matrix, whose branches coalesce.
        return a >= b ? (a0, a1) : (b0, b1);
    }

    private static double Squared(Complex z) => (z.Real * z.Real) + (z.Imaginary * z.Imaginary);
}
