using Numerics.Spectra.Analysis;

namespace Numerics.Spectra.Tests.Analysis;

/// <summary>The table of Dormand and Prince by what it must do: the orders of both methods, and the size of the next step.</summary>
public sealed class DormandPrinceTests(ITestOutputHelper output)
{
    /// <summary>y' = y cos t, y(0) = 1 over a fixed time: the error of the method falls by 2^5, the estimated error of a step by that of order 4, 2^5 for a single step.</summary>
    [Fact]
    public void The_orders_are_five_and_four()
    {
        (double[] errors, double[] estimates) = (new double[3], new double[3]);
        for (int k = 0; k < 3; k++)
        {
            int steps = 16 << k;
            double y = 1, h = 2.0 / steps;
            for (int step = 0; step < steps; step++)
            {
                (y, double estimate) = Step(y, step * h, h);
                estimates[k] = Math.Max(estimates[k], Math.Abs(estimate));
            }

            errors[k] = Math.Abs(y - Math.Exp(Math.Sin(2)));
        }

        output.WriteLine($"errors {string.Join(' ', errors)}; estimates {string.Join(' ', estimates)}");
        Assert.InRange(Math.Log2(errors[1] / errors[2]), 4.7, 5.3);
        Assert.InRange(Math.Log2(estimates[1] / estimates[2]), 4.7, 5.3);
    }

    /// <summary>The last slope of a step is the first one of the next: nodes are those of the published table.</summary>
    [Fact]
    public void Rows_add_up_to_the_nodes_and_the_difference_of_the_methods_to_nothing()
    {
        double[] nodes = [0.2, 0.3, 0.8, 8.0 / 9, 1, 1];
        for (int stage = 0; stage < nodes.Length; stage++)
        {
            Assert.Equal(stage + 1, DormandPrince.Rows[stage].Length);
            Assert.Equal(nodes[stage], DormandPrince.Rows[stage].Sum(), 1e-14);
        }

        Assert.Equal(DormandPrince.Stages, DormandPrince.ErrorWeights.Count);
        Assert.Equal(0, DormandPrince.ErrorWeights.Sum(), 1e-15);
        Assert.Equal(0.0797, DormandPrince.SlopeNoise, 1e-4);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 0.9)]
    [InlineData(32, 0.45)]
    [InlineData(1e9, 0.2)]
    [InlineData(double.PositiveInfinity, 0.2)]
    [InlineData(double.NaN, 0.2)]
    public void The_next_size_follows_the_error_within_bounds(double error, double factor) => Assert.Equal(factor * 0.3, DormandPrince.Next(0.3, error), 1e-14);

    private static (double Value, double Estimate) Step(double y, double t, double h)
    {
        var slopes = new double[DormandPrince.Stages];
        slopes[0] = y * Math.Cos(t);
        double moved = y;
        for (int stage = 1; stage < slopes.Length; stage++)
        {
            double[] row = DormandPrince.Rows[stage - 1];
            moved = y + (h * row.Zip(slopes, (a, k) => a * k).Sum());
            slopes[stage] = moved * Math.Cos(t + (h * row.Sum()));
        }

        return (moved, h * DormandPrince.ErrorWeights.Zip(slopes, (e, k) => e * k).Sum());
    }
}
