using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// The three small matrices of the outlier equation: m11, W_L and W_R.
/// </summary>
/// <remarks>
/// <code>
/// m11 = H + RU C RV^T,   W_L = GY - H H^T,   W_R = GX - H^T H,   D(z) = z I - [[0, m11],[m11^T, 0]] - blockdiag(g_R W_L, g_L W_R)
/// </code>
/// <para>Source: derived here, docs/nonlinear-mup.md, section 3; for independent spikes F. Benaych-Georges and R. R. Nadakuditi, J. Multivar. Anal. 111 (2012) 120.</para>
/// </remarks>
internal sealed class OutlierBlocks
{
    private OutlierBlocks(DenseMatrix<double> core, DenseMatrix<double> leftVariance, DenseMatrix<double> rightVariance)
    {
        Core = core;
        LeftVariance = leftVariance;
        RightVariance = rightVariance;
    }

    /// <summary>m11, ku x kv.</summary>
    public DenseMatrix<double> Core { get; }

    /// <summary>W_L, ku x ku.</summary>
    public DenseMatrix<double> LeftVariance { get; }

    /// <summary>W_R, kv x kv.</summary>
    public DenseMatrix<double> RightVariance { get; }

    /// <summary>ku.</summary>
    public int LeftOrder => (int)LeftVariance.Rows;

    /// <summary>ku + kv.</summary>
    public int Order => (int)(LeftVariance.Rows + RightVariance.Rows);

    /// <summary>Forms the blocks.</summary>
    public static OutlierBlocks Of(Lapack lapack, ConditionedLayer layer, SpikeSet spikes)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(spikes);
        return Of(lapack, layer, spikes.Core(layer.GradientCoordinates, layer.FeatureCoordinates));
    }

    /// <summary>Forms the blocks.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="layer">What is known of A.</param>
    /// <param name="update">RU C RV^T, overwritten.</param>
    public static OutlierBlocks Of(Lapack lapack, ConditionedLayer layer, DenseMatrix<double> update)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(update);
        DenseMatrix<double> h = layer.CrossProduct;
        DenseMatrix<double> core = update;
        for (int j = 0; j < core.Columns; j++)
        {
            SpanProducts.Add(1, h.Column(j), core.Column(j));
        }

        DenseMatrix<double> left = layer.LeftProductGram.Clone();
        Multiply.Into(lapack, false, h, true, h, -1, 1, left);
        DenseMatrix<double> right = layer.RightProductGram.Clone();
        Multiply.Into(lapack, true, h, false, h, -1, 1, right);
        return new OutlierBlocks(core, left, right);
    }

    /// <summary>x^T S x.</summary>
    public static double QuadraticForm(DenseMatrix<double> s, ReadOnlySpan<double> x)
    {
        double sum = 0;
        for (int j = 0; j < x.Length; j++)
        {
            sum += x[j] * SmallVectors.Dot(s.Column(j), x);
        }

        GC.KeepAlive(s);
        return sum;
    }

    /// <summary>Writes D(z), both triangles.</summary>
    public void Fill(DenseMatrix<double> d, double z, double gL, double gR)
    {
        int ku = LeftOrder;
        for (int j = 0; j < ku; j++)
        {
            Span<double> column = d.Column(j);
            Subtract(gR, LeftVariance.Column(j), column[..ku]);
            for (int i = ku; i < column.Length; i++)
            {
                column[i] = -Core[j, i - ku];
            }

            column[j] += z;
        }

        for (int j = 0; j < Order - ku; j++)
        {
            Span<double> column = d.Column(ku + j);
            Subtract(1, Core.Column(j), column[..ku]);
            Subtract(gL, RightVariance.Column(j), column[ku..]);
            column[ku + j] += z;
        }

        GC.KeepAlive(this);
    }

    /// <summary>A strength above that of every root: theta^2 - theta |m11| - max(|W_L|, |W_R|) > 0 there.</summary>
    public double StrengthBound(BulkResolvent bulk)
    {
        double m = FrobeniusNorm(Core);
        double w = Math.Max(FrobeniusNorm(LeftVariance), FrobeniusNorm(RightVariance));
        return 1.001 * Math.Max(bulk.ThresholdStrength, 0.5 * (m + Math.Sqrt((m * m) + (4 * w))));
    }

    private static double FrobeniusNorm(DenseMatrix<double> matrix)
    {
        double sum = 0;
        for (int j = 0; j < matrix.Columns; j++)
        {
            ReadOnlySpan<double> column = matrix.Column(j);
            sum += SmallVectors.Dot(column, column);
        }

        GC.KeepAlive(matrix);
        return Math.Sqrt(sum);
    }

    private static void Subtract(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        for (int i = 0; i < source.Length; i++)
        {
            target[i] = -factor * source[i];
        }
    }
}
