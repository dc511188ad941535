using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Observables;

/// <summary>
/// An exact finite-width sample of the top singular values of a trained matrix that was revealed, not stored: what is known, completed by a fresh
/// Gaussian remainder in block tridiagonal form.
/// </summary>
/// <remarks>
/// <code>
/// M = [ m11  m12 ]    m11 = H + RU C RV^T,   m12 -> [L1 0],  L1 L1^T = GY - H H^T,   m21 -> [R2; 0],  R2^T R2 = GX - H^T H
///     [ m21   W  ]    W independent Gaussian: GaussianRemainder
/// </code>
/// One completion serves every training step (only m11 depends on the spikes), so values at different steps have their exact joint law.
/// Equation: exact-completion
/// Source: conditioning as in Bolthausen (2014); the remainder as in GaussianRemainder.
/// Levels are added until the wanted values are stable; carried to the end the chain is the whole matrix.
/// Determinism: bits of the LAPACK provider. Not thread-safe.
/// </remarks>
public sealed class CompletedSpectrum
{
    /// <summary>
    /// Relative change of the values at which no more levels are added. Far below the scatter of one replica (N^-2/3 at the edge, 10^-6 at N = 10^9).
    /// </summary>
    private const double LevelTolerance = 1e-9;

    private readonly Lapack lapack;
    private readonly HiddenLayerHistory history;
    private readonly GaussianRemainder remainder;
    private readonly DenseMatrix<double> upper;
    private readonly DenseMatrix<double> lower;
    private int levels;

    /// <summary>Prepares the completion of one matrix.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="history">What training revealed.</param>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="key">Stream of the remainder.</param>
    public CompletedSpectrum(Lapack lapack, HiddenLayerHistory history, long rows, long columns, StreamKey key)
    {
        ArgumentNullException.ThrowIfNull(history);
        this.lapack = lapack;
        this.history = history;
        ConditionedLayer known = history.Full;
        int ku = known.LeftBasisCount;
        int kv = known.RightBasisCount;
        upper = Factor(Complement(known.LeftProductGram, known.CrossProduct, transposed: true), (int)Math.Min(ku, columns - kv));
        using DenseMatrix<double> factor = Factor(
            Complement(known.RightProductGram, known.CrossProduct, transposed: false), (int)Math.Min(kv, rows - ku));
        lower = factor.Transpose();
        remainder = new GaussianRemainder(
            key, rows - ku, columns - kv, (int)lower.Rows, (int)upper.Columns, known.InitialScale / Math.Sqrt(columns));

        // The top edge of a chain of blocks of k lives on its first ~ (N/k)^(1/3) levels (Airy scale), outliers on fewer.
        levels = 6 + (int)(4 * Math.Cbrt((double)Math.Max(rows, columns) / Math.Max(1, ku + kv)));
    }

    /// <summary>Levels of the remainder drawn so far.</summary>
    public int Levels => levels;

    /// <summary>The <paramref name="count"/> largest singular values of M(<paramref name="step"/>).</summary>
    public TopSingularValues Largest(int step, int count)
    {
        ConditionedLayer known = history.Full;
        DenseMatrix<double> m11 = history.SpikesAt(step).Core(known.GradientCoordinates, known.FeatureCoordinates);
        for (int i = 0; i < m11.AsSpan().Length; i++)
        {
            m11.AsSpan()[i] += known.CrossProduct.AsSpan()[i];
        }

        (TopSingularValues current, double[] start) = Solve(m11, step, count, null);
        while (!remainder.Exhausted)
        {
            levels += 2 + (levels / 3);
            (TopSingularValues next, start) = Solve(m11, step, count, start);
            bool stable = true;
            for (int i = 0; i < next.Values.Count; i++)
            {
                stable &= Math.Abs(next.Values[i] - current.Values[i]) <= LevelTolerance * next.Values[i];
            }

            current = next;
            if (stable)
            {
                break;
            }
        }

        return current;
    }

    private (TopSingularValues Values, double[] RightVectors) Solve(DenseMatrix<double> m11, int step, int count, double[]? start)
    {
        remainder.Extend(levels);
        bool coupled = remainder.Diagonal.Count > 0;
        int drawn = remainder.Diagonal.Count;
        var chain = new BlockChain(
            [m11, .. remainder.Diagonal],
            coupled ? [upper, .. remainder.Upper.Take(drawn - 1)] : [],
            coupled ? [lower, .. remainder.Lower.Take(drawn - 1)] : []);
        double[]? padded = null;
        if (start is not null)
        {
            padded = new double[chain.Columns];
            start.CopyTo(padded, 0);
        }

        var options = new GolubKahanLanczosOptions { Tolerance = 1e-10, WarmStart = padded, SearchForMissed = false };
        using SingularTriplets triplets = GolubKahanLanczos.Compute(lapack, chain, (int)Math.Min(count, Math.Min(chain.Rows, chain.Columns)), options);
        LayerMark mark = history.Mark(step);
        var top = new TopSingularValues(
            triplets.Values,
            [.. triplets.Values.Select((_, i) => SquaredNorm(triplets.Left.Column(i)[..mark.LeftRank]))],
            [.. triplets.Values.Select((_, i) => SquaredNorm(triplets.Right.Column(i)[..mark.RightRank]))],
            triplets.Residuals.Max(),
            triplets.Outcome == KrylovOutcome.Converged);
        return (top, SumOfColumns(triplets.Right));
    }

    /// <summary>gram - H H^T (transposed) or gram - H^T H.</summary>
    private DenseMatrix<double> Complement(DenseMatrix<double> gram, DenseMatrix<double> cross, bool transposed)
    {
        DenseMatrix<double> complement = gram.Clone();
        if (cross.Rows > 0 && cross.Columns > 0)
        {
            Multiply.Into(lapack, !transposed, cross, transposed, cross, -1.0, 1.0, complement);
        }

        return complement;
    }

    /// <summary>F with F F^T = gram and <paramref name="rank"/> columns, from the largest eigenvalues; rounding below zero is cut off.</summary>
    private DenseMatrix<double> Factor(DenseMatrix<double> gram, int rank)
    {
        int order = (int)gram.Rows;
        var factor = new DenseMatrix<double>(order, rank);
        if (order == 0)
        {
            return factor;
        }

        using SymmetricEigenDecomposition<double> eigen = SymmetricEigen.Decompose(lapack, gram);
        for (int column = 0; column < rank; column++)
        {
            int index = order - 1 - column;
            double root = Math.Sqrt(Math.Max(0, eigen.Values[index]));
            ReadOnlySpan<double> vector = eigen.Vectors.Column(index);
            for (int row = 0; row < order; row++)
            {
                factor[row, column] = root * vector[row];
            }
        }

        return factor;
    }

    private static double SquaredNorm(ReadOnlySpan<double> vector)
    {
        double sum = 0;
        foreach (double entry in vector)
        {
            sum += entry * entry;
        }

        return sum;
    }

    private static double[] SumOfColumns(DenseMatrix<double> matrix)
    {
        var sum = new double[matrix.Rows];
        for (int column = 0; column < matrix.Columns; column++)
        {
            ReadOnlySpan<double> entries = matrix.Column(column);
            for (int row = 0; row < sum.Length; row++)
            {
                sum[row] += entries[row];
            }
        }

        return sum;
    }
}
