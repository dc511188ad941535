using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Alignment;

/// <summary>What the cosine of a tangent kernel over an image is: its decay with distance, the floor it decays to, its least value.</summary>
/// <remarks>
/// <code>
/// C_ij = K_ij/sqrt(K_ii K_jj),   c(eps): mean of C over pairs by distance in 50 equal bins on [0, 2 sqrt2]
/// c_inf: mean of c over the last 10 bins,   xi = HWHM/sqrt(2 ln 2), HWHM: where (c - c_inf)/(1 - c_inf) = 1/2, linear between the centres of bins, c(0) = 1
/// </code>
/// <para>Source: docs/siren-alignment.md, section 5, after Castiglione, Buckley and Simpson (2025).</para>
/// Equation: kernel-correlation
/// </remarks>
/// <param name="Floor">c_inf; null if no pair is that far apart.</param>
/// <param name="Length">xi; null if c does not fall to half.</param>
/// <param name="Minimum">Least C over pairs.</param>
public sealed record KernelCorrelation(double? Floor, double? Length, double Minimum)
{
    private const int Bins = 50;
    private const int FloorBins = 10;

    /// <summary>Measures.</summary>
    /// <param name="kernel">K, symmetric with a positive diagonal.</param>
    /// <param name="points">Its points, two at least.</param>
    public static KernelCorrelation Of(DenseMatrix<double> kernel, IReadOnlyList<PlanePoint> points)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(points);
        double[] scale = [.. Enumerable.Range(0, points.Count).Select(i => 1 / Math.Sqrt(kernel[i, i]))];
        PlanePoint[] places = [.. points];
        double[] sums = new double[Bins];
        long[] counts = new long[Bins];
        double minimum = double.PositiveInfinity;
        double perBin = Bins / (2 * Math.Sqrt(2));
        for (int j = 0; j < places.Length; j++)
        {
            ReadOnlySpan<double> column = kernel.Column(j);
            for (int i = 0; i < j; i++)
            {
                double c = column[i] * scale[i] * scale[j];
                int bin = Math.Min(Bins - 1, (int)(places[i].DistanceTo(places[j]) * perBin));
                sums[bin] += c;
                counts[bin]++;
                minimum = Math.Min(minimum, c);
            }
        }

        double?[] means = [.. sums.Zip(counts, (sum, count) => count > 0 ? sum / count : (double?)null)];
        double[] far = [.. means.TakeLast(FloorBins).OfType<double>()];
        double? floor = far.Length > 0 ? far.Average() : null;
        return new KernelCorrelation(floor, floor is { } f ? LengthOf(means, f, perBin) : null, minimum);
    }

    /// <summary>Centred kernel alignment with the kernel exp(-50 (I - I')^2) of an image: the cosine in the Frobenius norm of both, doubly centred.</summary>
    /// <param name="kernel">K.</param>
    /// <param name="image">I at its points.</param>
    public static double AlignmentWith(DenseMatrix<double> kernel, IReadOnlyList<double> image)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(image);
        const double sharpness = 50;
        int count = image.Count;
        using var target = new DenseMatrix<double>(count, count);
        for (int j = 0; j < count; j++)
        {
            Span<double> column = target.Column(j);
            for (int i = 0; i < count; i++)
            {
                column[i] = Math.Exp(-sharpness * (image[i] - image[j]) * (image[i] - image[j]));
            }
        }

        using DenseMatrix<double> own = kernel.Clone();
        Centre(own);
        Centre(target);
        double norm = Math.Sqrt(Product(own, own) * Product(target, target));
        return norm > 0 ? Product(own, target) / norm : 0;
    }

    private static double? LengthOf(double?[] means, double floor, double perBin)
    {
        double place = 0;
        double height = 1;
        for (int bin = 0; bin < Bins; bin++)
        {
            if (means[bin] is not { } mean)
            {
                continue;
            }

            double centre = (bin + 0.5) / perBin;
            double next = (mean - floor) / (1 - floor);
            if (next <= 0.5)
            {
                return (place + ((height - 0.5) / (height - next) * (centre - place))) / Math.Sqrt(2 * Math.Log(2));
            }

            (place, height) = (centre, next);
        }

        return null;
    }

    private static void Centre(DenseMatrix<double> symmetric)
    {
        int count = (int)symmetric.Rows;
        double[] means = [.. Enumerable.Range(0, count).Select(j => SpanProducts.Sum(symmetric.Column(j)) / count)];
        double all = means.Average();
        for (int j = 0; j < count; j++)
        {
            Span<double> column = symmetric.Column(j);
            for (int i = 0; i < count; i++)
            {
                column[i] += all - means[i] - means[j];
            }
        }
    }

    private static double Product(DenseMatrix<double> a, DenseMatrix<double> b)
    {
        double sum = 0;
        for (int j = 0; j < a.Columns; j++)
        {
            sum += SpanProducts.Dot(a.Column(j), b.Column(j));
        }

        return sum;
    }
}
