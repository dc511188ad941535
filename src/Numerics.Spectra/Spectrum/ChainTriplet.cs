using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Spectrum;

/// <summary>A singular value of a block chain with its vectors and the residual on the chain.</summary>
/// <remarks>Source: derived here: shift-and-invert Lanczos; B. N. Parlett, The Symmetric Eigenvalue Problem (SIAM 1998), chapter 13.</remarks>
internal sealed class ChainTriplet
{
    /// <summary>
    /// Relative residual of the Lanczos iterations: errors of the values are its square. No extra sweep for missed values: the count above the shift
    /// is known from the inertia, and a generic start vector sees every value of a random chain. The wanted values are well separated in both
    /// spectra, so that a short subspace, checked often, does least work.
    /// </summary>
    private static readonly GolubKahanLanczosOptions Iteration = new() { Tolerance = 1e-9, MaximumSubspace = 16, SearchForMissed = false };

    /// <summary>
    /// Residual of the Lanczos iteration on the resolvent, whose values are far apart: a relative residual there is one of the distance to the shift here. A dozen steps or two suffice.
    /// </summary>
    private static readonly SymmetricLanczosOptions ResolventIteration = new() { Tolerance = 2.5e-7, MaximumSteps = 80 };

    private readonly double[] left;
    private readonly double[] right;

    private ChainTriplet(BlockChain chain, double[] left, double[] right)
    {
        this.left = left;
        this.right = right;
        var image = new double[left.Length];
        chain.Apply(right, image);
        Value = SpanProducts.Dot(left, image);
        var back = new double[right.Length];
        chain.ApplyTransposed(left, back);
        Residual = Math.Max(Distance(image, left, Value), Distance(back, right, Value));
    }

    /// <summary>Singular value, the Rayleigh quotient of the vectors.</summary>
    public double Value { get; }

    /// <summary>max(|M v - s u|, |M^T u - s v|) on the chain.</summary>
    public double Residual { get; }

    /// <summary>The largest singular values by a full decomposition, for short chains.</summary>
    public static List<ChainTriplet> Dense(Lapack lapack, BlockChain chain, int count)
    {
        ArgumentNullException.ThrowIfNull(chain);
        DenseMatrix<double> matrix = chain.ToDense();
        using SingularVectors<double> svd = SingularValueDecomposition.Compute(lapack, matrix);
        DenseMatrix<double> v = svd.VTransposed.Transpose();
        return [.. Enumerable.Range(0, Math.Min(count, svd.Values.Length))
            .Select(i => new ChainTriplet(chain, svd.U.Column(i).ToArray(), v.Column(i).ToArray()))];
    }

    /// <summary>
    /// The largest singular values: those above the shift by Lanczos on the chain, those below by Lanczos on the resolvent.
    /// </summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="chain">M.</param>
    /// <param name="resolvent">(shift - H)^-1 of the same chain.</param>
    /// <param name="count">How many.</param>
    public static List<ChainTriplet> Largest(Lapack lapack, BlockChain chain, ChainResolvent resolvent, int count)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(resolvent);
        var found = new List<ChainTriplet>();
        int above = Math.Min(count, resolvent.CountAbove);
        if (above > 0)
        {
            using SingularTriplets outliers = GolubKahanLanczos.Compute(lapack, chain, above, Roomy(Iteration, above));
            found.AddRange(Enumerable.Range(0, outliers.Values.Length)
                .Select(i => new ChainTriplet(chain, outliers.Left.Column(i).ToArray(), outliers.Right.Column(i).ToArray())));
        }

