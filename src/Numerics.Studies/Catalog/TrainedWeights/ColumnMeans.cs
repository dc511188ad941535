using Numerics.LinearAlgebra.Storage;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>Means over the first index of the tensor, of each of its columns.</summary>
internal static class ColumnMeans
{
    /// <summary>Takes them out if asked; the matrix is held transposed when it comes from a file.</summary>
    public static void Remove(DenseMatrix<double> w, WeightMatrix matrix, TrainedWeightsParameters p)
    {
        if (!p.RemoveColumnMean)
        {
            return;
        }

        bool transposed = w.Rows == matrix.Columns;
        var means = new double[transposed ? w.Rows : w.Columns];
        for (int j = 0; j < w.Columns; j++)
        {
            Span<double> column = w.Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                means[transposed ? i : j] += column[i] / matrix.Rows;
            }
        }

        for (int j = 0; j < w.Columns; j++)
        {
            Span<double> column = w.Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                column[i] -= means[transposed ? i : j];
            }
        }
    }
}
