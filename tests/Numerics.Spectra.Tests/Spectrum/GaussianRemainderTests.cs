using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Spectrum;

public sealed class GaussianRemainderTests
{
    private const double Deviation = 0.37;

    [Fact]
    public void Chain_acts_as_its_dense_form()
    {
        using var lapack = Lapack.Load();
        var remainder = new GaussianRemainder(StreamKey.Derive(1, 902, 0, 0), 24, 24, 3, 5, Deviation);
        remainder.Extend(100);
        Assert.True(remainder.Exhausted);
        BlockChain chain = Chain(remainder);
        Assert.Equal((24, 24), (chain.Rows, chain.Columns));
        using DenseMatrix<double> dense = Dense(remainder, 24, 24);
        var random = new TestRandom(3);
        double[] x = random.GaussianVector(24);
        double[] y = random.GaussianVector(24);
        var ax = new double[24];
        var aty = new double[24];
        chain.Apply(x, ax);
        chain.ApplyTransposed(y, aty);
        for (int i = 0; i < 24; i++)
        {
            Assert.Equal(Enumerable.Range(0, 24).Sum(j => dense[i, j] * x[j]), ax[i], 1e-13);
        }

        for (int j = 0; j < 24; j++)
        {
            Assert.Equal(Enumerable.Range(0, 24).Sum(i => dense[i, j] * y[i]), aty[j], 1e-13);
        }
    }

    [Fact]
    public void Later_levels_leave_earlier_ones_unchanged()
    {
        StreamKey key = StreamKey.Derive(1, 902, 0, 1);
        var step = new GaussianRemainder(key, 40, 50, 3, 2, 1);
        var whole = new GaussianRemainder(key, 40, 50, 3, 2, 1);
        whole.Extend(100);
        for (int levels = 1; levels <= whole.Diagonal.Count; levels += 3)
        {
            step.Extend(levels);
            Assert.Equal(levels, step.Diagonal.Count);
            for (int level = 0; level < levels; level++)
            {
                Assert.Equal(whole.Diagonal[level].AsSpan().ToArray(), step.Diagonal[level].AsSpan().ToArray());
                Assert.Equal(whole.Upper[level].AsSpan().ToArray(), step.Upper[level].AsSpan().ToArray());
                Assert.Equal(whole.Lower[level].AsSpan().ToArray(), step.Lower[level].AsSpan().ToArray());
            }
        }

        // Blocks are those of (rows, columns) swapped at every level: 3 x 2, 2 x 3, ...
        Assert.Equal((3, 2), (whole.Diagonal[0].Rows, whole.Diagonal[0].Columns));
        Assert.Equal((2, 3), (whole.Diagonal[1].Rows, whole.Diagonal[1].Columns));
    }

    /// <summary>
    /// The completed chain has the singular values of a dense Gaussian matrix: two-sample Kolmogorov-Smirnov with 2500 matrices each on the largest, the
    /// second and the smallest singular value and the sum of squares, each at level 1e-4 (false alarm rate 4e-4; seeds are fixed). Power: a distance of
    /// distribution functions of 0.063 is at the limit; a shift of 0.16 standard deviations. Two wrong variants show it: 5% more variance moves the sum of
    /// squares (600 to 992 terms) by 0.9 standard deviations or more; one chi degree too few on every triangular diagonal by about as much.
    /// </summary>
    [Theory]
    [InlineData(24, 30, 3, 2)]
    [InlineData(31, 20, 2, 4)]
    [InlineData(25, 25, 1, 1)]
    public void Singular_values_have_the_law_of_a_Gaussian_matrix(int rows, int columns, int coupledRows, int coupledColumns)
    {
        const int Replicas = 2500;
        const double Limit = 2.2252; // sqrt(-ln(1e-4/2)/2)
        using var lapack = Lapack.Load();
        var random = new TestRandom(17);
        double[][] dense = Sample(Replicas, lapack, _ => random.GaussianMatrix(rows, columns, Deviation));
        double[][] chain = Sample(Replicas, lapack, r => Dense(Remainder(r, rows, columns, coupledRows, coupledColumns), rows, columns));
        for (int i = 0; i < 4; i++)
        {
            Assert.InRange(TwoSampleTest.Statistic(dense[i], chain[i]), 0, Limit);
        }

        double[][] wider = [.. chain.Select((values, i) => values.Select(v => v * (i == 3 ? 1.05 : Math.Sqrt(1.05))).ToArray())];
        Assert.True(TwoSampleTest.Statistic(dense[0], wider[0]) > Limit);
        Assert.True(TwoSampleTest.Statistic(dense[3], wider[3]) > Limit);

        double[][] shifted = Sample(Replicas, lapack, r =>
            Dense(WithWrongDegrees(Remainder(r, rows, columns, coupledRows, coupledColumns), rows, columns, random), rows, columns));
        Assert.True(TwoSampleTest.Statistic(dense[3], shifted[3]) > Limit);
    }

