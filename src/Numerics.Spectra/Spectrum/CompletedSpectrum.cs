using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Spectrum;

/// <summary>
/// An exact finite-width sample of the top singular values of a trained matrix that was revealed, not stored: what is known, completed by a fresh
/// Gaussian remainder in block tridiagonal form.
/// </summary>
/// <remarks>
/// <code>
/// M = rho [ m11  m12 ]    m11 = H + RU C RV^T/rho,   m12 -> [L1 0],  L1 L1^T = GY - H H^T,   m21 -> [R2; 0],  R2^T R2 = GX - H^T H
///         [ m21   W  ]    W independent Gaussian: GaussianRemainder;  rho = 1 without weight decay
/// </code>
/// One completion serves every training step (only m11 depends on the spikes), so values at different steps have their exact joint law. Any shape.
/// Equation: exact-completion
/// Source: conditioning as in Bolthausen (2014); the remainder as in GaussianRemainder.
/// Levels are added until their cut-off is below the tolerance; carried to the end the chain is the whole matrix.
/// Determinism: bits of the LAPACK provider. Not thread-safe.
/// </remarks>
public sealed class CompletedSpectrum : LayerSpectrum
{
    /// <summary>
    /// Largest residual that cutting the chain may leave, in units of the spacing at the edge, scale N^(-2/3) for square matrices. Errors of the values are below it: less
    /// than a thousandth of the scatter of one replica.
    /// </summary>
    private const double CutOffTolerance = 1e-3;

    /// <summary>
    /// Largest residual of a triplet on the cut chain, in the same unit; errors of the values are its square over the spacing, again a ten-thousandth.
    /// </summary>
    private const double ResidualTolerance = 1e-2;

    /// <summary>Times the chain is lengthened by a third before giving up; the first length suffices as a rule.</summary>
    private const int MaximumExtensions = 8;

    /// <summary>
    /// The shift lies this many of these units above the edge, four Tracy-Widom standard deviations above the mean of the largest bulk value: mostly no bulk
    /// value lies above it (one that does is found all the same), and the values below are well separated seen from there.
    /// </summary>
    private const double ShiftConstant = 2.5;

    /// <summary>Chains up to this order are decomposed densely: below it a full decomposition is cheaper than any iteration.</summary>
    private const int DenseOrder = 300;

    private readonly Lapack lapack;
    private readonly HiddenLayerHistory history;
    private readonly StreamKey key;
    private readonly long rows;
    private readonly long columns;
    private readonly double unit;
    private readonly double shift;
    private Completion? completion;
    private ChainResolvent? tail;
    private int levels;

    /// <summary>Prepares the completion of one matrix; nothing is decomposed or drawn before a value is asked.</summary>
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
        this.rows = rows;
        this.columns = columns;
        this.key = key;
        ConditionedLayer known = history.Known;

