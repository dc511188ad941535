using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>Leading eigenvalues of a general operator, with evidence.</summary>
/// <param name="Values">Largest modulus first; a pair that is not real is not cut, so there may be one more than asked.</param>
/// <param name="Residuals">|A x - lambda x| of the unit vector behind each value, from the Arnoldi relation.</param>
/// <param name="Outcome">Ok, or NotConverged after the restarts allowed.</param>
/// <param name="Applications">How often the operator was applied.</param>
public sealed record ArnoldiSpectrum(IReadOnlyList<Complex> Values, IReadOnlyList<double> Residuals, Outcome Outcome, int Applications);

/// <summary>Eigenvalues of largest modulus of a real operator without symmetry, by restarted Arnoldi.</summary>
/// <remarks>
/// Method: the Krylov-Schur restart of G. W. Stewart, SIAM J. Matrix Anal. Appl. 23, 601 (2001), with an orthonormal basis of the wanted invariant subspace of the projection in place of an
/// ordered Schur form: A V = V H + v b^T stays exact for any such basis. Columns are orthogonalised twice. An eigenvalue converges as (next modulus/modulus)^steps, so values inside a
/// disk of many others converge slowly: ask for those outside only.
/// Determinism: a fixed start vector; same bits for same input, provider, machine and LAPACK thread count.
/// </remarks>
public static class ArnoldiEigenvalues
{
    private const int MostRestarts = 400;

    /// <summary>Finds them.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="order">Order of the operator.</param>
    /// <param name="apply">y = A x.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="tolerance">Residual over modulus at which a value has converged.</param>
    /// <exception cref="ArgumentOutOfRangeException">More values than the order.</exception>
    public static ArnoldiSpectrum Find(Lapack lapack, int order, Action<double[], double[]> apply, int count, double tolerance = 1e-11)
    {
        ArgumentNullException.ThrowIfNull(lapack);
        ArgumentNullException.ThrowIfNull(apply);
        if (count < 1 || count > order)
        {
            throw new ArgumentOutOfRangeException(nameof(count), $"{count} eigenvalues of an operator of order {order}; ask for 1 to {order}.");
        }

        // The subspace holds the wanted values, a margin that is kept for speed, and room for new directions.
        int kept = Math.Min(count + 10, order), size = Math.Min((2 * kept) + 40, order);
        var basis = new DenseMatrix<double>(order, size + 1);
        var projection = new DenseMatrix<double>(size, size);
        double[] image = new double[order], vector = new double[order];
        HashVector.Fill(basis.Column(0), 1);
        SpanProducts.Scale(1 / SpanProducts.Norm(basis.Column(0)), basis.Column(0));
        int filled = 0, applications = 0;
        for (int restart = 0; ; restart++)
        {
            double beta = 0;
            int steps = size;
            for (int j = filled; j < size; j++)
            {
                basis.Column(j).CopyTo(vector);
                apply(vector, image);
                applications++;
                beta = Orthogonalize(lapack, basis, j + 1, image, projection.Column(j));
                if (beta <= 1e-14 * SpanProducts.Norm(projection.Column(j)))
                {
                    // The subspace is invariant: everything it holds is exact.
                    (steps, beta) = (j + 1, 0);
                    break;
                }

                SpanProducts.Scale(1 / beta, image);
                image.CopyTo(basis.Column(j + 1));
                if (j + 1 < size)
                {
                    projection[j + 1, j] = beta;
                }
            }

            // A basis of the whole space leaves nothing out.
            beta = steps == order ? 0 : beta;
            using DenseMatrix<double> h = projection.Leading(steps, steps);
            GeneralEigenDecomposition ritz = GeneralEigenDecomposition.Of(lapack, h);
            int[] ranked = [.. Enumerable.Range(0, steps).OrderByDescending(i => ritz.Values[i].Magnitude).ThenBy(i => i)];
            double[] residuals = [.. Enumerable.Range(0, steps).Select(i => beta * LastComponent(ritz, i))];
            int[] wanted = Whole(ritz.Values, ranked, Math.Min(count, steps));
            bool converged = beta == 0 || wanted.All(i => residuals[i] <= tolerance * ritz.Values[i].Magnitude);
            if (converged || restart == MostRestarts)
            {
                int[] found = [.. wanted.OrderByDescending(i => ritz.Values[i].Magnitude).ThenByDescending(i => ritz.Values[i].Imaginary)];
                basis.Dispose();
                return new([.. found.Select(i => ritz.Values[i])], [.. found.Select(i => residuals[i])], converged ? Outcome.Ok : Outcome.NotConverged, applications);
            }

            filled = Restart(lapack, basis, projection, ritz, Whole(ritz.Values, ranked, kept), beta);
        }
    }

