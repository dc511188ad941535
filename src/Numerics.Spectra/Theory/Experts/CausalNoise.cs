using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;

namespace Numerics.Spectra.Theory.Experts;

/// <summary>Draws of a Gaussian process at many sites, its covariance given one time after the other.</summary>
/// <remarks>
/// Normals of a time have mean 0 and variance 1 over the sites and are orthogonal to those of earlier times, so that second moments are those of the covariance exactly.
/// A time of variance zero (a readout that
/// is still zero) draws nothing. Deterministic in the key.
/// <para>Source: derived here, docs/mixture-of-experts.md; the models are those of T. Jiang et al., arXiv 2601.20205, and L. C. Vankadara et al., arXiv 2605.14200 (2026).</para>
/// </remarks>
/// <param name="key">Stream of the normals; one column for each time.</param>
/// <param name="sites">Number of sites.</param>
internal sealed class CausalNoise(StreamKey key, int sites)
{
    private readonly List<double[]> normals = [];
    private readonly List<double[]> factor = [];

    /// <summary>Draws at the next time.</summary>
    /// <param name="covariance">With the times 0..t, the next time last.</param>
    /// <param name="destination">One number for each site; overwritten.</param>
    public void Draw(ReadOnlySpan<double> covariance, Span<double> destination)
    {
        int time = normals.Count;
        normals.Add(Fresh(time));
        var row = new double[time + 1];
        double rest = covariance[time];
        for (int s = 0; s < time; s++)
        {
            double pivot = factor[s][s];
            row[s] = pivot == 0 ? 0 : (covariance[s] - SpanProducts.Dot(factor[s].AsSpan(0, s), row)) / pivot;
            rest -= row[s] * row[s];
        }

        // What is left below rounding is no direction of its own.
        row[time] = rest > 1e-12 * Math.Max(covariance[time], double.Epsilon) ? Math.Sqrt(rest) : 0;
        factor.Add(row);
        destination.Clear();
        for (int s = 0; s <= time; s++)
        {
            SpanProducts.Add(row[s], normals[s], destination);
        }
    }

    private double[] Fresh(int time)
    {
        var z = new double[sites];
        GaussianFill.Fill(key, (uint)time, 0, 1, z);
        double mean = z.Sum() / sites;
        for (int i = 0; i < sites; i++)
        {
            z[i] -= mean;
        }

        foreach (double[] past in normals)
        {
            SpanProducts.Add(-SpanProducts.Dot(past, z) / sites, past, z);
        }

        double scale = Math.Sqrt(sites / SpanProducts.Dot(z, z));
        for (int i = 0; i < sites; i++)
        {
            z[i] *= scale;
        }

        return z;
    }
}
