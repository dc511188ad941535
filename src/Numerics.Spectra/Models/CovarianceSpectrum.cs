namespace Numerics.Spectra.Models;

/// <summary>
/// Eigenmodes of the input covariance with the target's power in each: eigenvalue lambda_k, weight p_k (share of the input dimensions, summing to 1) and
/// squared target coefficient beta_k^2.
/// </summary>
/// <param name="Eigenvalues">lambda_k, non-negative.</param>
/// <param name="Weights">p_k, positive, summing to 1.</param>
/// <param name="TargetPowers">beta_k^2, with sum of p_k beta_k^2 = 1 when every coefficient is 1.</param>
public sealed record CovarianceSpectrum(IReadOnlyList<double> Eigenvalues, IReadOnlyList<double> Weights, IReadOnlyList<double> TargetPowers)
{
    /// <summary>The identity: one mode.</summary>
    public static CovarianceSpectrum Isotropic { get; } = new([1], [1], [1]);

    /// <summary>Number of modes.</summary>
    public int Modes => Eigenvalues.Count;

    /// <summary>True for the identity.</summary>
    public bool IsIsotropic => Modes == 1 && Eigenvalues[0] == 1;

    /// <summary>
    /// How many of <paramref name="dimension"/> coordinates each mode has: coordinate i belongs to mode k if (i + 1/2)/D lies in the k-th interval of the cumulated weights. Some modes
    /// have none where there are more modes than coordinates.
    /// </summary>
    public IReadOnlyList<long> Coordinates(long dimension)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
        var counts = new long[Modes];
        double upTo = 0;
        long before = 0;
        for (int mode = 0; mode < Modes; mode++)
        {
            upTo += Weights[mode];
            long end = mode == Modes - 1 ? dimension : FirstBeyond(upTo, before, dimension);
            counts[mode] = end - before;
            before = end;
        }

        return counts;
    }

    /// <summary>The same modes with the weights that they have among <paramref name="dimension"/> coordinates.</summary>
    public CovarianceSpectrum Exact(long dimension)
    {
        double[] exact = [.. Coordinates(dimension).Select(count => (double)count / dimension)];
        return exact.SequenceEqual(Weights) ? this : this with { Weights = exact };
    }

    /// <summary>lambda_k proportional to k^-exponent for k = 1..modes, mean 1, equal weights, beta_k^2 = 1.</summary>
    public static CovarianceSpectrum PowerLaw(double exponent, int modes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(modes, 1);
        double[] raw = [.. Enumerable.Range(1, modes).Select(k => Math.Pow(k, -exponent))];
        double mean = raw.Average();
        return OfEigenvalues([.. raw.Select(value => value / mean)]);
    }

    /// <summary>The given eigenvalues as they are (not normalised), equal weights, beta_k^2 = 1.</summary>
    /// <exception cref="ArgumentException">No eigenvalue, or one that is negative or not finite.</exception>
    public static CovarianceSpectrum OfEigenvalues(IReadOnlyList<double> eigenvalues)
    {
        ArgumentNullException.ThrowIfNull(eigenvalues);
        if (eigenvalues.Count == 0 || eigenvalues.Any(value => !(value >= 0) || double.IsInfinity(value)))
        {
            throw new ArgumentException("A covariance needs at least one eigenvalue, all finite and not negative.", nameof(eigenvalues));
        }

        double[] ones = [.. eigenvalues.Select(_ => 1.0)];
        return new(eigenvalues, [.. ones.Select(one => one / eigenvalues.Count)], ones);
    }

    /// <summary>The first coordinate whose place lies beyond a cumulated weight.</summary>
    private static long FirstBeyond(double upTo, long from, long dimension)
    {
        long low = from, high = dimension;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            (low, high) = (middle + 0.5) / dimension > upTo ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