    /// <summary>Removes what lies in the leading columns, twice; adds the coefficients. Returns the remaining length.</summary>
    private static double Orthogonalize(Lapack lapack, DenseMatrix<double> basis, int columns, Span<double> image, Span<double> coefficients)
    {
        double[] part = new double[columns];
        coefficients.Clear();
        for (int pass = 0; pass < 2; pass++)
        {
            MatrixVector.Into(lapack, transpose: true, basis, columns, 1, image, 0, part);
            MatrixVector.Into(lapack, transpose: false, basis, columns, -1, part, 1, image);
            SpanProducts.Add(1, part, coefficients[..columns]);
        }

        return SpanProducts.Norm(image);
    }

    /// <summary>The first indices of a ranking, with the partner of a pair that would be cut; ascending.</summary>
    private static int[] Whole(Complex[] values, int[] ranked, int count)
    {
        var chosen = new SortedSet<int>();
        foreach (int i in ranked)
        {
            if (chosen.Count >= count)
            {
                break;
            }

            _ = chosen.Add(i);
            if (values[i].Imaginary != 0)
            {
                _ = chosen.Add(values[i].Imaginary > 0 ? i + 1 : i - 1);
            }
        }

        return [.. chosen];
    }

    /// <summary>Modulus of the last component of an eigenvector of unit length.</summary>
    private static double LastComponent(GeneralEigenDecomposition ritz, int i)
    {
        int first = ritz.Values[i].Imaginary < 0 ? i - 1 : i;
        Span<double> real = ritz.Packed.Column(first);
        if (ritz.Values[i].Imaginary == 0)
        {
            return Math.Abs(real[^1]) / SpanProducts.Norm(real);
        }

        Span<double> imaginary = ritz.Packed.Column(first + 1);
        return double.Hypot(real[^1], imaginary[^1]) / double.Hypot(SpanProducts.Norm(real), SpanProducts.Norm(imaginary));
    }

    /// <summary>Shrinks the basis to the kept invariant subspace of the projection and returns its dimension.</summary>
    private static int Restart(
        Lapack lapack, DenseMatrix<double> basis, DenseMatrix<double> projection, GeneralEigenDecomposition ritz, int[] kept, double beta)
    {
        int size = (int)projection.Rows, dimension = kept.Length;
        using var subspace = new DenseMatrix<double>(size, dimension);
        for (int c = 0; c < dimension; c++)
        {
            ritz.Packed.Column(kept[c]).CopyTo(subspace.Column(c));
            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < c; other++)
                {
                    SpanProducts.Add(-SpanProducts.Dot(subspace.Column(other), subspace.Column(c)), subspace.Column(other), subspace.Column(c));
                }

                SpanProducts.Scale(1 / SpanProducts.Norm(subspace.Column(c)), subspace.Column(c));
            }
        }

        using var image = new DenseMatrix<double>(size, dimension);
        using var small = new DenseMatrix<double>(dimension, dimension);
        Multiply.Into(lapack, false, projection, false, subspace, 1, 0, image);
        Multiply.Into(lapack, true, subspace, false, image, 1, 0, small);
        using DenseMatrix<double> old = basis.Leading(basis.Rows, size);
        using var rotated = new DenseMatrix<double>(basis.Rows, dimension);
        Multiply.Into(lapack, false, old, false, subspace, 1, 0, rotated);
        projection.AsSpan().Clear();
        for (int c = 0; c < dimension; c++)
        {
            rotated.Column(c).CopyTo(basis.Column(c));
            small.Column(c).CopyTo(projection.Column(c));
            projection[dimension, c] = beta * subspace[size - 1, c];
        }

        basis.Column(size).CopyTo(basis.Column(dimension));
        return dimension;
    }
}
