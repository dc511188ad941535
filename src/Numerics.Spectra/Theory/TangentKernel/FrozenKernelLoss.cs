using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>Mean loss of full-batch gradient descent while the tangent kernel stays what it is, over initial outputs of mean zero.</summary>
/// <remarks>
/// <code>
/// r(t) = (1 - 2 eta K/P)^t (I - f_0),   E loss(t) = (1/P) sum_k (1 - 2 eta lambda_k/P)^(2t) [(v_k . I)^2 + v_k^T Sigma v_k],   Sigma: covariance of the initial outputs
/// </code>
/// <para>loss = (1/P) |r|^2, I the targets at P points, lambda_k and v_k eigenvalues and orthonormal eigenvectors of K.</para>
/// <para>Source: A. Jacot, F. Gabriel, C. Hongler, arXiv 1806.07572.</para>
/// Equation: frozen-kernel-loss
/// <para>Early steps of wide networks; where features are learned, what that is measured against.</para>
/// </remarks>
public sealed class FrozenKernelLoss
{
    private readonly double[] weights;

    private FrozenKernelLoss(double[] eigenvalues, double[] weights, string routine) => (Eigenvalues, this.weights, Routine) = (eigenvalues, weights, routine);

    /// <summary>lambda_k, ascending.</summary>
    public IReadOnlyList<double> Eigenvalues { get; }

    /// <summary>What decomposed K.</summary>
    public string Routine { get; }

    /// <summary>Decomposes the kernel. Same bits for same input, provider and LAPACK thread count.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="kernel">K, P x P, symmetric; left as it is.</param>
    /// <param name="covariance">Sigma, P x P, symmetric.</param>
    /// <param name="targets">I.</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public static FrozenKernelLoss Of(Lapack lapack, DenseMatrix<double> kernel, DenseMatrix<double> covariance, double[] targets)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(covariance);
        ArgumentNullException.ThrowIfNull(targets);
        int points = targets.Length;
        if (points == 0 || (kernel.Rows, kernel.Columns) != (points, points) || (covariance.Rows, covariance.Columns) != (points, points))
        {
            throw new ArgumentException(
                $"{points} targets, a kernel of {kernel.Rows} x {kernel.Columns} and a covariance of {covariance.Rows} x {covariance.Columns} do not fit; give one target and one row and column of both for each point.");
        }

        using SymmetricEigenDecomposition<double> eigen = SymmetricEigen.Decompose(lapack, kernel);
        DenseMatrix<double> vectors = eigen.Vectors;
        using DenseMatrix<double> images = Multiply.Product(lapack, covariance, vectors);
        double[] powers = [.. Enumerable.Range(0, points).Select(k =>
        {
            double overlap = SpanProducts.Dot(vectors.Column(k), targets);
            return (overlap * overlap) + SpanProducts.Dot(vectors.Column(k), images.Column(k));
        })];
        return new FrozenKernelLoss(eigen.Values, powers, eigen.Evidence.Routine);
    }

    /// <summary>E loss(t).</summary>
    /// <param name="learningRate">eta, of the loss (1/P) |r|^2.</param>
    /// <param name="step">t.</param>
    public double At(double learningRate, int step)
    {
        int count = weights.Length;
        double sum = 0;
        for (int k = 0; k < count; k++)
        {
            double factor = 1 - (2 * learningRate * Eigenvalues[k] / count);
            sum += weights[k] * Math.Pow(factor * factor, step);
        }

        return sum / count;
    }
}
