using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Analysis;

public sealed class GramFactorTests
{
    public static TheoryData<double[][]> Semidefinite => new()
    {
        new double[][] { [2] },
        new double[][] { [1, 0.3], [0.3, 1] },
        new double[][] { [1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 2] },                     // a repeated input
        new double[][] { [0, 0], [0, 3] },                                               // a zero input
        new double[][] { [1, 2, 3], [2, 4, 6], [3, 6, 9] },                              // rank one
        new double[][] { [5e-7, 1e-7], [1e-7, 5e-7] },                                   // small inputs
        new double[][] { [2, 0, 1, 1], [0, 2, 1, -1], [1, 1, 1, 0], [1, -1, 0, 1] },     // rank two
    };

    [Theory]
    [MemberData(nameof(Semidefinite))]
    public void Factor_times_its_transpose_is_the_matrix(double[][] rows)
    {
        using DenseMatrix<double> gram = Matrix(rows);
        using DenseMatrix<double> factor = GramFactor.Compute(gram);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < rows.Length; j++)
            {
                double sum = 0;
                for (int k = 0; k < rows.Length; k++)
                {
                    sum += factor[i, k] * factor[j, k];
                }

                Assert.Equal(rows[i][j], sum, 1e-14 * rows.Length * rows.Max(row => row.Max()));
                Assert.True(j <= i || factor[i, j] == 0, "lower triangular");
            }
        }
    }

    public static TheoryData<double[][], string> Refused => new()
    {
        { new double[][] { [1, 2], [2, 1] }, "positive semidefinite" },
        { new double[][] { [-1] }, "positive semidefinite" },
        { new double[][] { [0, 1], [1, 5] }, "positive semidefinite" },
        { new double[][] { [1, 1, 0.5], [1, 1, 0.9], [0.5, 0.9, 2] }, "positive semidefinite" },
        { new double[][] { [1, 0.3], [0.31, 1] }, "symmetric" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_Gram_matrix_is_refused(double[][] rows, string reason)
    {
        using DenseMatrix<double> gram = Matrix(rows);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => GramFactor.Compute(gram)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TrainingSet(gram, new double[rows.Length]));
    }

    [Fact]
    public void Training_set_counts_its_queries()
    {
        using var gram = DenseMatrix<double>.Identity(3);
        var full = new TrainingSet(gram, [1, 2, 3]);
        Assert.Equal((15, 12), (full.ForwardQueries(4), full.BackwardQueries(4)));
        var batches = new TrainingSet(gram, [1, 2, 3], [[0], [2, 1], [1], [0, 1]]);
        Assert.Equal((15, 6), (batches.ForwardQueries(4), batches.BackwardQueries(4)));
        Assert.Equal([2, 1], batches.Batch(1));
        Assert.Throws<ArgumentException>(() => new TrainingSet(gram, [1, 2]));
    }

    private static DenseMatrix<double> Matrix(double[][] rows)
    {
        var matrix = new DenseMatrix<double>(rows.Length, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < rows.Length; j++)
            {
                matrix[i, j] = rows[i][j];
            }
        }

        return matrix;
    }
}
