using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Storage;
using Numerics.Studies.Inputs;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Excess kurtosis of entries about the mean of all of them.</summary>
internal static class EntryKurtosis
{
    /// <summary>Of a matrix that must have one.</summary>
    /// <exception cref="InputFileException">All entries are equal, or their fourth powers beyond the range of double precision.</exception>
    public static double Of(DenseMatrix<double> w, string name)
    {
        double count = (double)w.Rows * w.Columns;
        double sum = 0;
        for (long j = 0; j < w.Columns; j++)
        {
            sum += SpanProducts.Sum(w.Column(j));
        }

        var ones = new double[w.Rows];
        ones.AsSpan().Fill(1);
        var squares = new double[w.Rows];
        double second = 0;
        double fourth = 0;
        for (long j = 0; j < w.Columns; j++)
        {
            w.Column(j).CopyTo(squares);
            SpanProducts.Add(-sum / count, ones, squares);
            SpanProducts.Multiply(1, squares, squares);
            second += SpanProducts.Sum(squares);
            fourth += SpanProducts.Dot(squares, squares);
        }

        double kurtosis = (fourth / count / (second / count * (second / count))) - 3;
        return double.IsFinite(kurtosis) ? kurtosis : throw Refused(w, name);
    }

    private static InputFileException Refused(DenseMatrix<double> w, string name)
    {
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        for (long j = 0; j < w.Columns; j++)
        {
            foreach (double value in w.Column(j))
            {
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }
        }

        return new InputFileException(
            least == most ? $"All entries of matrix '{name}' are {most:G6} and have no spectrum to test; leave it out by exclude."
            : $"Matrix '{name}' has entries from {least:G3} to {most:G3}, whose fourth powers are beyond double precision (about 1e-77 to 1e77); scale it or leave it out by exclude.");
    }
}
