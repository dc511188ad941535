using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Theory.NullBulk;

/// <summary>
/// How much of the leading directions of one matrix lies in the leading directions of another, on the shorter and on the longer side.
/// </summary>
/// <remarks>
/// <code>
/// O = |U_k^T U'_k|_F^2/k,   U_k, U'_k: singular vectors of the k largest singular values;   independent directions of n dimensions: O = k/n in the mean
/// </code>
/// <para>Source: derived here; the mean for independent directions is that of a squared projection on k of n dimensions.</para>
/// <para>O in [0, 1]; 1: the same subspace.</para>
/// Equation: subspace-overlap
/// <para>Directions of equal singular values are arbitrary within their span: near the edge of a bulk, where gaps are n^(-2/3), O depends on k.</para>
/// </remarks>
/// <param name="Shorter">O of the vectors with n components.</param>
/// <param name="Longer">O of the vectors with m components.</param>
public readonly record struct SubspaceOverlap(double Shorter, double Longer)
{
    /// <summary>Of two sets of directions of equal number.</summary>
    /// <exception cref="ArgumentException">Their numbers or dimensions differ.</exception>
    public static SubspaceOverlap Of(LeadingDirections one, LeadingDirections other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new SubspaceOverlap(Share(one.Shorter, other.Shorter), Share(one.Longer, other.Longer));
    }

    private static double Share(DenseMatrix<double> one, DenseMatrix<double> other)
    {
        if (one.Columns != other.Columns || one.Rows != other.Rows)
        {
            throw new ArgumentException($"Directions {one.Rows} x {one.Columns} and {other.Rows} x {other.Columns} cannot be compared; take as many of equal dimension.", nameof(other));
        }

        double sum = 0;
        for (long i = 0; i < one.Columns; i++)
        {
            for (long j = 0; j < other.Columns; j++)
            {
                double product = SpanProducts.Dot(one.Column(i), other.Column(j));
                sum += product * product;
            }
        }

        return sum / one.Columns;
    }
}
