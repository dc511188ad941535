using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Pencils;

namespace Numerics.Spectra.Ensembles;

/// <summary>A polynomial M in independent Gaussian matrices: its singular values, or the eigenvalues of M + M^T; a pencil for the limit, stored matrices for samples.</summary>
/// <remarks>
/// <code>
/// M = sums and products of X_k^(T);   X_k: r n x c n, entries N(0, s/n);   one dimension of the pencil per ratio that occurs
/// </code>
/// <para>The limit is that of the matrix Dyson equation of the pencil that <see cref="MatrixProgram"/> builds from the expression, closed where <see cref="MonomialLaw"/> knows it. Streams: k is the k-th matrix of the list.</para>
/// </remarks>
public sealed record MatrixPolynomial : IEnsemble
{
    /// <summary>The polynomial of an expression.</summary>
    /// <param name="matrices">The matrices, each with a name of its own; equal ratios are equal sizes.</param>
    /// <param name="expression">M.</param>
    /// <param name="symmetrized">Whether eigenvalues of M + M^T are counted instead of singular values of M.</param>
    /// <param name="hardEdgePower">p of a density ~ x^(-p) at a hard edge at zero, from 0 to below 1; (K - 1)/(K + 1) for a product of K square matrices.</param>
    /// <exception cref="ArgumentException">Two matrices share a name, the expression names another one, or M + M^T is asked of a rectangular M.</exception>
    public MatrixPolynomial(IReadOnlyList<GaussianFactor> matrices, MatrixExpression expression, bool symmetrized, double hardEdgePower = 0)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        ArgumentNullException.ThrowIfNull(expression);
        if (!(hardEdgePower is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(hardEdgePower), $"The power {hardEdgePower} of a hard edge is outside [0, 1).");
        }

        if (matrices.GroupBy(matrix => matrix.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Two matrices are named {twice.Key}; names must differ.", nameof(matrices));
        }

        if (expression.Leaves().FirstOrDefault(matrix => !matrices.Contains(matrix)) is { } unknown)
        {
            throw new ArgumentException($"The expression names {unknown.Name}, which is not among the matrices.", nameof(expression));
        }

        if (symmetrized && expression.Rows != expression.Columns)
        {
            throw new ArgumentException($"M + M' needs a square M, but {expression} is {expression.Rows:R} x {expression.Columns:R}; take its singular values.");
        }

        Matrices = matrices;
        Expression = expression;
        IsSymmetrized = symmetrized;
        HardEdgePower = hardEdgePower;
    }

    /// <summary>The matrices.</summary>
    public IReadOnlyList<GaussianFactor> Matrices { get; }

    /// <summary>M.</summary>
    public MatrixExpression Expression { get; }

    /// <summary>Whether eigenvalues of M + M^T are counted.</summary>
    public bool IsSymmetrized { get; }

    /// <summary>p.</summary>
    public double HardEdgePower { get; }

    /// <inheritdoc/>
    public string Noun => IsSymmetrized ? "eigenvalue" : "singular value";

    /// <inheritdoc/>
    public bool IsNonnegative => !IsSymmetrized;

    private double LargestSide => Matrices.Max(matrix => Math.Max(matrix.Rows, matrix.Columns));

    // The largest singular value of a square matrix with entries of variance 1/n is 2; sums and products of those have some times that.
    private const double SolvedNorm = 4;

    /// <summary>Size of a dimension of <paramref name="ratio"/> at reference size n.</summary>
    public static int Side(double ratio, int size) => SampledMatrix.Rows(ratio, size);

    /// <inheritdoc/>
    public int Rows(int size) => Side(Expression.Rows, size);

    /// <inheritdoc/>
    public int Count(int size) => Side(Expression.Columns, size);

    /// <inheritdoc/>
    public double Bytes(int size) => 8 * (Matrices.Sum(matrix => matrix.Rows * matrix.Columns) + (6 * LargestSide * LargestSide)) * size * size;

    /// <inheritdoc/>
    /// <remarks>Bidiagonalisation at half speed, and a few products.</remarks>
    public double Operations(int size) => ((16.0 / 3) + (16.0 / 15 * Matrices.Count)) * Math.Pow(LargestSide * size, 3);

    /// <summary>The pencil; ratios are those of the rounded sizes.</summary>
    public BlockPencil Pencil(int size)
    {
        var program = new MatrixProgram();
        Dictionary<double, DimensionType> types = [];
        foreach (double ratio in Matrices.SelectMany(matrix => (double[])[matrix.Rows, matrix.Columns]).Distinct())
        {
            types[ratio] = program.AddType($"{ratio:R}", (double)Side(ratio, size) / size);
        }

        Dictionary<string, ProgramMatrix> matrices = Matrices.ToDictionary(matrix => matrix.Name, matrix => matrix.IsSymmetric
            ? program.AddSymmetricGaussian(matrix.Name, types[matrix.Rows], matrix.Variance)
            : program.AddGaussian(matrix.Name, types[matrix.Rows], types[matrix.Columns], matrix.Variance));
        ProgramVector output = Apply(Expression, program.Input(types[Expression.Columns]), matrices);
        return IsSymmetrized ? program.Symmetrize(output) : program.Hermitize(output);
    }

    /// <inheritdoc/>
    public LimitSpectrum Limit(Lapack lapack, int size)
    {
        Dictionary<GaussianFactor, GaussianFactor> units = NormalizedExpression.Units(Matrices);
        NormalizedExpression normal = NormalizedExpression.Of(Expression, units);
        if (normal.Factor == 0)
        {
            throw new DysonException("The polynomial is multiplied by zero and has no spectrum; take another factor.");
        }

        var ordinary = new MatrixPolynomial([.. units.Values], new MatrixExpression.Multiple(SolvedNorm, normal.Expression), IsSymmetrized, HardEdgePower);
        return ordinary.SolvedLimit(lapack, size).Scaled(normal.Factor / SolvedNorm);
    }

