using MathNet.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Lanes;

/// <summary>Accuracy of the lane functions against 50-digit tables and against other libraries on dense grids.</summary>
public class LaneFunctionTests
{
    private const double TanhLimit = 3;
    private const double ErfLimit = 3;

    [Fact]
    public void Double_functions_match_fifty_digit_tables()
    {
        Check(ReferenceValues.Tanh, x => Tanh(x), TanhLimit);
        Check(ReferenceValues.Erf, x => Erf(x), ErfLimit);
        Check(ReferenceValues.Exp, x => LaneExp.Exp<SingleLane<double>, double>(new(x)).Value, 1);
        Check(ReferenceValues.Log, x => LaneLog.Log<SingleLane<double>, double>(new(x)).Value, 1.5);
    }

    [Fact]
    public void Sine_and_cosine_match_fifty_digit_tables()
    {
        // Near a zero the error is absolute: about 1e-20 times the argument.
        static double Error(double actual, double expected, double x)
        {
            double unit = Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected);
            return Math.Max(0, Math.Abs(actual - expected) - (2e-20 * Math.Abs(x))) / unit;
        }

        for (int i = 0; i < ReferenceValues.Sin.GetLength(0); i++)
        {
            double x = ReferenceValues.Sin[i, 0];
            LaneSinCos.OfRadians<SingleLane<double>, double>(new(x), out SingleLane<double> s, out SingleLane<double> c);
            Assert.True(Error(s.Value, ReferenceValues.Sin[i, 1], x) <= 2, $"sin {x:R} = {s.Value:R}");
            Assert.True(Error(c.Value, ReferenceValues.Cos[i, 1], x) <= 2, $"cos {x:R} = {c.Value:R}");
        }
    }

    [Fact]
    public void Tanh_and_erf_follow_other_libraries_on_a_dense_grid()
    {
        // The other libraries have errors of their own (about 1 unit for tanh, up to 5 for erf), hence the wider limits.
        for (int i = 1; i < 60_000; i++)
        {
            double x = i * 1.3e-4;
            Assert.True(Ulp.Distance(Tanh(x), Math.Tanh(x)) <= TanhLimit + 1, $"tanh {x:R}");
            Assert.True(Ulp.Distance(Erf(x), SpecialFunctions.Erf(x)) <= ErfLimit + 5, $"erf {x:R}: {Erf(x):R} {SpecialFunctions.Erf(x):R}");
            double small = x * 1e-6;
            Assert.True(Ulp.Distance(Tanh(small), Math.Tanh(small)) <= TanhLimit + 1, $"tanh {small:R}");
            Assert.True(Ulp.Distance(Erf(small), SpecialFunctions.Erf(small)) <= ErfLimit + 5, $"erf {small:R}");
        }
    }

    [Fact]
    public void Float_functions_are_within_a_few_units_of_the_double_ones()
    {
        for (int i = 1; i < 60_000; i++)
        {
            float x = i * 1.3e-4f;
            var lane = new SingleLane<float>(x);
            Assert.True(Ulp.Distance(LaneTanh.Tanh<SingleLane<float>, float>(lane).Value, Math.Tanh(x)) <= 4, $"tanh {x:R}");
            Assert.True(Ulp.Distance(LaneErf.Erf<SingleLane<float>, float>(lane, out _).Value, Erf(x)) <= 4, $"erf {x:R}");
            Assert.True(Ulp.Distance(LaneExp.Exp<SingleLane<float>, float>(lane).Value, Math.Exp(x)) <= 2, $"exp {x:R}");
            Assert.True(Ulp.Distance(LaneLog.Log<SingleLane<float>, float>(lane).Value, Math.Log(x)) <= 2, $"log {x:R}");
            LaneSinCos.OfRadians<SingleLane<float>, float>(lane, out SingleLane<float> s, out SingleLane<float> c);
            Assert.True(Math.Abs(s.Value - Math.Sin(x)) <= 1.2e-7, $"sin {x:R}");
            Assert.True(Math.Abs(c.Value - Math.Cos(x)) <= 1.2e-7, $"cos {x:R}");
        }
    }

    [Fact]
    public void Turns_are_two_pi_radians()
    {
        for (int i = -4000; i <= 4000; i++)
        {
            double u = i / 1000.0;
            LaneSinCos.OfTurns<SingleLane<double>, double>(new(u), out SingleLane<double> s, out SingleLane<double> c);
            (double sine, double cosine) = (Math.Sin(2 * Math.PI * (u - Math.Round(u))), Math.Cos(2 * Math.PI * (u - Math.Round(u))));
            Assert.Equal(sine, s.Value, 1e-15);
            Assert.Equal(cosine, c.Value, 1e-15);
        }
    }

    [Fact]
    public void Odd_functions_keep_the_sign_and_not_a_number_stays()
    {
        foreach (double x in new[] { 0.0, 1e-310, 0.3, 1.0, 7.0, 1e300, double.PositiveInfinity })
        {
            Assert.Equal(BitConverter.DoubleToInt64Bits(-Tanh(x)), BitConverter.DoubleToInt64Bits(Tanh(-x)));
            Assert.Equal(BitConverter.DoubleToInt64Bits(-Erf(x)), BitConverter.DoubleToInt64Bits(Erf(-x)));
        }

        Assert.Equal(1, Tanh(double.PositiveInfinity));
        Assert.Equal(1, Erf(double.PositiveInfinity));
        Assert.True(double.IsNaN(Tanh(double.NaN)));
        Assert.True(double.IsNaN(Erf(double.NaN)));
    }

    [Fact]
    public void Exponential_leaves_its_range_towards_zero_and_infinity()
    {
        Assert.Equal(0, LaneExp.Exp<SingleLane<double>, double>(new(-800)).Value);
        Assert.Equal(0, LaneExp.Exp<SingleLane<double>, double>(new(double.NegativeInfinity)).Value);
        Assert.Equal(double.PositiveInfinity, LaneExp.Exp<SingleLane<double>, double>(new(710)).Value);
        Assert.Equal(0, LaneExp.Exp<SingleLane<float>, float>(new(-100)).Value);
        Assert.Equal(float.PositiveInfinity, LaneExp.Exp<SingleLane<float>, float>(new(100)).Value);
    }

    private static double Tanh(double x) => LaneTanh.Tanh<SingleLane<double>, double>(new(x)).Value;

    private static double Erf(double x) => LaneErf.Erf<SingleLane<double>, double>(new(x), out _).Value;

    private static void Check(double[,] table, Func<double, double> function, double limit)
    {
        for (int i = 0; i < table.GetLength(0); i++)
        {
            double actual = function(table[i, 0]);
            double distance = Ulp.Distance(actual, table[i, 1]);
            Assert.True(distance <= limit, $"f({table[i, 0]:R}) = {actual:R}, expected {table[i, 1]:R}: {distance:F2} units in the last place.");
        }
    }
}
