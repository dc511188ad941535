using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>
/// The small matrices of a basis B that is written in one pass and orthogonalised a sweep later: B = Bhat T with Bhat orthonormal to rounding, coordinates of all queries in Bhat, and the
/// inner products D = Bhat^T Z with the noise columns that live on the same rows.
/// </summary>
/// <remarks>
/// <code>
/// admit:   q = (raw - Bhat c) R^-1 is pending: not written, taken for orthonormal;  R^T D_q = Z^T raw - c^T D
/// finish:  q is written and measured: E = T^-T B^T q,  nu^T nu = q^T q - E^T E,  q = Bhat E + qhat nu
///          T gains the columns (E; nu), coordinates move by c += E R, R := nu R,  nu^T D_qhat = Z^T q - E^T D
/// </code>
/// D of written directions is always measured: carried on by recursion alone it loses the symmetry between both sides of the matrix.
/// Source: D. Bielich, J. Langou, S. Thomas, K. Swirydowicz, I. Yamazaki and E. Boman, arXiv 2104.01253 (delayed classical Gram-Schmidt); derived here for noise and coordinates.
/// Determinism: fixed order, fused multiply-adds; the same bits everywhere. Not thread-safe.
/// </remarks>
internal sealed class DelayedBasis : IDisposable
{
    private readonly GrowingMatrix factor = new();
    private readonly GrowingMatrix noise = new();
    private readonly int capacity;
    private readonly List<int> blockOf = [];
    private readonly List<int> ranks = [0];
    private readonly QueryPrediction prediction = new();
    private int lastFirst;

    /// <summary>An empty basis.</summary>
    /// <param name="queries">Most queries; memory grows with the directions.</param>
    /// <param name="rankThreshold">Residuals below this share of the norm add no direction.</param>
    /// <param name="rounding">Unit of rounding of the vectors.</param>
    public DelayedBasis(int queries, double rankThreshold, double rounding)
    {
        capacity = queries;
        RankThreshold = rankThreshold;
        Rounding = rounding;
    }

    /// <summary>Residuals below this share of the norm add no direction.</summary>
    public double RankThreshold { get; }

    /// <summary>Unit of rounding of the vectors.</summary>
    public double Rounding { get; }

    /// <summary>T, upper triangular, of order <see cref="Finished"/>.</summary>
    public DenseMatrix<double> Factor => factor.Entries;

    /// <summary>All queries in Bhat.</summary>
    public QueryRecord Record { get; } = new();

    /// <summary>Directions written and measured.</summary>
    public int Finished { get; private set; }

    /// <summary>Directions admitted by the last query, not yet measured.</summary>
    public int Pending { get; private set; }

    /// <summary>All directions.</summary>
    public int Rank => Finished + Pending;

    /// <summary>Queries asked.</summary>
    public int Count => Record.Count;

    /// <summary>Queries whose coordinates no measurement will correct any more.</summary>
    public int FinalQueries => Pending > 0 ? lastFirst : Count;

    /// <summary>Noise columns that answer a direction of the other side.</summary>
    public int Settled { get; private set; }

    /// <summary>Noise columns behind those, drawn for a query that has not been admitted.</summary>
    public int Prepared { get; private set; }

    /// <summary>Largest deviation from orthonormality that a second pass has found.</summary>
    public double LargestLoss { get; private set; }

    /// <summary>Directions after the first blocks of queries, from none on.</summary>
    public IReadOnlyList<int> Ranks => ranks;

    /// <summary>The block of queries, from 0, that a direction came with.</summary>
    public int BlockOf(int direction) => blockOf[direction];

    /// <summary>Column of D, all directions.</summary>
    public ReadOnlySpan<double> NoiseColumn(int column) => noise.Entries.Column(column)[..Rank];

    /// <summary>Coordinates of a query in Bhat, along the directions known when it was asked.</summary>
    public ReadOnlySpan<double> Coordinates(int query) => Record[query];

    /// <summary>x -> coordinates in B of the vector with coordinates x in Bhat; pending directions count as orthonormal.</summary>
    public void ToWritten(Span<double> x) => TriangularSolve.Solve(Factor, Finished, x);

    /// <summary>What the next queries of some samples are going to be, in coordinates of B: rank x samples.</summary>
    public DenseMatrix<double> Predict(IReadOnlyList<int> samples)
    {
        DenseMatrix<double> predicted = prediction.Predict(samples, Record, Rank);
        for (int j = 0; j < samples.Count; j++)
        {
            ToWritten(predicted.Column(j));
        }

        return predicted;
    }

    /// <summary>The pending directions have been written: their inner products with all of B, themselves included, and with the noise columns.</summary>
    /// <param name="basisProducts">B^T q, rank x pending.</param>
    /// <param name="noiseProducts">Z^T q, noise columns x pending.</param>
    /// <exception cref="ArithmeticException">Directions that are not independent: numbers that are not finite.</exception>
    public void Finish(DenseMatrix<double> basisProducts, DenseMatrix<double> noiseProducts)
    {
        int pending = Pending, k = Finished;
        var gram = new DenseMatrix<double>(pending, pending);
        for (int j = 0; j < pending; j++)
        {
            Span<double> column = Factor.Column(k + j);
            basisProducts.Column(j)[..k].CopyTo(column);
            TriangularSolve.SolveTransposed(Factor, k, column);
            for (int i = 0; i <= j; i++)
            {
                gram[i, j] = basisProducts[k + i, j] - TriangularSolve.Dot(Factor.Column(k + i)[..k], column);
                NoteLoss(gram[i, j] - (i == j ? 1 : 0));
            }

            foreach (double entry in column[..k])
            {
                NoteLoss(entry);
            }
        }

        if (!GramCholesky.TryFactor(gram, new double[pending]))
        {
            throw new ArithmeticException("The directions of a revealed matrix are not independent: a number is not finite, or the learning rate is far too large.");
        }

        for (int j = 0; j < pending; j++)
        {
            gram.Column(j)[..(j + 1)].CopyTo(Factor.Column(k + j)[k..]);
        }

        MoveCoordinates(k, pending);
        MeasureNoise(k, pending, noiseProducts);
        Finished += pending;
        Pending = 0;
    }

