using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// LEVEL TWO of the two-level theory: singular values outside the bulk of a Gaussian matrix plus a low-rank update that depends on it, with their singular vectors.
/// Training (level one: <see cref="Training.TrainingDmft"/>, <see cref="Training.DeepLinearDmft"/>, or a finite network) enters through the layer's history alone.
/// </summary>
/// <remarks>
/// <code>
/// D(z) = z I - [[0, m11],[m11^T, 0]] - blockdiag(g_R(z) W_L, g_L(z) W_R),      det D(z) = 0,  z above the bulk edge
/// m11 = H + RU C RV^T,   W_L = m12 m12^T = GY - H H^T,   W_R = m21^T m21 = GX - H^T H
/// square: g_L = g_R = g(z) = 2/(z + sqrt(z^2 - 4 sigma^2))
/// </code>
/// <para>For z above the edge the block of the fresh matrix is positive definite, so the number of singular values above z is the number
/// n_-(D(z)) of negative eigenvalues; D' > 0, so each root is crossed once. Roots are bracketed by that count (none can be missed or
/// counted twice) and refined as zeros of det D in the variable theta, z^2 = (theta^2 + v_L)(theta^2 + v_R)/theta^2, in which the square-root
/// singularity of the edge is absent; many roots are taken from OutlierCompanion and confirmed by the count. Escape criterion: lambda_min(D(edge)) &lt; 0.</para>
/// <para>Source: F. Benaych-Georges and R. R. Nadakuditi, J. Multivar. Anal. 111 (2012) 120, for independent spikes;
/// docs/nonlinear-mup.md, sections 3, 3a, 3b and 4 (rectangular).</para>
/// <para>v_L = sigma^2 (1 - kv/columns), v_R = q sigma^2 (1 - ku/rows): variances of the fresh block, whose sides are rows - ku and
/// columns - kv; the fractions removed are zero for Grams of infinite size. The edge of M stays sigma (1 + sqrt q): roots of D between
/// the edge of the fresh block and that of M are bulk singular values and are not counted.</para>
/// Equation: outlier-determinant
/// <para>Valid for ku, kv far below the sides; within ~ N^(-2/3) of the edge the finite matrix fluctuates instead (EdgeStatistics).
/// Instances use scratch memory: not for two threads at once.</para>
/// </remarks>
public sealed class OutlierEquation
{
    private readonly Lapack lapack;
    private readonly ConditionedLayer layer;
    private readonly OutlierBlocks blocks;
    private readonly DenseMatrix<double> d;
    private readonly SymmetricIndefinite factorization;
    private readonly double edgeStrength;
    private double[]? strengths;
    private OutlierRootEvidence? evidence;

    /// <summary>The equation of M = A + spikes, A known through <paramref name="layer"/>.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="layer">What is known of A.</param>
    /// <param name="spikes">The low-rank update.</param>
    /// <param name="leftRemoved">ku/rows if the Grams were measured at finite size, else 0.</param>
    /// <param name="rightRemoved">kv/columns if the Grams were measured at finite size, else 0.</param>
    public OutlierEquation(Lapack lapack, ConditionedLayer layer, SpikeSet spikes, double leftRemoved = 0, double rightRemoved = 0)
        : this(lapack, layer, OutlierBlocks.Of(lapack, layer, spikes), leftRemoved, rightRemoved)
    {
    }

    /// <summary>The equation of M = A + Uhat K Vhat^T, A known through <paramref name="layer"/>: its cost is that of the bases, whatever the number of spikes.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="layer">What is known of A; the coordinates of the queries are not used but for cosines.</param>
    /// <param name="update">K = RU C RV^T, left by right directions; left as it is.</param>
    public OutlierEquation(Lapack lapack, ConditionedLayer layer, DenseMatrix<double> update)
        : this(lapack, layer, OutlierBlocks.Of(lapack, layer, (update ?? throw new ArgumentNullException(nameof(update))).Clone()), 0, 0)
    {
    }