        // The largest eigenvalues 1/(shift - s) of the resolvent are those of the values just below the shift; values above it have negative ones.
        if (above < count)
        {
            SymmetricLanczosOptions options = ResolventIteration with { MaximumSteps = Math.Max(ResolventIteration.MaximumSteps, 4 * count) };
            (LeadingEigenvalues nearest, DenseMatrix<double> columns) = SymmetricLanczos.Compute(lapack, resolvent, count - above, options);
            using DenseMatrix<double> vectors = columns;
            if (nearest.Outcome == Outcome.NonFinite)
            {
                throw new ArithmeticException("The resolvent of a completed spectrum returned numbers that are not finite: what training revealed of the matrix is not.");
            }

            for (int i = 0; i < nearest.Values.Count; i++)
            {
                found.Add(FromHermitised(chain, vectors.Column(i)));
            }
        }

        return found;
    }

    /// <summary>Many values need a longer subspace.</summary>
    private static GolubKahanLanczosOptions Roomy(GolubKahanLanczosOptions options, int count) => options with { MaximumSubspace = Math.Max(options.MaximumSubspace, (2 * count) + 2) };

    /// <summary>Squared length of the left vector in the first coordinates of level 0.</summary>
    public double CapturedLeft(int coordinates) => SpanProducts.Dot(left.AsSpan(0, coordinates), left.AsSpan(0, coordinates));

    /// <summary>Squared length of the right vector in the first coordinates of level 0.</summary>
    public double CapturedRight(int coordinates) => SpanProducts.Dot(right.AsSpan(0, coordinates), right.AsSpan(0, coordinates));

    /// <summary>|cos| between the left vector and a vector with the given first coordinates of level 0.</summary>
    public double LeftCosine(ReadOnlySpan<double> coordinates) => Cosine(left, coordinates);

    /// <summary>|cos| between the right vector and a vector with the given first coordinates of level 0.</summary>
    public double RightCosine(ReadOnlySpan<double> coordinates) => Cosine(right, coordinates);

    /// <summary>What the blocks that lead beyond the last level make of the vectors: the residual that the cut leaves.</summary>
    public double CutOff(DenseMatrix<double> upper, DenseMatrix<double> lower)
    {
        ArgumentNullException.ThrowIfNull(upper);
        ArgumentNullException.ThrowIfNull(lower);
        var columns = new double[upper.Columns];
        BlockProducts.AddTransposedProduct(upper, left.AsSpan(left.Length - (int)upper.Rows), columns);
        var rows = new double[lower.Rows];
        BlockProducts.AddProduct(lower, right.AsSpan(right.Length - (int)lower.Columns), rows);
        return Math.Max(Math.Sqrt(SpanProducts.Dot(columns, columns)), Math.Sqrt(SpanProducts.Dot(rows, rows)));
    }

    /// <summary>Splits an eigenvector of the Hermitisation, level after level with rows before columns, into unit left and right vectors.</summary>
    private static ChainTriplet FromHermitised(BlockChain chain, ReadOnlySpan<double> vector)
    {
        var u = new double[chain.Rows];
        var v = new double[chain.Columns];
        int row = 0;
        int column = 0;
        foreach ((int rows, int columns) in chain.Levels)
        {
            vector.Slice(row + column, rows).CopyTo(u.AsSpan(row));
            vector.Slice(row + column + rows, columns).CopyTo(v.AsSpan(column));
            row += rows;
            column += columns;
        }

        Normalise(u);
        Normalise(v);
        return new ChainTriplet(chain, u, v);
    }

    private static double Cosine(double[] unit, ReadOnlySpan<double> coordinates)
    {
        double norm = SpanProducts.Norm(coordinates);
        return norm > 0 ? Math.Abs(SpanProducts.Dot(unit.AsSpan(0, coordinates.Length), coordinates)) / norm : 0;
    }

    private static void Normalise(double[] vector)
    {
        double norm = Math.Sqrt(SpanProducts.Dot(vector, vector));
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] /= norm;
        }
    }

    private static double Distance(double[] image, double[] vector, double value)
    {
        double sum = 0;
        for (int i = 0; i < image.Length; i++)
        {
            double difference = image[i] - (value * vector[i]);
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }
}
