namespace Numerics.Spectra.Ensembles;

/// <summary>A polynomial as a number times one whose parts are all of order one: Dyson equations are solved at absolute heights, so data of any unit are brought to that of the solver.</summary>
/// <remarks>
/// <code>
/// X = |X| X1,  |X| = sqrt(s) (sqrt r + sqrt c);   (a M)(b N) = ab MN;   a M + b N = (a + |b|) (a/(a + |b|) M +- |b|/(a + |b|) N)
/// </code>
/// <para>|X| is the largest singular value of a Gaussian matrix at infinite size, so the norm of the result is at most about one.</para>
/// <para>Source: derived here.</para>
/// </remarks>
/// <param name="Factor">Positive number; 0 for a polynomial that is multiplied by zero.</param>
/// <param name="Expression">The polynomial of order one.</param>
internal sealed record NormalizedExpression(double Factor, MatrixExpression Expression)
{
    /// <summary>The matrices in their new unit, by those of the polynomial.</summary>
    public static Dictionary<GaussianFactor, GaussianFactor> Units(IEnumerable<GaussianFactor> matrices) => matrices.ToDictionary(
        matrix => matrix,
        matrix => new GaussianFactor(matrix.Name, matrix.Rows, matrix.Columns, matrix.Variance / Math.Pow(Norm(matrix), 2), matrix.IsSymmetric));

    /// <summary>The normal form.</summary>
    /// <param name="expression">M.</param>
    /// <param name="units">The matrices in their new unit.</param>
    public static NormalizedExpression Of(MatrixExpression expression, Dictionary<GaussianFactor, GaussianFactor> units)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(units);
        switch (expression)
        {
            case MatrixExpression.Leaf leaf:
                return new NormalizedExpression(Norm(leaf.Matrix), new MatrixExpression.Leaf(units[leaf.Matrix], leaf.Transposed));
            case MatrixExpression.Product product:
                (NormalizedExpression left, NormalizedExpression right) = (Of(product.Left, units), Of(product.Right, units));
                return new NormalizedExpression(left.Factor * right.Factor, new MatrixExpression.Product(left.Expression, right.Expression));
            case MatrixExpression.Sum sum:
                (NormalizedExpression first, NormalizedExpression second) = (Of(sum.Left, units), Of(sum.Right, units));
                double total = first.Factor + (Math.Abs(sum.Factor) * second.Factor);
                return total == 0 ? first
                    : new NormalizedExpression(total, new MatrixExpression.Sum(Times(first.Factor / total, first.Expression), second.Expression, sum.Factor * second.Factor / total));
            case MatrixExpression.Multiple multiple:
                NormalizedExpression term = Of(multiple.Term, units);
                return new NormalizedExpression(Math.Abs(multiple.Factor) * term.Factor, multiple.Factor < 0 ? new MatrixExpression.Multiple(-1, term.Expression) : term.Expression);
            default:
                throw new NotSupportedException($"A {expression.GetType().Name} has no normal form.");
        }
    }

    private static MatrixExpression Times(double factor, MatrixExpression expression) => factor == 1 ? expression : new MatrixExpression.Multiple(factor, expression);

    private static double Norm(GaussianFactor matrix) => Math.Sqrt(matrix.Variance) * (Math.Sqrt(matrix.Rows) + Math.Sqrt(matrix.Columns));
}