    private OutlierEquation(Lapack lapack, ConditionedLayer layer, OutlierBlocks blocks, double leftRemoved, double rightRemoved)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leftRemoved, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rightRemoved, 1);
        double sigma2 = layer.InitialScale * layer.InitialScale;
        this.lapack = lapack;
        this.layer = layer;
        ArgumentOutOfRangeException.ThrowIfNegative(leftRemoved);
        ArgumentOutOfRangeException.ThrowIfNegative(rightRemoved);
        Bulk = new BulkResolvent(sigma2 * (1 - rightRemoved), layer.AspectRatio * sigma2 * (1 - leftRemoved));
        BulkEdge = BulkResolvent.ForScale(layer.InitialScale, layer.AspectRatio).UpperEdge;
        edgeStrength = leftRemoved == 0 && rightRemoved == 0 ? Bulk.ThresholdStrength : Math.Sqrt(Bulk.SquaredStrength(BulkEdge));
        this.blocks = blocks;
        d = new DenseMatrix<double>(blocks.Order, blocks.Order);
        factorization = new SymmetricIndefinite(lapack, blocks.Order);
    }

    /// <summary>g_L and g_R of the fresh block.</summary>
    public BulkResolvent Bulk { get; }

    /// <summary>The upper edge of the bulk of M, sigma (1 + sqrt q); that of the fresh block is Bulk.UpperEdge.</summary>
    public double BulkEdge { get; }

    /// <summary>Number of singular values above z, n_-(D(z)); z at or above the edge.</summary>
    public int CountAbove(double z)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(z, BulkEdge);
        return Roots().CountAbove(z == BulkEdge ? edgeStrength : Math.Sqrt(Bulk.SquaredStrength(z)));
    }

    /// <summary>lambda_min(D(edge)): negative exactly if an outlier exists. Its size depends on the bases, its sign does not.</summary>
    public double EscapeMargin()
    {
        if (blocks.Order == 0)
        {
            return double.PositiveInfinity;
        }

        Fill(edgeStrength);
        return SymmetricEigen.Values(lapack, d).Values[0];
    }

    /// <summary>All singular values above the bulk edge, descending, to about 1e-13 relative.</summary>
    public double[] Outliers() => [.. Strengths().Select(theta => Bulk.SingularValue(theta * theta))];

    /// <summary>How the roots were found.</summary>
    public OutlierRootEvidence RootEvidence()
    {
        _ = Strengths();
        return evidence!;
    }

    /// <summary>The singular vectors of outlier <paramref name="index"/>, from 0 for the largest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such outlier.</exception>
    public OutlierVectors SingularVectors(int index)
    {
        double[] found = Strengths();
        if ((uint)index >= (uint)found.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"Outlier {index} of {found.Length}.");
        }

        // Below root j of D (from 0) there are j + 1 negative eigenvalues: the one that vanishes there is the j-th in ascending order.
        double theta = found[index];
        Fill(theta);
        using SymmetricEigenDecomposition<double> eigen = SymmetricEigen.Decompose(lapack, d);
        ReadOnlySpan<double> n = eigen.Vectors.Column(index);
        (double dL, double dR) = Bulk.DerivativesAtSquaredStrength(theta * theta);
        int ku = blocks.LeftOrder;
        double den = 1 - (dR * OutlierBlocks.QuadraticForm(blocks.LeftVariance, n[..ku])) - (dL * OutlierBlocks.QuadraticForm(blocks.RightVariance, n[ku..]));
        return new OutlierVectors(layer, Bulk.SingularValue(theta * theta), n[..ku], n[ku..], Math.Sqrt(2 / den));
    }

    /// <summary>theta of every outlier, descending.</summary>
    private double[] Strengths()
    {
        if (strengths is null)
        {
            (strengths, evidence) = Roots().Find(edgeStrength);
        }

        return strengths;
    }

    private OutlierRoots Roots() => new(lapack, blocks, Bulk, factorization);

    /// <summary>D at z(theta).</summary>
    private void Fill(double theta)
    {
        double x = theta * theta;
        (double gL, double gR) = Bulk.AtSquaredStrength(x);
        blocks.Fill(d, Bulk.SingularValue(x), gL, gR);
    }
}
