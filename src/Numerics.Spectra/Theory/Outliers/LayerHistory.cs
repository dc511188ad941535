using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// The history of one weight matrix as mean-field theory knows it: correlations and responses of its features and gradients.
/// </summary>
/// <remarks>
/// <code>
/// A v_i = ze_i + sigma^2 sum_j a_ij g_j,     A^T g_i = zb_i + q sigma^2 sum_j b_ij v_j,     cov ze = sigma^2 C,  cov zb = q sigma^2 G
/// V^T V = C,   U^T U = q G,   Y^T V = q sigma^2 (G a^T + b C)                                        X = A V, Y = A^T U
/// Y^T Y = q sigma^2 [ G + q sigma^2 ( b a G + G a^T b^T + b C b^T ) ],   X^T X = q sigma^2 [ C + sigma^2 ( a b C + C b^T a^T + a G a^T ) ]
/// M = rho A + U K V^T,   U = [g_i]/sqrt N,  V = [v_i]/sqrt N,  N = columns of A,  K = diag(spike strengths)
/// </code>
/// <para>Source: derived here, docs/nonlinear-mup.md, section 4 (for square matrices Phi = C, R1 = a, R2 = b of section 2); conditioning as in E. Bolthausen, Commun. Math. Phys. 325 (2014) 333.</para>
/// <para>C_ij = &lt;v_i v_j&gt; over the columns sites, G_ij = &lt;g_i g_j&gt; over the rows sites, a_ij = &lt;dv_i/dzb_j&gt;, b_ij = &lt;dg_i/dze_j&gt;, all
/// k x k; sigma^2/columns: entry variance of A; q = rows/columns; rho: retained factor of the initial weights.</para>
/// Equation: layer-history-grams
/// <para>Valid as the sizes -> infinity at fixed k. C and G may be singular: directions below a relative tolerance are dropped, which is a
/// coarser conditioning, wrong only by the spike weight dropped.</para>
/// </remarks>
public sealed class LayerHistory
{
    private readonly double[] strengths;