    private static GaussianRemainder Remainder(int replica, int rows, int columns, int coupledRows, int coupledColumns)
    {
        var remainder = new GaussianRemainder(
            StreamKey.Derive(5, 902, (uint)replica, 2), rows, columns, coupledRows, coupledColumns, Deviation);
        remainder.Extend(int.MaxValue);
        return remainder;
    }

    /// <summary>Redraws the triangular diagonals with one degree of freedom less.</summary>
    private static GaussianRemainder WithWrongDegrees(GaussianRemainder remainder, int rows, int columns, TestRandom random)
    {
        for (int level = 0; level < remainder.Diagonal.Count; level++)
        {
            rows -= (int)remainder.Diagonal[level].Rows;
            columns -= (int)remainder.Diagonal[level].Columns;
            Redraw(remainder.Upper[level], columns, random);
            Redraw(remainder.Lower[level], rows, random);
        }

        return remainder;
    }

    private static void Redraw(DenseMatrix<double> block, int degrees, TestRandom random)
    {
        for (int i = 0; block.Rows == block.Columns && i < block.Rows && degrees >= block.Rows; i++)
        {
            block[i, i] = degrees - i > 1 ? Deviation * random.Chi(degrees - i - 1) : 0;
        }
    }

    private static double[][] Sample(int replicas, Lapack lapack, Func<int, DenseMatrix<double>> draw)
    {
        double[][] sample = [new double[replicas], new double[replicas], new double[replicas], new double[replicas]];
        for (int replica = 0; replica < replicas; replica++)
        {
            using DenseMatrix<double> matrix = draw(replica);
            double[] values = [.. SingularValues.Compute(lapack, matrix, SvdMethod.Bidiagonal).Values];
            sample[0][replica] = values[0];
            sample[1][replica] = values[1];
            sample[2][replica] = values[^1];
            sample[3][replica] = values.Sum(v => v * v);
        }

        return sample;
    }

    private static BlockChain Chain(GaussianRemainder remainder) => new(
        remainder.Diagonal, [.. remainder.Upper.Take(remainder.Diagonal.Count - 1)], [.. remainder.Lower.Take(remainder.Diagonal.Count - 1)]);

    private static DenseMatrix<double> Dense(GaussianRemainder remainder, int rows, int columns)
    {
        var matrix = new DenseMatrix<double>(rows, columns);
        long row = 0;
        long column = 0;
        for (int level = 0; level < remainder.Diagonal.Count; level++)
        {
            DenseMatrix<double> block = remainder.Diagonal[level];
            Write(matrix, block, row, column);
            if (level + 1 < remainder.Diagonal.Count)
            {
                Write(matrix, remainder.Upper[level], row, column + block.Columns);
                Write(matrix, remainder.Lower[level], row + block.Rows, column);
            }

            row += block.Rows;
            column += block.Columns;
        }

        // The longer side ends early: what is left of it has been rotated to zero.
        Assert.Equal(Math.Min(rows, columns), Math.Min(row, column));
        Assert.True(row <= rows && column <= columns);
        return matrix;
    }

    private static void Write(DenseMatrix<double> matrix, DenseMatrix<double> block, long row, long column)
    {
        for (long j = 0; j < block.Columns; j++)
        {
            for (long i = 0; i < block.Rows; i++)
            {
                matrix[row + i, column + j] = block[i, j];
            }
        }
    }
}
