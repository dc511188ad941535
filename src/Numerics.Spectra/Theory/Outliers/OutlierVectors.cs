using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// How the singular vectors of an outlier lie in the space of the queries.
/// </summary>
/// <remarks>
/// <code>
/// D(z*) n = 0,  n = (n_L, n_R),  den = n^T D'(z*) n,  D' = I - blockdiag(g_R' W_L, g_L' W_R)
/// Uhat^T u = sqrt(2/den) n_L,   Vhat^T v = sqrt(2/den) n_R,   |P_U u|^2 = 2 |n_L|^2/den
/// cos(u, g_i) = (RU[:,i] . Uhat^T u)/|RU[:,i]|,   cos(v, phi_i) = (RV[:,i] . Vhat^T v)/|RV[:,i]|
/// </code>
/// <para>Source: docs/nonlinear-mup.md, section 3b; F. Benaych-Georges and R. R. Nadakuditi, J. Multivar. Anal. 111 (2012) 120.</para>
/// <para>u, v: unit left and right singular vector, M v = z* u. The pair is fixed up to one common sign: here the coordinate of largest
/// magnitude among (Uhat^T u, Vhat^T v) is positive. Only products of a left and a right overlap, or squares, are free of that choice.</para>
/// Equation: outlier-overlaps
/// <para>At the threshold the squared overlaps vanish like sqrt(z* - edge). Overlap with a vector outside the span: add it to the queries
/// without a spike.</para>
/// </remarks>
public sealed class OutlierVectors
{
    private readonly ConditionedLayer layer;
    private readonly double[] left;
    private readonly double[] right;

    internal OutlierVectors(ConditionedLayer layer, double singularValue, ReadOnlySpan<double> nLeft, ReadOnlySpan<double> nRight, double scale)
    {
        this.layer = layer;
        SingularValue = singularValue;
        double largest = 0;
        foreach (double entry in (double[])[.. nLeft, .. nRight])
        {
            largest = Math.Abs(entry) > Math.Abs(largest) ? entry : largest;
        }

        double factor = largest < 0 ? -scale : scale;
        left = nLeft.ToArray();
        right = nRight.ToArray();
        SpanProducts.Scale(factor, left);
        SpanProducts.Scale(factor, right);
    }

    /// <summary>z*.</summary>
    public double SingularValue { get; }

    /// <summary>Uhat^T u, in the left basis.</summary>
    public IReadOnlyList<double> LeftCoordinates => left;

    /// <summary>Vhat^T v, in the right basis.</summary>
    public IReadOnlyList<double> RightCoordinates => right;

    /// <summary>|P_U u|^2, between 0 and 1.</summary>
    public double CapturedLeft => SmallVectors.Dot(left, left);

    /// <summary>|P_V v|^2, between 0 and 1.</summary>
    public double CapturedRight => SmallVectors.Dot(right, right);

    /// <summary>Cosine between u and left query <paramref name="query"/>.</summary>
    public double LeftCosine(int query) => Cosine(layer.GradientCoordinates, query, left);

    /// <summary>Cosine between v and right query <paramref name="query"/>.</summary>
    public double RightCosine(int query) => Cosine(layer.FeatureCoordinates, query, right);

    private static double Cosine(DenseMatrix<double> coordinates, int query, ReadOnlySpan<double> vector)
    {
        ReadOnlySpan<double> column = coordinates.Column(query);
        return SmallVectors.Dot(column, vector) / SmallVectors.Norm(column);
    }
}