        // Twice the length of the edge law, EdgeStatistics.Scale, without its half shifts.
        unit = known.InitialScale * Math.Pow(columns, -2.0 / 3) * Math.Cbrt(0.5 * (1 + Math.Sqrt((double)columns / rows)));
        shift = (known.InitialScale * (1 + Math.Sqrt((double)rows / columns))) + (ShiftConstant * unit);
        levels = FirstLevels(rows, columns, known.LeftBasisCount + known.RightBasisCount);
    }

    /// <summary>Bytes of the eliminated chain: its levels, of seven blocks of k^2 numbers each, for k known directions from either side.</summary>
    public static double Bytes(double rows, double columns, double queries)
    {
        double k = Math.Max(1, 0.5 * queries);
        return 8 * 7 * k * k * (4 + (8 * Math.Cbrt(Math.Max(rows, columns) / k))) * 2;
    }

    /// <summary>Operations at the rate of dense linear algebra for the largest values at one step: the elimination of the chain of k x k blocks.</summary>
    public static double Operations(double rows, double columns, double queries) => 2000 * queries * queries * Math.Cbrt(Math.Max(rows, columns) / queries);

    /// <inheritdoc/>
    public override RealSpectrum<double>? All(int step) => null;

    /// <inheritdoc/>
    public override DenseMatrix<double>? Matrix(int step) => null;

    /// <inheritdoc/>
    public override TopSingularValues Largest(int step, int count)
    {
        completion ??= Complete();
        GaussianRemainder remainder = completion.Remainder;
        ConditionedLayer known = history.Known;
        double retained = history.Retained(step);
        DenseMatrix<double> core = history.CoreAt(step);
        DenseMatrix<double> m11 = known.CrossProduct.Clone();
        for (int j = 0; j < core.Columns; j++)
        {
            Span<double> target = m11.Column(j);
            ReadOnlySpan<double> added = core.Column(j);
            for (int i = 0; i < added.Length; i++)
            {
                target[i] += added[i] / retained;
            }
        }

        for (int extension = 0; ; extension++)
        {
            remainder.Extend(levels);
            List<ChainTriplet> triplets = ChainSingularValues(completion, m11, count);
            bool complete = remainder.Exhausted || CutOff(remainder, triplets) <= CutOffTolerance * unit;
            if (complete || extension == MaximumExtensions)
            {
                return Measure(triplets, step, complete);
            }

            levels += levels / 3;
            tail = null;
        }
    }

    /// <summary>Levels that suffice as a rule: the top edge of a chain of blocks of order k decays over (N/k)^(1/3) levels (Airy function); eight such lengths reach the tolerance.</summary>
    private static int FirstLevels(long rows, long columns, int directions)
    {
        double block = Math.Max(1, 0.5 * directions);
        return 4 + (int)(8 * Math.Cbrt(Math.Max(rows, columns) / block));
    }

    /// <summary>The couplings of what is known to the remainder, of which nothing is drawn yet.</summary>
    private Completion Complete()
    {
        ConditionedLayer known = history.Known;
        int ku = known.LeftBasisCount;
        int kv = known.RightBasisCount;
        DenseMatrix<double> upper = Factor(Complement(known.LeftProductGram, known.CrossProduct, transposed: true), (int)Math.Min(ku, columns - kv));
        DenseMatrix<double> factor = Factor(
            Complement(known.RightProductGram, known.CrossProduct, transposed: false), (int)Math.Min(kv, rows - ku));
        DenseMatrix<double> lower = factor.Transpose();
        var remainder = new GaussianRemainder(
            key, rows - ku, columns - kv, (int)lower.Rows, (int)upper.Columns, known.InitialScale / Math.Sqrt(columns));
        return new Completion(upper, lower, remainder);
    }

    private List<ChainTriplet> ChainSingularValues(Completion completion, DenseMatrix<double> m11, int count)
    {
        GaussianRemainder remainder = completion.Remainder;
        bool coupled = remainder.Diagonal.Count > 0;
        int drawn = remainder.Diagonal.Count;
        DenseMatrix<double>[] diagonal = [m11, .. remainder.Diagonal];
        DenseMatrix<double>[] above = coupled ? [completion.Upper, .. remainder.Upper.Take(drawn - 1)] : [];
        DenseMatrix<double>[] below = coupled ? [completion.Lower, .. remainder.Lower.Take(drawn - 1)] : [];
        var chain = new BlockChain(diagonal, above, below);
        if (Math.Min(chain.Rows, chain.Columns) <= DenseOrder)
        {
            return ChainTriplet.Dense(lapack, chain, count);
        }

        tail ??= ChainResolvent.OfTail(lapack, shift, diagonal, above, below);
        return ChainTriplet.Largest(lapack, chain, tail.WithHead(m11), count);
    }

    /// <summary>What the levels not yet drawn would couple to.</summary>
    private static double CutOff(GaussianRemainder remainder, List<ChainTriplet> triplets) =>
        remainder.Diagonal.Count == 0 ? 0 : triplets.Max(triplet => triplet.CutOff(remainder.Upper[^1], remainder.Lower[^1]));

    private TopSingularValues Measure(List<ChainTriplet> triplets, int step, bool complete)
    {
        ConditionedLayer known = history.Known;
        GaussianMark asked = history.Asked(step);
        double retained = history.Retained(step);
        double residual = triplets.Max(triplet => triplet.Residual);
        return new TopSingularValues(
            [.. triplets.Select(triplet => retained * triplet.Value)],
            [.. triplets.Select(triplet => triplet.CapturedLeft(asked.LeftRank))],
            [.. triplets.Select(triplet => triplet.CapturedRight(asked.RightRank))],
            retained * residual,
            complete && residual <= ResidualTolerance * unit)
        {
            LeftCosines = [.. triplets.Select(triplet => Cosines(asked.LeftQueries, query => triplet.LeftCosine(history.Gradients[query])))],
            RightCosines = [.. triplets.Select(triplet => Cosines(asked.RightQueries, query => triplet.RightCosine(history.Features[query])))],
        };
    }

    private static double[] Cosines(int queries, Func<int, double> cosine) => [.. Enumerable.Range(0, queries).Select(cosine)];

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

    /// <summary>Blocks E_0 and F_0 of the chain, and the part nothing is known of.</summary>
    private sealed record Completion(DenseMatrix<double> Upper, DenseMatrix<double> Lower, GaussianRemainder Remainder);
}
