using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.Outliers;

/// <summary>
/// All that the products asked so far reveal about a Gaussian matrix A, in orthonormal bases of the vectors asked.
/// </summary>
/// <remarks>
/// <code>
/// U = Uhat RU, V = Vhat RV,   H = Uhat^T A Vhat,   GX = (A Vhat)^T (A Vhat),   GY = (A^T Uhat)^T (A^T Uhat)
/// A = [[H, m12],[m21, A']] in bases (Uhat, rest) x (Vhat, rest),   m12 m12^T = GY - H H^T,   m21^T m21 = GX - H^T H
/// </code>
/// <para>Source: E. Bolthausen, Commun. Math. Phys. 325 (2014) 333; docs/nonlinear-mup.md, sections 3 and 5.</para>
/// <para>A: rows x columns, entry variance sigma^2/columns, q = rows/columns. U, V: asked left and right vectors, columns divided by
/// sqrt(columns of A). ku, kv: numbers of basis vectors. A' is Gaussian and independent of everything stored here, also for vectors
/// chosen adaptively.</para>
/// Equation: conditioned-layer
/// <para>Exact at every size; matrices are not copied, do not change them afterwards.</para>
/// </remarks>
public sealed class ConditionedLayer
{
    /// <summary>Collects the coordinates and products; shapes are checked.</summary>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public ConditionedLayer(
        DenseMatrix<double> gradientCoordinates,
        DenseMatrix<double> featureCoordinates,
        DenseMatrix<double> crossProduct,
        DenseMatrix<double> rightProductGram,
        DenseMatrix<double> leftProductGram,
        double initialScale,
        double aspectRatio)
    {
        ArgumentNullException.ThrowIfNull(gradientCoordinates);
        ArgumentNullException.ThrowIfNull(featureCoordinates);
        ArgumentNullException.ThrowIfNull(crossProduct);
        ArgumentNullException.ThrowIfNull(rightProductGram);
        ArgumentNullException.ThrowIfNull(leftProductGram);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(initialScale);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aspectRatio);
        long ku = gradientCoordinates.Rows;
        long kv = featureCoordinates.Rows;
        RequireShape(crossProduct, ku, kv, nameof(crossProduct));
        RequireShape(rightProductGram, kv, kv, nameof(rightProductGram));
        RequireShape(leftProductGram, ku, ku, nameof(leftProductGram));
        GradientCoordinates = gradientCoordinates;
        FeatureCoordinates = featureCoordinates;
        CrossProduct = crossProduct;
        RightProductGram = rightProductGram;
        LeftProductGram = leftProductGram;
        InitialScale = initialScale;
        AspectRatio = aspectRatio;
    }

    /// <summary>RU, ku x number of left queries.</summary>
    public DenseMatrix<double> GradientCoordinates { get; }

    /// <summary>RV, kv x number of right queries.</summary>
    public DenseMatrix<double> FeatureCoordinates { get; }

    /// <summary>H = Uhat^T A Vhat, ku x kv.</summary>
    public DenseMatrix<double> CrossProduct { get; }

    /// <summary>GX = (A Vhat)^T (A Vhat), kv x kv.</summary>
    public DenseMatrix<double> RightProductGram { get; }

    /// <summary>GY = (A^T Uhat)^T (A^T Uhat), ku x ku.</summary>
    public DenseMatrix<double> LeftProductGram { get; }

    /// <summary>sigma: the entries of A have variance sigma^2/columns.</summary>
    public double InitialScale { get; }

    /// <summary>q = rows/columns of A.</summary>
    public double AspectRatio { get; }

    /// <summary>ku, number of left basis vectors.</summary>
    public int LeftBasisCount => (int)GradientCoordinates.Rows;

    /// <summary>kv, number of right basis vectors.</summary>
    public int RightBasisCount => (int)FeatureCoordinates.Rows;

    /// <summary>
    /// What was known earlier: the first basis vectors and the first queries. Exact if those queries lie in the span of those basis vectors,
    /// as they do in the order of asking.
    /// </summary>
    public ConditionedLayer Leading(int leftBasis, int rightBasis, int leftQueries, int rightQueries) => new(
        GradientCoordinates.Leading(leftBasis, leftQueries),
        FeatureCoordinates.Leading(rightBasis, rightQueries),
        CrossProduct.Leading(leftBasis, rightBasis),
        RightProductGram.Leading(rightBasis, rightBasis),
        LeftProductGram.Leading(leftBasis, leftBasis),
        InitialScale,
        AspectRatio);

    /// <summary>The same knowledge about rho A, for weights of which only the factor rho is retained (weight decay).</summary>
    public ConditionedLayer Retained(double rho) => new(
        GradientCoordinates,
        FeatureCoordinates,
        Scale(CrossProduct, rho),
        Scale(RightProductGram, rho * rho),
        Scale(LeftProductGram, rho * rho),
        rho * InitialScale,
        AspectRatio);

    private static DenseMatrix<double> Scale(DenseMatrix<double> matrix, double factor)
    {
        DenseMatrix<double> scaled = matrix.Clone();
        for (long j = 0; j < scaled.Columns; j++)
        {
            SpanProducts.Scale(factor, scaled.Column(j));
        }

        return scaled;
    }

    private static void RequireShape(DenseMatrix<double> matrix, long rows, long columns, string name)
    {
        if (matrix.Rows != rows || matrix.Columns != columns)
        {
            throw new ArgumentException($"{name} is {matrix.Rows} x {matrix.Columns}, expected {rows} x {columns}.", name);
        }
    }
}
