using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
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
    /// <param name="leadingVectors">Columns, at most <paramref name="count"/>, that get the unit vectors behind the largest eigenvalues, their signs left open; left alone where numbers were not finite, zero
    /// where a value was not found. Null where they are not asked for, and where ranks share the rows: their libraries need not agree on signs.</param>
    /// <exception cref="ArgumentException">A start direction that is zero or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer steps allowed than values asked for.</exception>
    public static LeadingEigenvalues Compute<T>(
        Lapack lapack, IPanelOperator<T> matrix, PanelView<T> start, int count, PanelAlgebra<T> algebra, SymmetricLanczosOptions? options = null, PanelView<T>? leadingVectors = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(algebra);
        options ??= new SymmetricLanczosOptions();
        int most = (int)Math.Min(options.MaximumSteps, matrix.Shards.TotalRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumSteps, count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leadingVectors?.Count ?? 0, count, nameof(leadingVectors));
        if (leadingVectors is not null && matrix.Shards.Communicator.Size > 1)
        {
            throw new NotSupportedException("Eigenvectors are for operators whose rows one process holds; ask for the values only.");
        }

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
                    if (leadingVectors is { } vectors)
                    {
                        algebra.Product(basis.View(0, last + 1), coefficients.Leading(last + 1, vectors.Count), vectors);
                    }

                    return exhausted ? found with { Outcome = Outcome.Ok } : found;
                }
            }

            offDiagonal.Add(next);
            algebra.Scale(image.View(), 1 / next, basis.View(last + 1, 1));
        }
    }

    /// <summary>The same for an operator on vectors in one piece, with the vectors, from a fixed start of hashes.</summary>
    /// <param name="lapack">Provider of the small projected problem.</param>
    /// <param name="matrix">Symmetric operator of an order below 2^31.</param>
    /// <param name="count">Eigenvalues asked for, at least 1 and no more than the order.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <returns>The values, and unit vectors behind them as columns, for the caller to dispose; columns of values that were not found are zero.</returns>
    /// <exception cref="ArgumentException">Not square.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No value asked for, more than there are, or than steps allowed.</exception>
    public static (LeadingEigenvalues Found, DenseMatrix<double> Vectors) Compute(Lapack lapack, ILinearOperator matrix, int count, SymmetricLanczosOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, matrix.Rows);
        if (matrix.Rows != matrix.Columns)
        {
            throw new ArgumentException($"An operator of {matrix.Rows} rows and {matrix.Columns} columns is not symmetric.", nameof(matrix));
        }

        var whole = new WholeVectors(matrix);
        using var start = new Panel<double>(whole.Shards, 1);
        using var panel = new Panel<double>(whole.Shards, count);
        var vectors = new DenseMatrix<double>(matrix.Rows, count);
        HashVector.Fill(vectors.Column(0), 0);
        WholeVectors.Scatter(vectors.Column(0), start.View());
        vectors.Column(0).Clear();
        LeadingEigenvalues found = Compute(lapack, whole, start.View(), count, new PanelAlgebra<double>(ShardExecutor.Sequential), options, panel.View());
        for (int i = 0; i < found.Values.Count; i++)
        {
            WholeVectors.Gather(panel.View(i, 1), vectors.Column(i));
        }

        return (found, vectors);
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

    /// <summary>Eigenvalues of the tridiagonal projection; the residual of each is the next off-diagonal element times the last component of its vector. Besides, the vectors behind them.</summary>
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
        var coefficients = new DenseMatrix<double>(order, count);
        for (int i = 0; i < kept; i++)
        {
            eigen.Vectors.Column(order - 1 - i).CopyTo(coefficients.Column(i));
        }

        eigen.Vectors.Dispose();
        bool converged = kept == count && residuals.All(residual => residual <= tolerance * Math.Abs(values[0]));
        return (new LeadingEigenvalues(values, residuals, converged ? Outcome.Ok : Outcome.NotConverged, order), coefficients);
    }
}
