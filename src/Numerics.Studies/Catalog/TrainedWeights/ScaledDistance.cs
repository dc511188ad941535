using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.NullBulk;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Distance of a matrix from the law of independent entries with the scales of its rows and columns divided out, as exact as the decision takes.</summary>
internal static class ScaledDistance
{
    /// <summary>
    /// Share of the values by which the distance in single precision may be off. A relative error of 1e-5 of the largest eigenvalue, many times what is seen, moves 0.4 % of the law of a square
    /// matrix, whose density at zero is the greatest of all shapes.
    /// </summary>
    private const double SingleShare = 0.01;

    /// <summary>Scales the matrix in place and measures; where its certified rank lies near what the rule calls few, a second time in double precision.</summary>
    /// <param name="lapack">Dense linear algebra.</param>
    /// <param name="w">Any shape, replaced by the scaled matrix.</param>
    /// <param name="rule">Says how many directions are few.</param>
    public static LeastDistance Of(Lapack lapack, DenseMatrix<double> w, PictureRule rule)
    {
        _ = ScaleProfile.Divide(w);
        long longer = Math.Max(w.Rows, w.Columns);
        LeastDistance single = LeastDistance.Of(InSingle(lapack, w), longer);
        double beyond = single.Counts - single.NullQuantile - rule.FewOf(single.Size);
        return Math.Abs(beyond) > 1 + (SingleShare * single.Size) ? single : LeastDistance.Of(WeightAnalysis.ValuesOf(lapack, w), longer);
    }

    /// <summary>Singular values in single precision, half the time of double.</summary>
    internal static double[] InSingle(Lapack lapack, DenseMatrix<double> w)
    {
        using var single = new DenseMatrix<float>(w.Rows, w.Columns);
        for (long j = 0; j < w.Columns; j++)
        {
            Span<float> column = single.Column(j);
            ReadOnlySpan<double> source = w.Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                column[i] = (float)source[i];
            }
        }

        return Array.ConvertAll(SingularValues.Compute(lapack, single).Values, value => (double)value);
    }
}
