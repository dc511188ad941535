using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>
/// The largest eigenvalues of a symmetric operator over panels, by the Lanczos recursion with full reorthogonalization (classical Gram-Schmidt, twice).
/// </summary>
/// <remarks>
/// The order is not limited to 2^31, and the rows may be shared by threads: the bits are the same for any number of them. No restart: operators that draw their answers
/// (revealed matrices) pay for every vector, so all are kept. An eigenvector orthogonal to the start vector is not seen. Source: C. Lanczos, J. Res. Natl. Bur. Stand. 45 (1950) 255;
/// B. N. Parlett, The Symmetric Eigenvalue Problem (SIAM 1998), chapter 13.
/// </remarks>
public static class SymmetricLanczos
{
    /// <summary>An off-diagonal element below this fraction of the norm of the projected matrix is rounding: the Krylov space is exhausted and its values are exact.</summary>
    private const double RoundingUnits = 8;

    /// <summary>Up to this order the projected matrix is decomposed after every application, above it after every fourth.</summary>
    private const int CheckEveryStepUpTo = 32;

    /// <summary>Computes the largest eigenvalues.</summary>
    /// <typeparam name="T">Element type of the vectors.</typeparam>
    /// <param name="lapack">Provider of the small projected problem.</param>
    /// <param name="matrix">Operator.</param>
    /// <param name="start">Start direction, one column; a good guess saves applications.</param>
    /// <param name="count">Eigenvalues asked for, at least 1; fewer come out if the Krylov space has fewer dimensions.</param>
    /// <param name="algebra">Threads and workspace.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="leadingVector">One column that gets the unit vector behind the largest eigenvalue, its sign left open; null where it is not asked for.</param>
    /// <exception cref="ArgumentException">A start direction that is zero or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer steps allowed than values asked for.</exception>
    public static LeadingEigenvalues Compute<T>(
        Lapack lapack, IPanelOperator<T> matrix, PanelView<T> start, int count, PanelAlgebra<T> algebra, SymmetricLanczosOptions? options = null, PanelView<T>? leadingVector = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(algebra);
        options ??= new SymmetricLanczosOptions();
        int most = (int)Math.Min(options.MaximumSteps, matrix.Shards.TotalRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumSteps, count);
        double norm = Math.Sqrt(algebra.Dot(start, start));
        if (!(norm is > 0 and < double.PositiveInfinity))
        {
            throw new ArgumentException($"A start direction of norm {norm} spans nothing; give one that is finite and not zero.", nameof(start));
        }

        using var basis = new Panel<T>(matrix.Shards, most);
        using var image = new Panel<T>(matrix.Shards, 1);
        algebra.Scale(start, 1 / norm, basis.View(0, 1));
        var diagonal = new List<double>();
        var offDiagonal = new List<double>();
        while (true)
        {
            int last = diagonal.Count;
            matrix.Apply(basis.View(last, 1), image.View());
            diagonal.Add(Orthogonalise(algebra, basis.View(0, last + 1), image.View()));
            double next = Math.Sqrt(algebra.Dot(image.View(), image.View()));
            if (!double.IsFinite(next) || !double.IsFinite(diagonal[last]))
            {
                return new LeadingEigenvalues([], [], Outcome.NonFinite, last + 1);
            }

            bool exhausted = next <= RoundingUnits * double.CreateChecked(T.BitIncrement(T.One) - T.One) * Scale(diagonal, offDiagonal);
            bool stop = exhausted || last + 1 == most;
            if (stop || last + 1 <= CheckEveryStepUpTo || last % 4 == 0)
            {
                (LeadingEigenvalues own, DenseMatrix<double> coefficients) = Project(lapack, diagonal, offDiagonal, count, next, options.Tolerance);
                LeadingEigenvalues found = Agreed(matrix.Shards.Communicator, own);
                if (stop || found.Outcome == Outcome.Ok)
                {
                    if (leadingVector is { } vector)
                    {
                        algebra.Product(basis.View(0, last + 1), coefficients, vector);
                    }

                    return exhausted ? found with { Outcome = Outcome.Ok } : found;
                }
            }

            offDiagonal.Add(next);
            algebra.Scale(image.View(), 1 / next, basis.View(last + 1, 1));
        }
    }

    /// <summary>Removes the basis from the image, twice; returns the coefficient of the newest basis vector.</summary>
    private static double Orthogonalise<T>(PanelAlgebra<T> algebra, PanelView<T> basis, PanelView<T> image)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var first = new DenseMatrix<double>(basis.Count, 1);
        var second = new DenseMatrix<double>(basis.Count, 1);
        algebra.Gram(basis, image, first);
        SpanProducts.Scale(-1, first.AsSpan());
        algebra.AddProductThenGram(basis, first, image, second);
        SpanProducts.Scale(-1, second.AsSpan());
        algebra.AddProduct(basis, second, image);
        return -(first[basis.Count - 1, 0] + second[basis.Count - 1, 0]);
    }

    /// <summary>What rank 0 found: libraries of different machines may differ in the last bits, and all ranks must stop together.</summary>
    private static LeadingEigenvalues Agreed(Communicator communicator, LeadingEigenvalues found)
    {
        if (communicator.Size == 1)
        {
            return found;
        }

        int count = found.Values.Count;
        double[] all = [.. found.Values, .. found.Residuals, (double)(int)found.Outcome];
        communicator.Broadcast(all);
        return found with { Values = all[..count], Residuals = all[count..(2 * count)], Outcome = (Outcome)(int)all[^1] };
    }

    private static double Scale(List<double> diagonal, List<double> offDiagonal) =>
        diagonal.Concat(offDiagonal).Max(Math.Abs);

    /// <summary>Eigenvalues of the tridiagonal projection; the residual of each is the next off-diagonal element times the last component of its vector. Besides, the vector of the largest one.</summary>
    private static (LeadingEigenvalues Found, DenseMatrix<double> Coefficients) Project(
        Lapack lapack, List<double> diagonal, List<double> offDiagonal, int count, double next, double tolerance)
    {
        int order = diagonal.Count;
        var projected = new DenseMatrix<double>(order, order);
        for (int i = 0; i < order; i++)
        {
            projected[i, i] = diagonal[i];
            if (i + 1 < order)
            {
                projected[i + 1, i] = offDiagonal[i];
                projected[i, i + 1] = offDiagonal[i];
            }
        }

        SymmetricEigenDecomposition<double> eigen = SymmetricEigen.Decompose(lapack, projected);
        int kept = Math.Min(count, order);
        double[] values = [.. Enumerable.Range(0, kept).Select(i => eigen.Values[order - 1 - i])];
        double[] residuals = [.. Enumerable.Range(0, kept).Select(i => next * Math.Abs(eigen.Vectors[order - 1, order - 1 - i]))];
        var coefficients = new DenseMatrix<double>(order, 1);
        eigen.Vectors.Column(order - 1).CopyTo(coefficients.Column(0));
        eigen.Vectors.Dispose();
        bool converged = kept == count && residuals.All(residual => residual <= tolerance * Math.Abs(values[0]));
        return (new LeadingEigenvalues(values, residuals, converged ? Outcome.Ok : Outcome.NotConverged, order), coefficients);
    }
}
