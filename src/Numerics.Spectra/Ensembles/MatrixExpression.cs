namespace Numerics.Spectra.Ensembles;

/// <summary>A polynomial in named matrices with known sizes: a matrix, a product, a sum, a multiple or a transpose.</summary>
/// <remarks>Sizes are ratios to the reference size; a product or sum whose sizes do not fit is refused with an <see cref="ArgumentException"/> that names both parts.</remarks>
public abstract record MatrixExpression
{
    // The cases below are all there are.
    private MatrixExpression(double rows, double columns)
    {
        Rows = rows;
        Columns = columns;
    }

    /// <summary>Rows over the reference size.</summary>
    public double Rows { get; }

    /// <summary>Columns over the reference size.</summary>
    public double Columns { get; }

    /// <summary>A matrix, or its transpose.</summary>
    /// <param name="Matrix">Matrix.</param>
    /// <param name="Transposed">Whether it is transposed.</param>
    public sealed record Leaf(GaussianFactor Matrix, bool Transposed)
        : MatrixExpression(Transposed ? Matrix.Columns : Matrix.Rows, Transposed ? Matrix.Rows : Matrix.Columns)
    {
        /// <inheritdoc/>
        public override string ToString() => Matrix.Name + (Transposed ? "'" : "");
    }

    /// <summary>left right.</summary>
    /// <param name="Left">Left factor, with as many columns as the right one has rows.</param>
    /// <param name="Right">Right factor.</param>
    public sealed record Product(MatrixExpression Left, MatrixExpression Right) : MatrixExpression(
        Left.Columns == Right.Rows
            ? Left.Rows
            : throw new ArgumentException($"The product of {Sized(Left)} and {Sized(Right)} does not exist; the inner sizes must match."),
        Right.Columns)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Bracketed(Left)} {Bracketed(Right)}";
    }

    /// <summary>left + factor right.</summary>
    /// <param name="Left">First term.</param>
    /// <param name="Right">Second term, of the same size.</param>
    /// <param name="Factor">Factor of the second term.</param>
    public sealed record Sum(MatrixExpression Left, MatrixExpression Right, double Factor) : MatrixExpression(
        Left.Rows == Right.Rows && Left.Columns == Right.Columns
            ? Left.Rows
            : throw new ArgumentException($"The sum of {Sized(Left)} and {Sized(Right)} does not exist; sizes must agree."),
        Left.Columns)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Left} {(Factor < 0 ? "-" : "+")} {Right}";
    }

    /// <summary>factor term.</summary>
    /// <param name="Factor">Number.</param>
    /// <param name="Term">Matrix.</param>
    public sealed record Multiple(double Factor, MatrixExpression Term) : MatrixExpression(Term.Rows, Term.Columns)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Factor:R} {Bracketed(Term)}";
    }

    /// <summary>The transpose, carried to the matrices.</summary>
    public MatrixExpression Transpose() => this switch
    {
        Leaf leaf => new Leaf(leaf.Matrix, !leaf.Transposed),
        Product product => new Product(product.Right.Transpose(), product.Left.Transpose()),
        Sum sum => new Sum(sum.Left.Transpose(), sum.Right.Transpose(), sum.Factor),
        Multiple multiple => new Multiple(multiple.Factor, multiple.Term.Transpose()),
        _ => throw new NotSupportedException($"A {GetType().Name} has no transpose."),
    };

    /// <summary>The matrices that occur, as often as they do.</summary>
    public IEnumerable<GaussianFactor> Leaves() => this switch
    {
        Leaf leaf => [leaf.Matrix],
        Product product => product.Left.Leaves().Concat(product.Right.Leaves()),
        Sum sum => sum.Left.Leaves().Concat(sum.Right.Leaves()),
        Multiple multiple => multiple.Term.Leaves(),
        _ => throw new NotSupportedException($"A {GetType().Name} has no matrices."),
    };

    private static string Sized(MatrixExpression part) => $"{part} ({part.Rows:R} x {part.Columns:R})";

    private static string Bracketed(MatrixExpression part) => part is Sum ? $"({part})" : part.ToString();
}
