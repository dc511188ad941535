using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// All outliers at once as eigenvalues of one matrix: the outlier equation is a quadratic eigenvalue problem.
/// </summary>
/// <remarks>
/// <code>
/// det[ theta^2 I - theta J - B ] = 0,   J = [[0, m11],[m11^T, 0]],   B = blockdiag(B_L, B_R),   B_L = W_L - v_L I,  B_R = W_R - v_R I
/// z^2 = (theta^2 + v_L)(theta^2 + v_R)/theta^2,  theta > (v_L v_R)^(1/4)          square: zeta = theta, z = zeta + sigma^2/zeta
/// with x = theta^2 and y = theta n_R - m11^T n_L:    x (n_L, y) = [[ B_L + m11 m11^T, m11 ],[ B_R m11^T, B_R ]] (n_L, y)
/// </code>
/// <para>Derivation: z D_LL = (1 + v_R/x)(x - B_L), z D_RR = (1 + v_L/x)(x - B_R), z^2 = x (1 + v_L/x)(1 + v_R/x); scaling rows and columns of D
/// gives the quadratic form for any aspect ratio. J flips sign with n_R, so theta enters through x alone and the companion matrix
/// [[J, B],[I, 0]] of order 2 (ku + kv) folds to order ku + kv.</para>
/// <para>Source: derived here, docs/nonlinear-mup.md, section 3a, companion matrix (square case); conditioning as in E. Bolthausen, Commun. Math. Phys. 325 (2014) 333.</para>
/// <para>x: real eigenvalues above sqrt(v_L v_R) are outliers; v_L, v_R as in BulkResolvent.</para>
/// Equation: outlier-companion
/// <para>It cannot vouch for its count, since near-real pairs must be told from real ones by a tolerance: a cross-check of OutlierEquation, which
/// takes its roots from here where that is cheaper and confirms each by inertia.</para>
/// </remarks>
internal static class OutlierCompanion
{
    /// <summary>
    /// Imaginary parts up to this share of the largest modulus count as zero: far above the rounding of geev on these matrices (1e-13), far below the
    /// splitting of a real pair that merges (square root of rounding, 1e-7).
    /// </summary>
    public const double RealTolerance = 1e-9;

    /// <summary>All singular values above the bulk edge, descending.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="layer">What is known of A.</param>
    /// <param name="spikes">The low-rank update.</param>
    /// <param name="leftRemoved">ku/rows if the Grams were measured at finite size, else 0.</param>
    /// <param name="rightRemoved">kv/columns if the Grams were measured at finite size, else 0.</param>
    /// <param name="realTolerance">Imaginary parts up to this times the largest modulus count as zero.</param>
    public static double[] Outliers(
        Lapack lapack, ConditionedLayer layer, SpikeSet spikes, double leftRemoved = 0, double rightRemoved = 0, double realTolerance = RealTolerance)
    {
        ArgumentNullException.ThrowIfNull(layer);
        double sigma2 = layer.InitialScale * layer.InitialScale;
        var bulk = new BulkResolvent(sigma2 * (1 - rightRemoved), layer.AspectRatio * sigma2 * (1 - leftRemoved));
        OutlierBlocks blocks = OutlierBlocks.Of(lapack, layer, spikes);
        return [.. SquaredStrengths(lapack, blocks, bulk, realTolerance).Select(bulk.SingularValue)];
    }

    /// <summary>x of every root above the edge of the fresh block, descending.</summary>
    internal static double[] SquaredStrengths(Lapack lapack, OutlierBlocks blocks, BulkResolvent bulk, double realTolerance)
    {
        DenseMatrix<double> matrix = Folded(lapack, blocks, bulk);
        Complex[] x = GeneralEigen.Values(lapack, matrix).Values;
        double largest = x.Length == 0 ? 0 : x.Max(Complex.Abs);
        double threshold = bulk.ThresholdStrength * bulk.ThresholdStrength;
        return [.. x.Where(value => Math.Abs(value.Imaginary) <= realTolerance * largest && value.Real > threshold)
            .Select(value => value.Real).OrderDescending()];
    }

    private static DenseMatrix<double> Folded(Lapack lapack, OutlierBlocks blocks, BulkResolvent bulk)
    {
        int ku = blocks.LeftOrder;
        int n = blocks.Order;
        DenseMatrix<double> m = blocks.Core;
        DenseMatrix<double> bL = blocks.LeftVariance.Clone();
        DenseMatrix<double> bR = blocks.RightVariance.Clone();
        Shift(bL, -bulk.RowVariance);
        Shift(bR, -bulk.ColumnVariance);
        DenseMatrix<double> bRmT = Multiply.Product(lapack, bR, m, transposeB: true);
        Multiply.Into(lapack, false, m, true, m, 1, 1, bL);
        var folded = new DenseMatrix<double>(n, n);
        for (int j = 0; j < n; j++)
        {
            Span<double> column = folded.Column(j);
            (j < ku ? bL.Column(j) : m.Column(j - ku)).CopyTo(column[..ku]);
            (j < ku ? bRmT.Column(j) : bR.Column(j - ku)).CopyTo(column[ku..]);
        }

        return folded;
    }

    private static void Shift(DenseMatrix<double> matrix, double amount)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            matrix[i, i] += amount;
        }
    }
}
