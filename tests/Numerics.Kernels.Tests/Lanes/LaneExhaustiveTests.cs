using System.Numerics;
using System.Runtime.Intrinsics;
using Numerics.Kernels.Elementwise;

namespace Numerics.Kernels.Tests.Lanes;

/// <summary>
/// The lane functions on every float: errors where the value varies, the constant tails bit by bit, parity for every argument. The limits are the figures
/// of docs/performance.md, rounded up. References in double precision are of other origin and are themselves checked against 320 bits.
/// </summary>
public class LaneExhaustiveTests(ITestOutputHelper output)
{
    private static readonly Vector256<float> One = Vector256<float>.One;

    [Fact]
    public void References_are_within_1e_14_of_320_bits()
    {
        Check("log", x => FloatReference.Log(x), HighPrecision.Log, float.Epsilon, float.MaxValue);
        Check("exp", x => FloatReference.Exp(x), x => HighPrecision.Exp(HighPrecision.Of(x)), 1e-10f, 88);
        Check("exp of negative", x => FloatReference.Exp(-x), x => HighPrecision.Exp(HighPrecision.Of(-x)), 1e-10f, 88);
        Check("tanh", x => FloatReference.Tanh(x), x => HighPrecision.Tanh(HighPrecision.Of(x)), 1e-10f, 21);
        Check("erf", x => FloatReference.Erf(x), x => HighPrecision.Erf(HighPrecision.Of(x)), 1e-10f, 6);
        Check("sin", x => FloatReference.SineOfTurns(x), x => Turned(x).Sine, 1e-10f, 1024);
        Check("cos", x => FloatReference.CosineOfTurns(x), x => Turned(x).Cosine, 1e-10f, 1024);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Logarithm_of_every_normal_float() =>
        Errors<FloatFunctions.Log>("log", MathF.ScaleB(1, -126), float.MaxValue, 1, FloatReference.Log);

    [Fact]
    [Trait("speed", "slow")]
    public void Exponential_of_every_float()
    {
        Errors<FloatFunctions.Exp>("exp", 0, 88, 1.05, FloatReference.Exp);
        Errors<FloatFunctions.Exp>("exp of negative", -0.0f, -87, 1.05, FloatReference.Exp);
        None<FloatFunctions.Exp>("infinite above 88", MathF.BitIncrement(88), float.PositiveInfinity, (_, y, _) => Vector256.Equals(y, Vector256.Create(float.PositiveInfinity)));
        None<FloatFunctions.Exp>("0 below -87", MathF.BitIncrement(87), float.PositiveInfinity, (_, _, mirrored) => Zero(mirrored));
        NotANumberStays<FloatFunctions.Exp>();
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Hyperbolic_tangent_of_every_float()
    {
        Errors<FloatFunctions.Tanh>("tanh", 0, 20, 2.5, FloatReference.Tanh);
        None<FloatFunctions.Tanh>("1 from 20 on", 20, float.PositiveInfinity, (_, y, _) => Vector256.Equals(y, One));
        None<FloatFunctions.Tanh>("odd", 0, float.PositiveInfinity, Odd);
        NotANumberStays<FloatFunctions.Tanh>();
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Error_function_of_every_float()
    {
        Errors<FloatFunctions.Erf>("erf", 0, 6, 1.15, FloatReference.Erf);
        None<FloatFunctions.Erf>("1 from 4 on", 4, float.PositiveInfinity, (_, y, _) => Vector256.Equals(y, One));
        None<FloatFunctions.Erf>("odd", 0, float.PositiveInfinity, Odd);
        NotANumberStays<FloatFunctions.Erf>();
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Sine_of_every_float_of_the_domain()
    {
        Errors<FloatFunctions.SineOfTurns>("sin 2 pi u", 0, 1024, 2.2, FloatReference.SineOfTurns);
        None<FloatFunctions.SineOfTurns>("odd", 0, 1024, (_, y, mirrored) => Vector256.Equals(mirrored, -y));
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Cosine_of_every_float_of_the_domain()
    {
        Errors<FloatFunctions.CosineOfTurns>("cos 2 pi u", 0, 1024, 2, FloatReference.CosineOfTurns);
        None<FloatFunctions.CosineOfTurns>("even", 0, 1024, (_, y, mirrored) => Vector256.Equals(mirrored, y));
    }

    private void Errors<TFunction>(string name, float from, float to, double limit, Func<Vector256<double>, Vector256<double>> reference)
        where TFunction : struct, IElementwise
    {
        (double units, float at) = FloatSweep<TFunction>.LargestError(from, to, reference);
        output.WriteLine($"{name}: {units:F4} units in the last place at {at:R}, every float from {from:R} to {to:R}");
        Assert.InRange(units, 0, limit);
    }

    private void None<TFunction>(string property, float from, float to, Func<Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>> holds)
        where TFunction : struct, IElementwise
    {
        long violations = FloatSweep<TFunction>.Violations(from, to, holds);
        output.WriteLine($"{property}: {violations} violations, every float from {from:R} to {to:R}");
        Assert.Equal(0, violations);
    }

    private void NotANumberStays<TFunction>()
        where TFunction : struct, IElementwise =>
        None<TFunction>(
            "not a number", BitConverter.UInt32BitsToSingle(0x7F80_0001), BitConverter.UInt32BitsToSingle(0x7FFF_FFFF),
            (_, y, mirrored) => ~(Vector256.Equals(y, y) | Vector256.Equals(mirrored, mirrored)));

    /// <summary>The same bits but the sign, also at zero.</summary>
    private static Vector256<float> Odd(Vector256<float> x, Vector256<float> y, Vector256<float> mirrored) =>
        Vector256.Equals(mirrored.AsUInt32(), y.AsUInt32() ^ Vector256.Create(0x8000_0000)).AsSingle();

    private static Vector256<float> Zero(Vector256<float> y) => Vector256.Equals(y.AsUInt32(), Vector256<uint>.Zero).AsSingle();

    private static (BigInteger Sine, BigInteger Cosine) Turned(double u) => HighPrecision.SinCos((2 * HighPrecision.Pi * HighPrecision.Of(u - Math.Round(u))) >> 320);

    /// <summary>Floats with patterns evenly spaced between the two limits.</summary>
    private void Check(string name, Func<Vector256<double>, Vector256<double>> reference, Func<double, BigInteger> exact, float from, float to)
    {
        const int Count = 2000;
        int first = BitConverter.SingleToInt32Bits(from), last = BitConverter.SingleToInt32Bits(to);
        double worst = 0;
        for (int i = 0; i <= Count; i++)
        {
            double x = BitConverter.Int32BitsToSingle(first + (int)((long)(last - first) * i / Count));
            BigInteger expected = exact(x);
            BigInteger difference = BigInteger.Abs(HighPrecision.Of(reference(Vector256.Create(x))[0]) - expected);
            worst = Math.Max(worst, expected.IsZero ? (difference.IsZero ? 0 : 1) : (double)difference / (double)BigInteger.Abs(expected));
        }

        output.WriteLine($"{name}: {worst:G2}");
        Assert.InRange(worst, 0, 1e-14);
    }
}
