namespace Numerics.Studies.Catalog.Pencil;

/// <summary>A polynomial in named matrices with known sizes: a matrix, a product, a sum, a multiple or a transpose.</summary>
public abstract record MatrixExpression
{
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
    public sealed record Leaf(PencilMatrix Matrix, bool Transposed)
        : MatrixExpression(Transposed ? Matrix.Columns : Matrix.Rows, Transposed ? Matrix.Rows : Matrix.Columns)
    {
        /// <inheritdoc/>
        public override string ToString() => Matrix.Name + (Transposed ? "'" : "");
    }

    /// <summary>left right.</summary>
    /// <param name="Left">Left factor.</param>
    /// <param name="Right">Right factor.</param>
    public sealed record Product(MatrixExpression Left, MatrixExpression Right) : MatrixExpression(Left.Rows, Right.Columns)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Bracketed(Left)} {Bracketed(Right)}";
    }

    /// <summary>left + factor right.</summary>
    /// <param name="Left">First term.</param>
    /// <param name="Right">Second term.</param>
    /// <param name="Factor">Factor of the second term.</param>
    public sealed record Sum(MatrixExpression Left, MatrixExpression Right, double Factor) : MatrixExpression(Left.Rows, Left.Columns)
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

    private static string Bracketed(MatrixExpression part) => part is Sum ? $"({part})" : part.ToString();
}
