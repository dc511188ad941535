using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Spectrum;

/// <summary>
/// (z - H)^-1 for the Hermitisation H = [[0, M], [M^T, 0]] of a block chain M, by block elimination from the tail. Singular values of M just below z
/// are the largest eigenvalues of this operator: a few Lanczos steps find what thousands of steps on M itself would.
/// </summary>
/// <remarks>
/// <code>
/// level j: (row group j, column group j),   K_jj = z - [[0, D_j],[D_j^T, 0]],   K_j,j+1 = -B_j,   B_j = [[0, E_j],[F_j^T, 0]]
/// A_n = K_nn,   A_j = K_jj - B_j A_(j+1)^-1 B_j^T
/// </code>
/// Vectors hold level after level, rows before columns. Only level 0 depends on the spikes, so one elimination of the tail serves every training step:
/// see <see cref="WithHead"/>. The elimination does not pivot across levels; callers check residuals on H.
/// Determinism: bits of the LAPACK provider. Not thread-safe.
/// <para>Source: derived here: block elimination of a block tridiagonal matrix.</para>
/// </remarks>
internal sealed class ChainResolvent : ILinearOperator
{
    private readonly Lapack lapack;
    private readonly double z;
    private readonly IReadOnlyList<DenseMatrix<double>> above;
    private readonly IReadOnlyList<DenseMatrix<double>> below;
    private readonly DenseMatrix<double>[] inverses;
    private readonly int[] starts;
    private readonly double[] work;
    private readonly double[] part;

    private ChainResolvent(
        Lapack lapack,
        double z,
        IReadOnlyList<DenseMatrix<double>> above,
        IReadOnlyList<DenseMatrix<double>> below,
        DenseMatrix<double>[] inverses)
    {
        this.lapack = lapack;
        this.z = z;
        this.above = above;
        this.below = below;
        this.inverses = inverses;
        starts = new int[inverses.Length + 1];
        for (int j = 0; j < inverses.Length; j++)
        {
            starts[j + 1] = starts[j] + (int)inverses[j].Rows;
        }

        work = new double[starts[^1]];
        part = new double[inverses.Max(block => (int)block.Rows)];
    }

    /// <inheritdoc/>
    public long Rows => starts[^1];

    /// <inheritdoc/>
    public long Columns => starts[^1];

    /// <summary>Number of eigenvalues of the tail (levels from 1) above z, plus that of the head: singular values of M above z.</summary>
    public int CountAbove { get; private init; }

    private int TailCount { get; init; }

    private DenseMatrix<double>? HeadCorrection { get; init; }

    /// <summary>Eliminates the tail of a chain, levels 1 to the last, for any head.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="z">Shift, no singular value of the chain.</param>
    /// <param name="diagonal">D_0 .. D_n; D_0 is used for its size only.</param>
    /// <param name="upper">E_0 .. E_(n-1).</param>
    /// <param name="lower">F_0 .. F_(n-1).</param>
    public static ChainResolvent OfTail(
        Lapack lapack,
        double z,
        IReadOnlyList<DenseMatrix<double>> diagonal,
        IReadOnlyList<DenseMatrix<double>> upper,
        IReadOnlyList<DenseMatrix<double>> lower)
    {
        ArgumentNullException.ThrowIfNull(diagonal);
        ArgumentNullException.ThrowIfNull(upper);
        ArgumentNullException.ThrowIfNull(lower);
        int last = diagonal.Count - 1;
        var solved = new DenseMatrix<double>[last + 1];
        DenseMatrix<double>? correction = null;
        SymmetricIndefinite? factorization = null;
        int count = 0;
        for (int j = last; j >= 1; j--)
        {
            (solved[j], int negative) = Inverse(lapack, z, diagonal[j], correction, ref factorization);
            count += negative;
            correction?.Dispose();
            DenseMatrix<double> b = Coupling(upper[j - 1], lower[j - 1]);
            correction = Sandwich(lapack, b, solved[j]);
        }

        factorization?.Dispose();
        solved[0] = DenseMatrix<double>.Identity(diagonal[0].Rows + diagonal[0].Columns);
        return new ChainResolvent(lapack, z, upper, lower, solved) { TailCount = count, HeadCorrection = correction };
    }

