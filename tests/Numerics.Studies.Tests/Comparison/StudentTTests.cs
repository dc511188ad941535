using Numerics.Studies.Comparison;

namespace Numerics.Studies.Tests.Comparison;

public sealed class StudentTTests
{
    // Two-sided critical values: nu = 1 is tan(pi/2 (1 - p)), nu = 2 is closed too, the rest from printed tables.
    [Theory]
    [InlineData(0.05, 1, 12.706204736432095)]
    [InlineData(0.05, 2, 4.302652729911275)]
    [InlineData(0.05, 10, 2.2281388519649385)]
    [InlineData(0.001, 15, 4.072765195903811)]
    [InlineData(0.05, double.PositiveInfinity, 1.959963984540054)]
    public void Critical_values_match_tables(double probability, double freedom, double expected)
        => Assert.Equal(expected, StudentT.CriticalValue(probability, freedom), 1e-9 * expected);

    [Theory]
    [InlineData(1e-5)]
    [InlineData(1e-9)]
    public void One_degree_of_freedom_is_exact_far_out(double probability)
    {
        double exact = 1 / Math.Tan(Math.PI / 2 * probability);
        Assert.Equal(1, StudentT.CriticalValue(probability, 1) / exact, 1e-9);
    }

    [Fact]
    public void Tail_and_critical_value_are_inverse()
    {
        foreach (double freedom in (double[])[1, 3, 7, 31, 999])
        {
            foreach (double probability in (double[])[0.5, 1e-2, 1e-6])
            {
                double t = StudentT.CriticalValue(probability, freedom);
                Assert.Equal(1, StudentT.TwoSidedTail(t, freedom) / probability, 1e-8);
            }
        }
    }
}
