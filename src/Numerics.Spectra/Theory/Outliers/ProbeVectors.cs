using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// How the singular vectors of an outlier lie to past features and gradients, from the null vector of the inverse-free equation.
/// </summary>
/// <remarks>
/// <code>
/// &lt;aa&gt; = R_out^2 [ v &lt;bb&gt;   + 2 mu . (f b omega_b)   + mu . G mu ],     v = rho^2 sigma^2,  f = rho sigma^2
/// &lt;bb&gt; = R_in^2  [ v q &lt;aa&gt; + 2 pi . (f q a omega_a) + pi . C pi ]
/// cos(a, g(s)) = omega_a(s)/sqrt(&lt;aa&gt; G(s,s)),     cos(b, h(s)) = omega_b(s)/sqrt(&lt;bb&gt; C(s,s));       q &lt;aa&gt; = &lt;bb&gt;
/// </code>
/// <para>Source: derived here, docs/deep-linear.md, section 3; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</para>
/// <para>a, b: left and right singular vector, M b = s a; letters as in outlier-probe. The pair is fixed up to one common sign: here the largest of the
/// cosines is positive.</para>
/// Equation: outlier-probe-overlaps
/// <para>At the edge the cosines vanish like sqrt(s - edge). The last identity is not used, so <see cref="Imbalance"/> is a test of the solution.</para>
/// </remarks>
public sealed class ProbeVectors
{
    private readonly double[] left;
    private readonly double[] right;

    internal ProbeVectors(
        Lapack lapack, LayerHistory history, BulkResolvent bulk, double x, ReadOnlySpan<double> eigenvector, ReadOnlySpan<double> image)
    {
        int k = history.Count;
        double q = history.AspectRatio;
        double f = history.Retained * history.InitialScale * history.InitialScale;
        double v = bulk.RowVariance;
        (double rOut, double rIn) = bulk.AtSquaredStrength(x);
        SingularValue = bulk.SingularValue(x);
        ReadOnlySpan<double> omegaB = eigenvector[..k];
        ReadOnlySpan<double> mu = eigenvector[k..];
        double[] omegaA = Scaled(rOut, image[..k]);
        double[] pi = Scaled(rOut, image[k..]);

        double fromLeft = (2 * f * Form(lapack, history.GradientResponses, mu, omegaB)) + Form(lapack, history.GradientCorrelations, mu, mu);
        double fromRight = (2 * f * q * Form(lapack, history.FeatureResponses, pi, omegaA)) + Form(lapack, history.FeatureCorrelations, pi, pi);
        double outSquared = rOut * rOut;
        double inSquared = rIn * rIn;
        double aa = outSquared * ((v * inSquared * fromRight) + fromLeft) / (1 - (v * v * q * outSquared * inSquared));
        double bb = inSquared * ((v * q * aa) + fromRight);
        Imbalance = Math.Abs((q * aa) - bb) / bb;
        left = Cosines(omegaA, aa, history.GradientCorrelations);
        right = Cosines(omegaB, bb, history.FeatureCorrelations);
        double largest = left.Concat(right).MaxBy(Math.Abs);
        if (largest < 0)
        {
            SpanProducts.Scale(-1, left);
            SpanProducts.Scale(-1, right);
        }
    }

    /// <summary>s.</summary>
    public double SingularValue { get; }

    /// <summary>|q &lt;aa&gt; - &lt;bb&gt;|/&lt;bb&gt;, zero in exact arithmetic.</summary>
    public double Imbalance { get; }

    /// <summary>cos(a, g(s)) for every past step s.</summary>
    public IReadOnlyList<double> LeftCosines => left;

    /// <summary>cos(b, h(s)) for every past step s.</summary>
    public IReadOnlyList<double> RightCosines => right;

    private static double[] Scaled(double factor, ReadOnlySpan<double> vector)
    {
        double[] scaled = vector.ToArray();
        SpanProducts.Scale(factor, scaled);
        return scaled;
    }

    private static double Form(Lapack lapack, DenseMatrix<double> matrix, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var product = new double[x.Length];
        MatrixVector.Into(lapack, transpose: false, matrix, x.Length, 1, y, 0, product);
        return SmallVectors.Dot(x, product);
    }

    /// <summary>A query of length zero has no direction; its cosine is reported as zero.</summary>
    private static double[] Cosines(ReadOnlySpan<double> overlaps, double norm, DenseMatrix<double> correlations)
    {
        var cosines = new double[overlaps.Length];
        for (int s = 0; s < cosines.Length; s++)
        {
            double product = norm * correlations[s, s];
            cosines[s] = product > 0 ? overlaps[s] / Math.Sqrt(product) : 0;
        }

        return cosines;
    }
}
