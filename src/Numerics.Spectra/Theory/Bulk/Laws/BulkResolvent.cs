namespace Numerics.Spectra.Theory.Bulk.Laws;

/// <summary>
/// The two scalar resolvents of a rectangular Gaussian matrix, and the variable in which they are rational.
/// </summary>
/// <remarks>
/// <para>With A (n_L rows, n_R columns) of independent centred entries, v_L = sum of entry variances along a row, v_R = along a column,</para>
/// <code>
/// g_L = 1/(z - v_L g_R),   g_R = 1/(z - v_R g_L)                                   bulk: |sqrt v_L - sqrt v_R| &lt;= s &lt;= sqrt v_L + sqrt v_R
/// g_L g_R = 1/x  =&gt;  z^2 = (x + v_L)(x + v_R)/x,   z g_L = 1 + v_L/x,   z g_R = 1 + v_R/x
/// above the bulk x = theta^2 &gt; sqrt(v_L v_R);   below the bulk -max(v_L, v_R) &lt; x &lt; -sqrt(v_L v_R)
/// g_L' = -g_L^2 (1 + v_L g_R^2)/(1 - v_L v_R/x^2),   g_R' = -g_R^2 (1 + v_R g_L^2)/(1 - v_L v_R/x^2)
/// </code>
/// <para>Entry variance sigma^2/columns and q = rows/columns: v_L = sigma^2, v_R = q sigma^2; square: g = 2/(z + sqrt(z^2 - 4 sigma^2)).</para>
/// <para>g_L is the normalised trace of the rows-by-rows block of (z - [[0, A], [A^T, 0]])^-1, g_R of the columns-by-columns block.
/// theta is the strength of the independent spike whose outlier sits at z: a variable without square-root singularity at the edge.</para>
/// <para>Source: F. Benaych-Georges and R. R. Nadakuditi, J. Multivar. Anal. 111 (2012) 120; docs/nonlinear-mup.md, section 4 (rectangular).</para>
/// Equation: bulk-resolvent
/// <para>Valid for z outside the bulk; inside it the resolvents are complex and this class answers NaN.</para>
/// </remarks>
public sealed class BulkResolvent
{
    /// <summary>The resolvents of a matrix with row variance v_L and column variance v_R (sums, not means).</summary>
    public BulkResolvent(double rowVariance, double columnVariance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowVariance);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columnVariance);
        RowVariance = rowVariance;
        ColumnVariance = columnVariance;
    }

    /// <summary>v_L, the sum of the entry variances along one row; sigma^2.</summary>
    public double RowVariance { get; }

    /// <summary>v_R, the sum of the entry variances along one column; q sigma^2.</summary>
    public double ColumnVariance { get; }

    /// <summary>Largest singular value of the bulk, sqrt v_L + sqrt v_R.</summary>
    public double UpperEdge => Math.Sqrt(RowVariance) + Math.Sqrt(ColumnVariance);

    /// <summary>Smallest singular value of the bulk that is not an exact zero, |sqrt v_L - sqrt v_R|.</summary>
    public double LowerEdge => Math.Abs(RowVariance - ColumnVariance) / UpperEdge;

    /// <summary>theta at the upper edge, (v_L v_R)^(1/4): the threshold of Baik, Ben Arous and Peche.</summary>
    public double ThresholdStrength => Math.Sqrt(Math.Sqrt(RowVariance * ColumnVariance));

    /// <summary>The resolvents of entry variance sigma^2/columns and aspect ratio q = rows/columns.</summary>
    public static BulkResolvent ForScale(double sigma, double aspectRatio) => new(sigma * sigma, aspectRatio * sigma * sigma);

    /// <summary>z(x) = sqrt((x + v_L)(x + v_R)/x), with x = theta^2 above the bulk and x negative below it.</summary>
    public double SingularValue(double x) => Math.Sqrt((x + RowVariance) * (x + ColumnVariance) / x);

    /// <summary>x(z) = 1/(g_L g_R), the root of larger modulus of x^2 - (z^2 - v_L - v_R) x + v_L v_R = 0; NaN inside the bulk.</summary>
    public double SquaredStrength(double z)
    {
        double s = (z * z) - RowVariance - ColumnVariance;
        double root = Math.Sqrt((z - UpperEdge) * (z + UpperEdge) * (z - LowerEdge) * (z + LowerEdge));
        return s >= 0 ? 0.5 * (s + root) : 0.5 * (s - root);
    }

    /// <summary>(g_L, g_R) at singular value <paramref name="z"/> outside the bulk.</summary>
    public (double Left, double Right) At(double z) => AtSquaredStrength(SquaredStrength(z));

    /// <summary>(g_L, g_R) at x = 1/(g_L g_R); accurate up to the edge and, below the bulk, down to z = 0.</summary>
    public (double Left, double Right) AtSquaredStrength(double x)
    {
        double z = SingularValue(x);
        double l = x + RowVariance;
        double r = x + ColumnVariance;
        return Math.Abs(r) >= Math.Abs(l) ? (z / r, r / (x * z)) : (l / (x * z), z / l);
    }

    /// <summary>(g_L', g_R'), derivatives in z, at x = 1/(g_L g_R); they diverge at the edges.</summary>
    public (double Left, double Right) DerivativesAtSquaredStrength(double x)
    {
        (double gL, double gR) = AtSquaredStrength(x);
        double edge = Math.Sqrt(RowVariance * ColumnVariance);
        double denominator = (x - edge) * (x + edge) / (x * x);
        double dL = -gL * gL * (1 + (RowVariance * gR * gR)) / denominator;
        double dR = -gR * gR * (1 + (ColumnVariance * gL * gL)) / denominator;
        return (dL, dR);
    }
}
