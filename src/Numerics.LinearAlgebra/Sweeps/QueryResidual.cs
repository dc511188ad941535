using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>
/// A block of queries on its way into a basis: what a sweep measured of the part that was not predicted, split into known directions and new ones.
/// </summary>
/// <remarks>
/// <code>
/// vec = Bhat known + raw W        raw: written by the sweep, W unit upper triangular (the identity unless a careful sweep was made)
/// c = T^-T (B^T raw),             S = raw^T raw - c^T c = R^T R, columns without a new direction left out of R's rows
/// </code>
/// One pass resolves a residual to rounding times |raw|/|residual|. Where that is too little, a careful sweep writes <c>raw M - B Y</c> in place of raw, which removes what this
/// pass has found, and measures again.
/// Source: derived here, on the delayed Gram-Schmidt of D. Bielich, J. Langou, S. Thomas, K. Swirydowicz, I. Yamazaki and E. Boman, arXiv 2104.01253.
/// </remarks>
internal sealed class QueryResidual
{
    /// <summary>A residual below this share of |raw| is measured again: its direction is wrong by 1e-11 in double precision.</summary>
    private const double ResolvedShare = 2.2e-5;

    private readonly DelayedBasis basis;
    private readonly int rank;
    private readonly int count;
    private readonly DenseMatrix<double> known;
    private readonly DenseMatrix<double> weights;

    /// <summary>A block of which a part has been predicted.</summary>
    /// <param name="basis">The basis, every written direction of it measured.</param>
    /// <param name="prediction">Coordinates of the predicted part in the basis as written, rank x queries.</param>
    public QueryResidual(DelayedBasis basis, DenseMatrix<double> prediction)
    {
        this.basis = basis;
        rank = basis.Finished;
        count = (int)prediction.Columns;
        known = prediction.Clone();
        for (int j = 0; j < count; j++)
        {
            TriangularSolve.Multiply(basis.Factor, rank, known.Column(j));
        }

        weights = DenseMatrix<double>.Identity(count);
        Found = new DenseMatrix<double>(rank, count);
        Factor = new DenseMatrix<double>(count, count);
        Shares = new double[count];
        NoiseProducts = new DenseMatrix<double>(0, count);
    }

    /// <summary>Queries of the block that have a new direction.</summary>
    public List<int> Kept { get; } = [];

    /// <summary>For every query, what is left of it over its norm.</summary>
    public double[] Shares { get; }

    /// <summary>R, its first rows one for each new direction.</summary>
    public DenseMatrix<double> Factor { get; private set; }

    /// <summary>c, coordinates of raw in the basis.</summary>
    public DenseMatrix<double> Found { get; private set; }

    /// <summary>Z^T raw.</summary>
    public DenseMatrix<double> NoiseProducts { get; private set; }

    /// <summary>Takes what a sweep measured; false if some residual is not resolved.</summary>
    /// <param name="basisProducts">B^T raw.</param>
    /// <param name="gram">raw^T raw.</param>
    /// <param name="noiseProducts">Z^T raw.</param>
    public bool Measure(DenseMatrix<double> basisProducts, DenseMatrix<double> gram, DenseMatrix<double> noiseProducts)
    {
        Found = basisProducts.Clone();
        NoiseProducts = noiseProducts;
        var square = new DenseMatrix<double>(count, count);
        for (int j = 0; j < count; j++)
        {
            TriangularSolve.SolveTransposed(basis.Factor, rank, Found.Column(j));
            for (int i = 0; i <= j; i++)
            {
                square[i, j] = square[j, i] = gram[i, j] - TriangularSolve.Dot(Found.Column(i), Found.Column(j));
            }
        }

        Kept.Clear();
        Factor = new DenseMatrix<double>(count, count);
        bool resolved = true;
        for (int j = 0; j < count; j++)
        {
            double rest = Eliminate(square, j);
            double noise = 4 * basis.Rounding * gram[j, j];
            double norm = SquaredNorm(square, j);
            double threshold = basis.RankThreshold * basis.RankThreshold * norm;
            Shares[j] = norm > 0 ? Math.Sqrt(Math.Max(rest, 0) / norm) : 0;
            if (rest > Math.Max(threshold, noise))
            {
                Factor[Kept.Count, j] = Math.Sqrt(rest);
                Kept.Add(j);
            }

            resolved &= !(Math.Max(rest, noise) > threshold) || (rest > noise && rest > ResolvedShare * ResolvedShare * gram[j, j]);
        }

        return resolved;
    }