    /// <summary>Noise columns have been drawn behind the settled ones.</summary>
    /// <param name="basisProducts">B^T n, rank x columns.</param>
    public void Prepare(DenseMatrix<double> basisProducts)
    {
        for (int j = 0; j < basisProducts.Columns; j++)
        {
            noise.Reserve(Rank, Settled + Prepared + 1);
            Span<double> column = noise.Entries.Column(Settled + Prepared);
            basisProducts.Column(j).CopyTo(column);
            TriangularSolve.SolveTransposed(Factor, Finished, column);
            Prepared++;
        }
    }

    /// <summary>Of the prepared noise columns those stay whose query became a direction; they move up.</summary>
    /// <param name="kept">Indices within the query, ascending.</param>
    public void Settle(IReadOnlyList<int> kept)
    {
        for (int m = 0; m < kept.Count; m++)
        {
            if (kept[m] != m)
            {
                noise.Entries.Column(Settled + kept[m]).CopyTo(noise.Entries.Column(Settled + m));
            }
        }

        Settled += kept.Count;
        Prepared = 0;
    }

    /// <summary>Takes a block of queries in. Its new directions are pending: <c>q = raw Mix - B Removed</c>.</summary>
    public (DenseMatrix<double> Mix, DenseMatrix<double> Removed) Admit(QueryResidual residual, IReadOnlyList<int> samples)
    {
        int k = Finished, added = residual.Kept.Count;
        factor.Reserve(k + added, k + added);
        noise.Reserve(k + added, 0);
        var mix = new DenseMatrix<double>(samples.Count, added);
        var removed = new DenseMatrix<double>(k, added);
        for (int j = 0; j < added; j++)
        {
            // Column j of R^-1 over the new directions.
            Span<double> inverse = new double[j + 1];
            inverse[j] = 1 / residual.Factor[j, residual.Kept[j]];
            for (int i = j - 1; i >= 0; i--)
            {
                double sum = 0;
                for (int m = i + 1; m <= j; m++)
                {
                    sum = Math.FusedMultiplyAdd(residual.Factor[i, residual.Kept[m]], inverse[m], sum);
                }

                inverse[i] = -sum / residual.Factor[i, residual.Kept[i]];
            }

            for (int i = 0; i <= j; i++)
            {
                mix[residual.Kept[i], j] = inverse[i];
                TriangularSolve.Add(inverse[i], residual.Found.Column(residual.Kept[i]), removed.Column(j));
            }

            ToWritten(removed.Column(j));
            blockOf.Add(ranks.Count - 1);
        }

        Pending = added;
        AddQueries(residual, samples);
        EstimateNoise(residual, k);
        ranks.Add(Rank);
        return (mix, removed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        factor.Dispose();
        noise.Dispose();
    }

    private void AddQueries(QueryResidual residual, IReadOnlyList<int> samples)
    {
        if (Count + samples.Count > capacity)
        {
            throw new InvalidOperationException($"{Count + samples.Count} vectors asked of a revealed matrix with capacity {capacity}; construct it with a larger capacity.");
        }

        lastFirst = Count;
        for (int j = 0; j < samples.Count; j++)
        {
            prediction.Note(samples[j], Count);
            var along = new double[Rank];
            residual.Coordinates(j, along);
            Record.Add(along);
            if (!residual.Kept.Contains(j))
            {
                Record.LeaveOut(residual.Shares[j]);
            }
        }
    }

    /// <summary>R^T D_q = Z^T raw - c^T D.</summary>
    private void EstimateNoise(QueryResidual residual, int k)
    {
        for (int column = 0; column < Settled + Prepared; column++)
        {
            Span<double> rows = noise.Entries.Column(column);
            for (int j = 0; j < Pending; j++)
            {
                int query = residual.Kept[j];
                double value = residual.NoiseProducts[column, query] - TriangularSolve.Dot(residual.Found.Column(query), rows);
                rows[k + j] = (value - TriangularSolve.Dot(residual.Factor.Column(query)[..j], rows[k..])) / residual.Factor[j, query];
            }
        }
    }

    /// <summary>c += E R, R := nu R for the queries of the block whose directions were pending.</summary>
    private void MoveCoordinates(int k, int pending)
    {
        for (int query = lastFirst; query < Count && pending > 0; query++)
        {
            Span<double> all = Record.Correct(query);
            double[] along = all.Slice(k, pending).ToArray();
            all.Slice(k, pending).Clear();
            for (int j = 0; j < pending; j++)
            {
                TriangularSolve.Add(along[j], Factor.Column(k + j)[..(k + j + 1)], all);
            }
        }
    }

    /// <summary>nu^T D_qhat = Z^T q - E^T D.</summary>
    private void MeasureNoise(int k, int pending, DenseMatrix<double> noiseProducts)
    {
        for (int column = 0; column < noiseProducts.Rows; column++)
        {
            Span<double> rows = noise.Entries.Column(column);
            for (int j = 0; j < pending; j++)
            {
                ReadOnlySpan<double> written = Factor.Column(k + j);
                rows[k + j] = (noiseProducts[column, j] - TriangularSolve.Dot(written[..(k + j)], rows)) / written[k + j];
            }
        }
    }

    private void NoteLoss(double deviation) => LargestLoss = Math.Max(LargestLoss, Math.Abs(deviation));
}