    /// <summary>The limit as the matrices are, of order one.</summary>
    private LimitSpectrum SolvedLimit(Lapack lapack, int size)
    {
        var equation = new MatrixDysonEquation(lapack, Pencil(size));
        if (!IsSymmetrized && MonomialLaw.Of(Expression, ratio => (double)Side(ratio, size) / size) is { } closed)
        {
            return new LimitSpectrum(closed, RealBranch.FromAbove(equation).Edge.FluctuationScale(2.0 * Count(size)));
        }

        return IsSymmetrized
            ? LimitSpectrum.Of(new DysonSpectrum(equation, SpectrumKind.Eigenvalues), Count(size), HardEdgePower)
            : LimitSpectrum.Of(new DysonSpectrum(equation, SpectrumKind.SingularValues), 2.0 * Count(size), HardEdgePower);
    }

    /// <summary>Whether the polynomial vanishes whatever its matrices are, as A - A does: it then does so for one draw of them.</summary>
    public bool IsZero()
    {
        const int Side = 12;
        const double Rounding = 1e-10;
        using Lapack lapack = Lapack.Load("managed");
        int size = Math.Max(2, (int)Math.Ceiling(Side / LargestSide));
        Dictionary<GaussianFactor, GaussianFactor> units = NormalizedExpression.Units(Matrices);
        NormalizedExpression normal = NormalizedExpression.Of(Expression, units);
        return normal.Factor == 0 || new MatrixPolynomial([.. units.Values], normal.Expression, IsSymmetrized, HardEdgePower)
            .Draw(lapack, size, role => StreamKey.Derive(0, 0, 0, role), ShardExecutor.Sequential).Values.All(value => Math.Abs(value) < Rounding);
    }

    /// <inheritdoc/>
    public EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        Dictionary<string, DenseMatrix<double>> matrices = [];
        try
        {
            for (int k = 0; k < Matrices.Count; k++)
            {
                GaussianFactor matrix = Matrices[k];
                double deviation = Math.Sqrt(matrix.Variance / size);
                matrices[matrix.Name] = matrix.IsSymmetric
                    ? GaussianEntries.DrawSymmetric(stream((uint)k), Side(matrix.Rows, size), deviation, executor)
                    : GaussianEntries.Draw(stream((uint)k), Side(matrix.Rows, size), Side(matrix.Columns, size), deviation, executor);
            }

            using DenseMatrix<double> value = Evaluate(Expression, matrices, lapack);
            return IsSymmetrized ? Symmetrized(lapack, value) : new EnsembleSample(SampledMatrix.WithZeros(SampledMatrix.SingularValues(lapack, value)), null);
        }
        finally
        {
            foreach (DenseMatrix<double> matrix in matrices.Values)
            {
                matrix.Dispose();
            }
        }
    }

    private static ProgramVector Apply(MatrixExpression part, ProgramVector vector, Dictionary<string, ProgramMatrix> matrices) => part switch
    {
        MatrixExpression.Leaf { Transposed: true } leaf => matrices[leaf.Matrix.Name].ApplyTransposed(vector),
        MatrixExpression.Leaf leaf => matrices[leaf.Matrix.Name].Apply(vector),
        MatrixExpression.Product product => Apply(product.Left, Apply(product.Right, vector, matrices), matrices),
        MatrixExpression.Sum sum => Apply(sum.Left, vector, matrices) + (sum.Factor * Apply(sum.Right, vector, matrices)),
        MatrixExpression.Multiple multiple => multiple.Factor * Apply(multiple.Term, vector, matrices),
        _ => throw new NotSupportedException($"A {part.GetType().Name} cannot be applied."),
    };

    private static DenseMatrix<double> Evaluate(MatrixExpression part, Dictionary<string, DenseMatrix<double>> matrices, Lapack lapack)
    {
        switch (part)
        {
            case MatrixExpression.Leaf leaf:
                return leaf.Transposed ? matrices[leaf.Matrix.Name].Transpose() : matrices[leaf.Matrix.Name].Clone();
            case MatrixExpression.Product product:
                using (DenseMatrix<double> left = Evaluate(product.Left, matrices, lapack))
                using (DenseMatrix<double> right = Evaluate(product.Right, matrices, lapack))
                {
                    return Multiply.Product(lapack, left, right);
                }

            case MatrixExpression.Sum sum:
                DenseMatrix<double> total = Evaluate(sum.Left, matrices, lapack);
                using (DenseMatrix<double> other = Evaluate(sum.Right, matrices, lapack))
                {
                    SpanProducts.Add(sum.Factor, other.AsSpan(), total.AsSpan());
                }

                return total;
            case MatrixExpression.Multiple multiple:
                DenseMatrix<double> term = Evaluate(multiple.Term, matrices, lapack);
                SpanProducts.Scale(multiple.Factor, term.AsSpan());
                return term;
            default:
                throw new NotSupportedException($"A {part.GetType().Name} has no value.");
        }
    }

    private static EnsembleSample Symmetrized(Lapack lapack, DenseMatrix<double> value)
    {
        using DenseMatrix<double> transposed = value.Transpose();
        SpanProducts.Add(1, transposed.AsSpan(), value.AsSpan());
        return SampledMatrix.Eigenvalues(lapack, value);
    }
}