    /// <summary>Collects the k x k order parameters of one layer; they are not copied.</summary>
    /// <exception cref="ArgumentException">Shapes differ from k x k, k the number of strengths.</exception>
    public LayerHistory(
        DenseMatrix<double> featureCorrelations,
        DenseMatrix<double> gradientCorrelations,
        DenseMatrix<double> featureResponses,
        DenseMatrix<double> gradientResponses,
        ReadOnlySpan<double> spikeStrengths,
        double initialScale,
        double aspectRatio,
        double retained = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initialScale);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aspectRatio);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(retained);
        strengths = spikeStrengths.ToArray();
        FeatureCorrelations = Require(featureCorrelations);
        GradientCorrelations = Require(gradientCorrelations);
        FeatureResponses = Require(featureResponses);
        GradientResponses = Require(gradientResponses);
        InitialScale = initialScale;
        AspectRatio = aspectRatio;
        Retained = retained;
    }

    /// <summary>C, feature correlations.</summary>
    public DenseMatrix<double> FeatureCorrelations { get; }

    /// <summary>G, gradient correlations.</summary>
    public DenseMatrix<double> GradientCorrelations { get; }

    /// <summary>a, responses of features to the backward field.</summary>
    public DenseMatrix<double> FeatureResponses { get; }

    /// <summary>b, responses of gradients to the forward field.</summary>
    public DenseMatrix<double> GradientResponses { get; }

    /// <summary>K, spike i joins gradient i to feature i.</summary>
    public IReadOnlyList<double> SpikeStrengths => strengths;

    /// <summary>sigma.</summary>
    public double InitialScale { get; }

    /// <summary>q = rows/columns.</summary>
    public double AspectRatio { get; }

    /// <summary>rho, factor of the initial weights left at the time of observation; 1 without weight decay.</summary>
    public double Retained { get; }

    /// <summary>k, number of recorded pairs of queries.</summary>
    public int Count => strengths.Length;

    /// <summary>The spikes, joining query i to query i.</summary>
    public SpikeSet Spikes => SpikeSet.Diagonal(strengths);

    /// <summary>The first <paramref name="count"/> entries of the history.</summary>
    public LayerHistory Leading(int count) => new(
        FeatureCorrelations.Leading(count, count),
        GradientCorrelations.Leading(count, count),
        FeatureResponses.Leading(count, count),
        GradientResponses.Leading(count, count),
        strengths.AsSpan(0, count),
        InitialScale,
        AspectRatio,
        Retained);

    /// <summary>What the history reveals about rho A, in orthonormal bases of the numerical range of U and of V.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="relativeTolerance">Eigenvalues of U^T U and of V^T V below this times the largest one are dropped.</param>
    public ConditionedLayer ToConditionedLayer(Lapack lapack, double relativeTolerance = 1e-8)
    {
        double sigma2 = InitialScale * InitialScale;
        double q = AspectRatio;
        DenseMatrix<double> c = FeatureCorrelations;
        DenseMatrix<double> g = GradientCorrelations;
        DenseMatrix<double> a = FeatureResponses;
        DenseMatrix<double> b = GradientResponses;

        using DenseMatrix<double> gaT = Multiply.Product(lapack, g, a, transposeB: true);
        using DenseMatrix<double> bC = Multiply.Product(lapack, b, c);
        using DenseMatrix<double> baG = Multiply.Product(lapack, b, gaT, transposeB: true);
        using DenseMatrix<double> bCbT = Multiply.Product(lapack, bC, b, transposeB: true);
        using DenseMatrix<double> abC = Multiply.Product(lapack, a, bC);
        using DenseMatrix<double> aGaT = Multiply.Product(lapack, a, gaT);

        using DenseMatrix<double> yTv = Combine((i, j) => q * sigma2 * (gaT[i, j] + bC[i, j]));
        using DenseMatrix<double> yTy = Combine((i, j) => q * sigma2 * (g[i, j] + (q * sigma2 * (baG[i, j] + baG[j, i] + bCbT[i, j]))));
        using DenseMatrix<double> xTx = Combine((i, j) => q * sigma2 * (c[i, j] + (sigma2 * (abC[i, j] + abC[j, i] + aGaT[i, j]))));
        using DenseMatrix<double> s = Combine((i, j) => q * g[i, j]);

        (DenseMatrix<double> ru, DenseMatrix<double> toUhat) = Basis(lapack, s, relativeTolerance);
        (DenseMatrix<double> rv, DenseMatrix<double> toVhat) = Basis(lapack, c, relativeTolerance);
        using (toUhat)
        using (toVhat)
        {
            var conditioned = new ConditionedLayer(
                ru, rv, Sandwich(lapack, toUhat, yTv, toVhat), Sandwich(lapack, toVhat, xTx, toVhat), Sandwich(lapack, toUhat, yTy, toUhat), InitialScale, q);
            return Retained == 1 ? conditioned : conditioned.Retained(Retained);
        }
    }

    /// <summary>From a Gram matrix O L O^T: coordinates R = L^(1/2) O^T and the map T = O L^(-1/2) with Uhat = U T, small L dropped.</summary>
    private static (DenseMatrix<double> Coordinates, DenseMatrix<double> ToBasis) Basis(Lapack lapack, DenseMatrix<double> gram, double tolerance)
    {
        using SymmetricEigenDecomposition<double> eigen = SymmetricEigen.Decompose(lapack, gram);
        int k = eigen.Values.Length;
        int rank = k == 0 ? 0 : eigen.Values.Count(value => value > tolerance * eigen.Values[^1] && value > 0);
        var coordinates = new DenseMatrix<double>(rank, k);
        var toBasis = new DenseMatrix<double>(k, rank);
        for (int r = 0; r < rank; r++)
        {
            double root = Math.Sqrt(eigen.Values[k - 1 - r]);
            ReadOnlySpan<double> vector = eigen.Vectors.Column(k - 1 - r);
            for (int i = 0; i < k; i++)
            {
                coordinates[r, i] = root * vector[i];
                toBasis[i, r] = vector[i] / root;
            }
        }

        return (coordinates, toBasis);
    }

    private static DenseMatrix<double> Sandwich(Lapack lapack, DenseMatrix<double> left, DenseMatrix<double> middle, DenseMatrix<double> right)
    {
        using DenseMatrix<double> half = Multiply.Product(lapack, left, middle, transposeA: true);
        return Multiply.Product(lapack, half, right);
    }

    private DenseMatrix<double> Combine(Func<int, int, double> entry)
    {
        var matrix = new DenseMatrix<double>(Count, Count);
        for (int j = 0; j < Count; j++)
        {
            for (int i = 0; i < Count; i++)
            {
                matrix[i, j] = entry(i, j);
            }
        }

        return matrix;
    }

    private DenseMatrix<double> Require(DenseMatrix<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.Rows == Count && matrix.Columns == Count
            ? matrix
            : throw new ArgumentException($"A history of {Count} pairs got a {matrix.Rows} x {matrix.Columns} matrix.");
    }
}
