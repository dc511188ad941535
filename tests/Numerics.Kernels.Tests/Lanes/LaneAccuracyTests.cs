using System.Numerics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Lanes;

/// <summary>
/// Largest errors of the lane functions in double precision, on random arguments over the whole range against 320-bit series. The limits are the figures in
/// the functions' own comments. Single precision: <see cref="LaneExhaustiveTests"/>.
/// </summary>
public class LaneAccuracyTests(ITestOutputHelper output)
{
    /// <summary>Arguments per function; the slow test takes a hundred times as many.</summary>
    private const int Few = 4000;

    [Fact]
    public void Double_against_320_bits() => Doubles(Few);

    [Fact]
    [Trait("speed", "slow")]
    public void Double_against_320_bits_on_many_arguments() => Doubles(100 * Few);

    private void Doubles(int count)
    {
        Sample("log", count, u => Math.ScaleB(1 + Fraction(u), (int)(u % 2040) - 1020), 0.95, Log, HighPrecision.Log);
        Sample("log near 1", count, u => 0.7 + (0.8 * Fraction(u)), 0.95, Log, HighPrecision.Log);
        Sample("exp", count, u => -60 + (700 * Fraction(u)), 1.05, x => LaneExp.Exp<SingleLane<double>, double>(new(x)).Value, x => HighPrecision.Exp(HighPrecision.Of(x)));
        Sample("tanh", count, u => 20 * Fraction(u) * Math.ScaleB(1, -(int)(u % 24)), 2.5, x => LaneTanh.Tanh<SingleLane<double>, double>(new(x)).Value, x => HighPrecision.Tanh(HighPrecision.Of(x)));
        Sample("erf", count, u => 6 * Fraction(u) * Math.ScaleB(1, -(int)(u % 24)), 1.15, x => LaneErf.Erf<SingleLane<double>, double>(new(x), out _).Value, x => HighPrecision.Erf(HighPrecision.Of(x)));
        double worst = 0;
        for (int i = 0; i < count; i++)
        {
            double u = Fraction(Word(i));
            LaneSinCos.OfTurns<SingleLane<double>, double>(new(u), out SingleLane<double> s, out SingleLane<double> c);
            (BigInteger sine, BigInteger cosine) = HighPrecision.SinCos((2 * HighPrecision.Pi * HighPrecision.Of(u)) >> 320);
            double one = Math.ScaleB(1, -52);
            worst = Math.Max(worst, Math.Max(Math.Abs(Absolute(s.Value, sine)), Math.Abs(Absolute(c.Value, cosine))) / one);
        }

        output.WriteLine($"sin, cos 2 pi u: {worst:F3} units of 2^-52");
        Assert.InRange(worst, 0, 1);
    }

    private static double Log(double x) => LaneLog.Log<SingleLane<double>, double>(new(x)).Value;

    private static double Absolute(double actual, BigInteger exact) => (double)(HighPrecision.Of(actual) - exact) / (double)(BigInteger.One << 320);

    private void Sample(string name, int count, Func<ulong, double> argument, double limit, Func<double, double> function, Func<double, BigInteger> exact)
    {
        double worst = 0, at = 0;
        for (int i = 0; i < count; i++)
        {
            double x = argument(Word(i));
            double error = HighPrecision.Ulps(function(x), exact(x));
            (worst, at) = error > worst ? (error, x) : (worst, at);
        }

        output.WriteLine($"{name}: {worst:F3} units in the last place at {at:R}");
        Assert.InRange(worst, 0, limit);
    }

    private static double Fraction(ulong word) => (word >> 11) * Math.ScaleB(1, -53);

    /// <summary>SplitMix64.</summary>
    private static ulong Word(int i)
    {
        ulong z = unchecked((ulong)(i + 1) * 0x9E3779B97F4A7C15UL);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
