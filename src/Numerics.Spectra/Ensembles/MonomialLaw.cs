using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Ensembles;

/// <summary>Singular values of a product of Gaussian matrices where their law is closed: also where a density that diverges at zero leaves the Dyson equation ill conditioned.</summary>
/// <remarks>
/// <code>
/// A A' A ... (n letters): s^n, s a singular value of A;   X_1 ... X_K, square, none transposed, repeated or not: s^2 is Fuss-Catalan of K
/// </code>
/// <para>Repetitions do not matter in the second: in the moments of (W W')^k each letter is paired with a transposed one at the same depth, where the same letter stands.</para>
/// <para>Source: U. Haagerup and S. Moller, Springer Proc. Math. Stat. 58 (2013) 157, for products; powers as N. Alexeev, F. Goetze and A. Tikhomirov, arXiv 1012.2743.</para>
/// </remarks>
internal static class MonomialLaw
{
    /// <summary>The law of the singular values, counted by columns of the product; null where it is not closed.</summary>
    /// <param name="expression">M.</param>
    /// <param name="side">Dimension of a ratio over the reference size, rounded as in samples.</param>
    public static ISpectralLaw? Of(MatrixExpression expression, Func<double, double> side)
    {
        List<MatrixExpression.Leaf> letters = [];
        if (Letters(expression, letters) is not { } factor || factor == 0 || letters.Exists(letter => letter.Matrix.IsSymmetric))
        {
            return null;
        }

        ISpectralLaw? law = IsAlternating(letters) ? Alternating(letters, side) : IsSquareProduct(letters) ? SquareProduct(letters, side) : null;
        return law is null ? null : new ScaledLaw(law, Math.Abs(factor));
    }

    /// <summary>Collects the letters of a product; its number, null if there is a sum.</summary>
    private static double? Letters(MatrixExpression part, List<MatrixExpression.Leaf> letters)
    {
        switch (part)
        {
            case MatrixExpression.Leaf leaf:
                letters.Add(leaf);
                return 1;
            case MatrixExpression.Multiple multiple:
                return multiple.Factor * Letters(multiple.Term, letters);
            case MatrixExpression.Product product:
                double? left = Letters(product.Left, letters);
                return left * Letters(product.Right, letters);
            default:
                return null;
        }
    }

    private static bool IsAlternating(List<MatrixExpression.Leaf> letters) =>
        letters.TrueForAll(letter => letter.Matrix == letters[0].Matrix) && Enumerable.Range(1, letters.Count - 1).All(k => letters[k].Transposed != letters[k - 1].Transposed);

    private static RaisedLaw Alternating(List<MatrixExpression.Leaf> letters, Func<double, double> side)
    {
        MatrixExpression.Leaf last = letters[^1];
        double columns = side(last.Columns);
        return new RaisedLaw(new MarchenkoPasturSingularValueLaw(Math.Sqrt(last.Matrix.Variance * columns), side(last.Rows) / columns), letters.Count);
    }

    private static bool IsSquareProduct(List<MatrixExpression.Leaf> letters) =>
        letters.TrueForAll(letter => letter.Matrix.Rows == letters[0].Matrix.Rows && letter.Matrix.Columns == letter.Matrix.Rows && letter.Transposed == letters[0].Transposed);

    private static ScaledLaw SquareProduct(List<MatrixExpression.Leaf> letters, Func<double, double> side)
    {
        double norm = letters.Aggregate(1.0, (product, letter) => product * Math.Sqrt(letter.Matrix.Variance * side(letter.Matrix.Rows)));
        return new ScaledLaw(new RootLaw(new FussCatalanLaw(letters.Count)), norm);
    }
}
