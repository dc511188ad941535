using System.Numerics;
using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Networks.Spatial;

/// <summary>Which measured eigenvalues belong to which predicted outlier.</summary>
/// <remarks>
/// Greedy from the largest predicted modulus down: an outlier of multiplicity m takes the m nearest eigenvalues that are left, and their mean is its measured value. A prediction that is not
/// real takes the conjugates along, which are the other branch's.
/// </remarks>
public static class OutlierMatch
{
    /// <summary>Matches.</summary>
    /// <param name="outliers">All predicted outliers, largest modulus first.</param>
    /// <param name="eigenvalues">Measured, in any order, at least the leading ones.</param>
    /// <returns>The means, null where too few eigenvalues are left, and the eigenvalues that belong to none.</returns>
    public static (IReadOnlyList<Complex?> Means, IReadOnlyList<Complex> Bulk) Match(IReadOnlyList<SpatialOutlier> outliers, IReadOnlyList<Complex> eigenvalues)
    {
        ArgumentNullException.ThrowIfNull(outliers);
        ArgumentNullException.ThrowIfNull(eigenvalues);
        List<Complex> left = [.. eigenvalues];
        var means = new Complex?[outliers.Count];
        for (int o = 0; o < outliers.Count; o++)
        {
            SpatialOutlier outlier = outliers[o];
            if (means[o] is not null || left.Count < outlier.Multiplicity)
            {
                continue;
            }

            // One member after the other: a conjugate that is taken along is not a member.
            Complex sum = 0;
            bool pairs = outlier.Value.Imaginary != 0;
            for (int member = 0; member < outlier.Multiplicity && left.Count > 0; member++)
            {
                Complex nearest = left.MinBy(value => (value - outlier.Value).Magnitude);
                sum += nearest;
                _ = left.Remove(nearest);
                if (pairs)
                {
                    _ = left.Remove(Complex.Conjugate(nearest));
                }
            }

            means[o] = sum / outlier.Multiplicity;
            int partner = pairs ? outliers.ToList().FindIndex(other => other.SquaredWaveNumber == outlier.SquaredWaveNumber && other.Sign == -outlier.Sign) : -1;
            if (partner >= 0)
            {
                means[partner] = Complex.Conjugate(means[o]!.Value);
            }
        }

        return (means, left);
    }
}
