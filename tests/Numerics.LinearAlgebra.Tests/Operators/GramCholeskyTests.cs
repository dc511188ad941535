using CsCheck;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Tests.Operators;

public sealed class GramCholeskyTests
{
    [Fact]
    public void The_factor_reproduces_the_Gram_matrix_and_its_inverse_undoes_it() =>
        Gen.Int[1, 6].SelectMany(order => Gen.Double[-1, 1].Array2D[order + 3, order]).Sample(x =>
        {
            int order = x.GetLength(1);
            using var gram = new DenseMatrix<double>(order, order);
            using var factor = new DenseMatrix<double>(order, order);
            using var inverse = new DenseMatrix<double>(order, order);
            for (int i = 0; i < order; i++)
            {
                for (int j = 0; j < order; j++)
                {
                    gram[i, j] = Enumerable.Range(0, x.GetLength(0)).Sum(r => x[r, i] * x[r, j]) + (i == j ? 1 : 0);
                    factor[i, j] = gram[i, j];
                }
            }

            Assert.True(GramCholesky.TryFactor(factor, new double[order]));
            GramCholesky.Invert(factor, inverse);
            for (int i = 0; i < order; i++)
            {
                for (int j = i; j < order; j++)
                {
                    Assert.Equal(gram[i, j], Enumerable.Range(0, i + 1).Sum(k => factor[k, i] * factor[k, j]), 1e-12);
                    Assert.Equal(i == j ? 1 : 0, Enumerable.Range(i, j - i + 1).Sum(k => factor[i, k] * inverse[k, j]), 1e-11);
                }
            }
        });

    [Theory]
    [InlineData(0.74, true)] // the second column keeps 1 - cos^2 of its square: just above and just below a quarter at cos = 0.866
    [InlineData(0.86, true)]
    [InlineData(0.87, false)]
    public void A_column_that_loses_half_its_length_is_declined(double cosine, bool accepted)
    {
        using var gram = new DenseMatrix<double>(2, 2);
        (gram[0, 0], gram[0, 1], gram[1, 0], gram[1, 1]) = (4, 2 * 3 * cosine, 2 * 3 * cosine, 9);
        Assert.Equal(accepted, GramCholesky.TryFactor(gram, [1, 0.25 * 9]));
    }
}