    /// <summary>What a careful sweep is to write: raw M - B Y.</summary>
    public (DenseMatrix<double> Mix, DenseMatrix<double> Prediction) Refine()
    {
        DenseMatrix<double> mix = DenseMatrix<double>.Identity(count);
        var prediction = new DenseMatrix<double>(rank, count);
        for (int j = 0; j < count; j++)
        {
            int before = Kept.Count(kept => kept < j);
            Span<double> share = Factor.Column(j).ToArray().AsSpan(0, before);
            SolveKept(share);
            Found.Column(j).CopyTo(prediction.Column(j));
            for (int m = 0; m < before; m++)
            {
                mix[Kept[m], j] = -share[m];
                TriangularSolve.Add(-share[m], Found.Column(Kept[m]), prediction.Column(j));
            }
        }

        // vec = known + raw W with raw = (raw' + B Y) M^-1.
        for (int j = 0; j < count; j++)
        {
            TriangularSolve.Solve(mix, count, weights.Column(j));
            for (int i = 0; i < count; i++)
            {
                TriangularSolve.Add(weights[i, j], prediction.Column(i), known.Column(j));
            }
        }

        for (int j = 0; j < count; j++)
        {
            TriangularSolve.Solve(basis.Factor, rank, prediction.Column(j));
        }

        return (mix, prediction);
    }

    /// <summary>Coordinates of query <paramref name="j"/>: those in the basis, then those along the new directions.</summary>
    public void Coordinates(int j, Span<double> into)
    {
        into.Clear();
        known.Column(j).CopyTo(into);
        for (int i = 0; i < count; i++)
        {
            TriangularSolve.Add(weights[i, j], Found.Column(i), into);
            TriangularSolve.Add(weights[i, j], Factor.Column(i)[..Kept.Count], into[rank..]);
        }
    }

    /// <summary>x = R^-1 x over the first new directions.</summary>
    private void SolveKept(Span<double> x)
    {
        for (int j = x.Length - 1; j >= 0; j--)
        {
            x[j] /= Factor[j, Kept[j]];
            TriangularSolve.Add(-x[j], Factor.Column(Kept[j])[..j], x);
        }
    }

    /// <summary>Fills column j of R over the directions so far; returns the square that is left.</summary>
    private double Eliminate(DenseMatrix<double> square, int j)
    {
        Span<double> column = Factor.Column(j);
        double rest = square[j, j];
        for (int m = 0; m < Kept.Count; m++)
        {
            ReadOnlySpan<double> pivot = Factor.Column(Kept[m]);
            column[m] = (square[Kept[m], j] - TriangularSolve.Dot(pivot[..m], column)) / pivot[m];
            rest = Math.FusedMultiplyAdd(-column[m], column[m], rest);
        }

        return rest;
    }

    /// <summary>|vec_j|^2.</summary>
    private double SquaredNorm(DenseMatrix<double> square, int j)
    {
        double[] inside = known.Column(j).ToArray();
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            TriangularSolve.Add(weights[i, j], Found.Column(i), inside);
            sum += weights[i, j] * TriangularSolve.Dot(square.Column(i), weights.Column(j));
        }

        return Math.Max(sum, 0) + TriangularSolve.Dot(inside, inside);
    }
}
