using Numerics.Kernels.Random;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Tests.Support;

namespace Numerics.Spectra.Tests.Spectrum;

/// <summary>The block tridiagonal chain, drawn to its end, against exact moments of a Gaussian matrix.</summary>
public sealed class GaussianRemainderMomentTests
{
    private const int Samples = 4000;

    [Theory]
    [InlineData(9, 7, 2, 3)]
    [InlineData(6, 11, 2, 2)]
    [InlineData(12, 5, 1, 4)]
    public void The_whole_chain_has_the_trace_moments_of_a_Gaussian_matrix(int rows, int columns, int coupledRows, int coupledColumns)
    {
        const double Deviation = 0.7;
        var second = new double[Samples];
        var fourth = new double[Samples];
        for (uint sample = 0; sample < Samples; sample++)
        {
            var remainder = new GaussianRemainder(StreamKey.Derive(5, 1, sample, 0), rows, columns, coupledRows, coupledColumns, Deviation);
            remainder.Extend(int.MaxValue);
            double[][] matrix = Columns(remainder, rows, columns);
            for (int i = 0; i < matrix.Length; i++)
            {
                for (int j = 0; j < matrix.Length; j++)
                {
                    double product = matrix[i].Zip(matrix[j], (x, y) => x * y).Sum();
                    fourth[sample] += product * product;
                    second[sample] += i == j ? product : 0;
                }
            }
        }

        // E tr W^T W = s^2 n m,  E tr (W^T W)^2 = s^4 n m (n + m + 1).
        double entries = (double)rows * columns;
        Near(Math.Pow(Deviation, 2) * entries, second);
        Near(Math.Pow(Deviation, 4) * entries * (rows + columns + 1), fourth);
    }

    [Fact]
    public void Extending_the_chain_keeps_its_first_levels()
    {
        var whole = new GaussianRemainder(StreamKey.Derive(5, 1, 0, 0), 1000, 800, 3, 2, 1);
        whole.Extend(6);
        var stepwise = new GaussianRemainder(StreamKey.Derive(5, 1, 0, 0), 1000, 800, 3, 2, 1);
        stepwise.Extend(2);
        stepwise.Extend(6);
        for (int level = 0; level < 6; level++)
        {
            Assert.Equal(whole.Diagonal[level].AsSpan().ToArray(), stepwise.Diagonal[level].AsSpan().ToArray());
            Assert.Equal(whole.Upper[level].AsSpan().ToArray(), stepwise.Upper[level].AsSpan().ToArray());
            Assert.Equal(whole.Lower[level].AsSpan().ToArray(), stepwise.Lower[level].AsSpan().ToArray());
        }
    }

    private static void Near(double expected, double[] sample)
    {
        (double mean, double error, _) = Statistics.Of(sample);
        Assert.InRange(mean, expected - (4.5 * error), expected + (4.5 * error));
    }

    private static double[][] Columns(GaussianRemainder remainder, int rows, int columns)
    {
        int levels = remainder.Diagonal.Count;
        var chain = new BlockChain(remainder.Diagonal, [.. remainder.Upper.Take(levels - 1)], [.. remainder.Lower.Take(levels - 1)]);

        // When one side is exhausted, the rest of the other side has been rotated to zero rows (columns), which the chain leaves out.
        Assert.Equal(Math.Min(rows, columns), (int)Math.Min(chain.Rows, chain.Columns));
        Assert.True(chain.Rows <= rows && chain.Columns <= columns);
        return [.. Enumerable.Range(0, (int)chain.Columns).Select(column =>
        {
            var unit = new double[chain.Columns];
            var answer = new double[chain.Rows];
            unit[column] = 1;
            chain.Apply(unit, answer);
            return answer;
        })];
    }
}
