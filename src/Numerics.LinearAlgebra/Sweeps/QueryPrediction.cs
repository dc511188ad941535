using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>
/// Coordinates that the next query of a training sample is going to have, extrapolated from its last ones: queries are smooth in time, and what is removed before the
/// projection need not be resolved by it.
/// </summary>
/// <remarks>
/// Polynomial extrapolation of order o: <c>sum_(i = 0..o) (-1)^i C(o + 1, i + 1) c(t - 1 - i)</c>; the order is the one that would have come closest to the latest block.
/// Only accuracy depends on it: whatever is predicted, the residual is measured.
/// </remarks>
internal sealed class QueryPrediction
{
    /// <summary>Highest order; beyond it rounding grows faster than the error falls.</summary>
    private const int HighestOrder = 8;

    private readonly List<List<int>> asked = [];

    /// <summary>Notes that query <paramref name="query"/> was that of a sample.</summary>
    public void Note(int sample, int query)
    {
        while (asked.Count <= sample)
        {
            asked.Add([]);
        }

        asked[sample].Add(query);
    }

    /// <summary>The predicted coordinates, rank x samples; zero for a sample that was never asked.</summary>
    public DenseMatrix<double> Predict(IReadOnlyList<int> samples, QueryRecord coordinates, int rank)
    {
        var predicted = new DenseMatrix<double>(rank, samples.Count);
        int order = BestOrder(samples, coordinates, rank);
        for (int column = 0; column < samples.Count; column++)
        {
            List<int> past = Past(samples[column]);
            if (past.Count > 0)
            {
                Extrapolate(past, 0, Math.Min(order, past.Count - 1), coordinates, rank, predicted.Column(column));
            }
        }

        return predicted;
    }

    private List<int> Past(int sample) => sample < asked.Count ? asked[sample] : [];

    private int BestOrder(IReadOnlyList<int> samples, QueryRecord coordinates, int rank)
    {
        int known = samples.Select(sample => Past(sample).Count).DefaultIfEmpty(0).Min();
        int best = 0;
        double least = double.PositiveInfinity;
        var guess = new double[rank];
        for (int order = 0; order <= Math.Min(HighestOrder, known - 2); order++)
        {
            double error = 0;
            foreach (int sample in samples)
            {
                List<int> past = Past(sample);
                Array.Clear(guess);
                Extrapolate(past, 1, order, coordinates, rank, guess);
                ReadOnlySpan<double> latest = coordinates[past[^1]];
                for (int i = 0; i < rank; i++)
                {
                    double off = (i < latest.Length ? latest[i] : 0) - guess[i];
                    error += off * off;
                }
            }

            if (error < least)
            {
                (least, best) = (error, order);
            }
        }

        return best;
    }

    /// <summary>Adds the extrapolation from the queries before the latest <paramref name="skip"/>.</summary>
    private static void Extrapolate(List<int> past, int skip, int order, QueryRecord coordinates, int rank, Span<double> into)
    {
        double weight = order + 1;
        for (int i = 0; i <= order; i++)
        {
            TriangularSolve.Add(weight, coordinates[past[past.Count - 1 - skip - i]], into);
            weight *= -(double)(order - i) / (i + 2);
        }
    }
}