    /// <summary>The resolvent with this head D_0 in front of the eliminated tail; shares the tail.</summary>
    public ChainResolvent WithHead(DenseMatrix<double> head)
    {
        ArgumentNullException.ThrowIfNull(head);
        SymmetricIndefinite? factorization = null;
        (DenseMatrix<double> inverse, int negative) = Inverse(lapack, z, head, HeadCorrection, ref factorization);
        factorization?.Dispose();
        DenseMatrix<double>[] blocks = [inverse, .. inverses.Skip(1)];
        return new ChainResolvent(lapack, z, above, below, blocks) { CountAbove = TailCount + negative };
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        int last = inverses.Length - 1;
        x.CopyTo(work);
        for (int j = last; j >= 1; j--)
        {
            Span<double> solved = part.AsSpan(0, starts[j + 1] - starts[j]);
            solved.Clear();
            BlockProducts.AddProduct(inverses[j], Level(work, j), solved);
            int rows = (int)below[j - 1].Rows;
            Span<double> into = Level(work, j - 1);
            BlockProducts.AddProduct(above[j - 1], solved[rows..], into);
            BlockProducts.AddTransposedProduct(below[j - 1], solved[..rows], into[(int)above[j - 1].Rows..]);
        }

        y.Clear();
        BlockProducts.AddProduct(inverses[0], Level(work, 0), Level(y, 0));
        for (int j = 1; j <= last; j++)
        {
            int rows = (int)below[j - 1].Rows;
            Span<double> before = Level(y, j - 1);
            Span<double> into = Level(work, j);
            BlockProducts.AddTransposedProduct(above[j - 1], before[..(int)above[j - 1].Rows], into[rows..]);
            BlockProducts.AddProduct(below[j - 1], before[(int)above[j - 1].Rows..], into[..rows]);
            BlockProducts.AddProduct(inverses[j], Level(work, j), Level(y, j));
        }
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> x, Span<double> y) => Apply(x, y);

    private Span<double> Level(Span<double> vector, int j) => vector[starts[j]..starts[j + 1]];

    /// <summary>The lower triangle of z - [[0, D],[D^T, 0]] - correction.</summary>
    private static void Shift(double z, DenseMatrix<double> d, DenseMatrix<double>? correction, DenseMatrix<double> a)
    {
        int rows = (int)d.Rows;
        for (int column = 0; column < a.Columns; column++)
        {
            Span<double> target = a.Column(column);
            target.Clear();
            target[column] = z;
            for (int j = 0; column < rows && j < d.Columns; j++)
            {
                target[rows + j] = -d[column, j];
            }

            if (correction is not null)
            {
                SpanProducts.Add(-1, correction.Column(column), target);
            }
        }
    }

    /// <summary>B_j = [[0, E_j],[F_j^T, 0]]: rows of level j to columns of level j + 1, columns of level j to rows of level j + 1.</summary>
    private static DenseMatrix<double> Coupling(DenseMatrix<double> upper, DenseMatrix<double> lower)
    {
        var b = new DenseMatrix<double>(upper.Rows + lower.Columns, lower.Rows + upper.Columns);
        for (long column = 0; column < upper.Columns; column++)
        {
            upper.Column(column).CopyTo(b.Column(lower.Rows + column));
        }

        for (long row = 0; row < lower.Rows; row++)
        {
            for (long column = 0; column < lower.Columns; column++)
            {
                b[upper.Rows + column, row] = lower[row, column];
            }
        }

        return b;
    }

    /// <summary>A_j^-1 and the number of negative eigenvalues of A_j, from one factorization, whose memory serves levels of equal order.</summary>
    private static (DenseMatrix<double> Inverse, int Negative) Inverse(
        Lapack lapack, double z, DenseMatrix<double> d, DenseMatrix<double>? correction, ref SymmetricIndefinite? factorization)
    {
        long order = d.Rows + d.Columns;
        if (factorization?.Order != order)
        {
            factorization?.Dispose();
            factorization = new SymmetricIndefinite(lapack, order);
        }

        Shift(z, d, correction, factorization.Matrix);
        int negative = factorization.Factor().Negative;
        if (!factorization.Evidence.Converged)
        {
            throw new ArithmeticException($"The shift of a chain resolvent met a singular block of order {order}; move the shift.");
        }

        DenseMatrix<double> inverse = DenseMatrix<double>.Identity(order);
        factorization.Solve(inverse);
        return (inverse, negative);
    }

    /// <summary>B A^-1 B^T, symmetrised.</summary>
    private static DenseMatrix<double> Sandwich(Lapack lapack, DenseMatrix<double> b, DenseMatrix<double> inverse)
    {
        DenseMatrix<double> product = Multiply.Product(lapack, b, inverse);
        DenseMatrix<double> sandwich = Multiply.Product(lapack, product, b, transposeB: true);
        for (long column = 0; column < sandwich.Columns; column++)
        {
            for (long row = 0; row < column; row++)
            {
                double mean = 0.5 * (sandwich[row, column] + sandwich[column, row]);
                sandwich[row, column] = mean;
                sandwich[column, row] = mean;
            }
        }

        return sandwich;
    }
}
