using Numerics.Kernels.Random;
using Numerics.Studies.Comparison;

namespace Numerics.Studies.Tests.Support;

/// <summary>Distribution functions of sampled spectra, for the band and for the rigidity of a single sample.</summary>
internal static class SampledDistribution
{
    /// <summary>n sup|F_emp - F| of a single sample up to which it counts as rigid about the law; 2 to 4 for eigenvalues.</summary>
    public const double RigidityLimit = 4;

    /// <summary>The band of replicas with equally many values, in any order.</summary>
    public static CumulativeBand Band(IReadOnlyList<IReadOnlyList<double>> spectra, Func<double, double> theory, IReadOnlyList<double> points, StreamKey key) =>
        CumulativeBand.OfEmpirical([.. spectra.Select(values => Empirical(values, points))], [.. points.Select(theory)], points, spectra[0].Count, key);

    /// <summary>Whether the law lies in the band everywhere.</summary>
    public static bool Agrees(this CumulativeBand band) => band.LargestDifference() <= band.HalfWidth;

    /// <summary>sup over the points of |mean - theory|.</summary>
    public static double LargestDifference(this CumulativeBand band) => band.Mean.Zip(band.Theory, (mean, theory) => Math.Abs(mean - theory)).Max();

    /// <summary>n sup |F_emp - F| of one sample of n values, over both sides of every step.</summary>
    public static double Rigidity(IReadOnlyList<double> values, Func<double, double> theory)
    {
        double[] sorted = [.. values.Order()];
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            // Equal values (exact zeros) are one step.
            bool first = i == 0 || sorted[i - 1] < sorted[i];
            bool last = i + 1 == sorted.Length || sorted[i + 1] > sorted[i];
            double below = first && sorted[i] != 0 ? Math.Abs((sorted.Length * theory(sorted[i])) - i) : 0;
            double above = last ? Math.Abs((sorted.Length * theory(sorted[i])) - i - 1) : 0;
            largest = Math.Max(largest, Math.Max(below, above));
        }

        return largest;
    }

    private static double[] Empirical(IReadOnlyList<double> values, IReadOnlyList<double> points)
    {
        double[] sorted = [.. values.Order()];
        return [.. points.Select(x =>
        {
            int at = Array.BinarySearch(sorted, Math.BitIncrement(x));
            at = at < 0 ? ~at : at;
            while (at > 0 && sorted[at - 1] > x)
            {
                at--;
            }

            return (double)at / sorted.Length;
        })];
    }
}
