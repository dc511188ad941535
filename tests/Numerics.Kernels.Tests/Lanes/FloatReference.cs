using System.Runtime.Intrinsics;

namespace Numerics.Kernels.Tests.Lanes;

/// <summary>
/// The elementary functions in double precision for arguments that are floats, apart from the project's own lanes: the base class library's exponential,
/// logarithm, sine and cosine, and textbook formulas on top of them. Relative error below 10^-14, that is 2 10^-7 units in the last place of a float.
/// </summary>
internal static class FloatReference
{
    /// <summary>Taylor coefficients of tanh x in x, x^3, ..., x^17; the rest is below 10^-15 of the sum for |x| at most 1/8.</summary>
    private static readonly double[] Tangent =
    [
        1, -1.0 / 3, 2.0 / 15, -17.0 / 315, 62.0 / 2835, -1382.0 / 155925, 21844.0 / 6081075, -929569.0 / 638512875, 6404582.0 / 10854718875,
    ];

    /// <summary>ln x for x above 0.</summary>
    public static Vector256<double> Log(Vector256<double> x) => Vector256.Log(x);

    /// <summary>e^x for |x| below 700.</summary>
    public static Vector256<double> Exp(Vector256<double> x) => Vector256.Exp(x);

    /// <summary>tanh x for x from 0 to 300: Taylor series below 1/8, 1 - 2/(e^(2x) + 1) above.</summary>
    public static Vector256<double> Tanh(Vector256<double> x)
    {
        Vector256<double> square = x * x, series = Vector256.Create(Tangent[^1]);
        for (int i = Tangent.Length - 2; i >= 0; i--)
        {
            series = (series * square) + Vector256.Create(Tangent[i]);
        }

        Vector256<double> one = Vector256<double>.One;
        Vector256<double> far = one - (Vector256.Create(2.0) / (Vector256.Exp(x + x) + one));
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(0.125)), x * series, far);
    }

    /// <summary>
    /// erf x for x from 0 to 6 as 2/sqrt(pi) x e^(-x^2) sum (2 x^2)^k / (1 3 5 ... (2k + 1)): terms of one sign; from 6 on it is 1 up to 2 10^-17.
    /// </summary>
    public static Vector256<double> Erf(Vector256<double> x)
    {
        double largest = Math.Max(Math.Max(x[0], x[1]), Math.Max(x[2], x[3]));
        Vector256<double> clamped = Vector256.Min(x, Vector256.Create(6.0));
        Vector256<double> square = clamped * clamped, sum = Vector256<double>.One;

        // From term k on the terms fall faster than 2 x^2 / (2 k + 1) to the power of their number: enough for 2^-53 in each range.
        for (int k = largest < 0.125 ? 6 : largest < 1 ? 20 : largest < 3 ? 60 : 140; k >= 1; k--)
        {
            sum = (sum * square * Vector256.Create(2.0 / ((2 * k) + 1))) + Vector256<double>.One;
        }

        return Vector256.Create(2 / Math.Sqrt(Math.PI)) * clamped * Vector256.Exp(-square) * sum;
    }

    /// <summary>sin 2 pi u for |u| below 2^20; the reduction to an eighth of a turn is exact, so the error is relative also beside the zeros.</summary>
    public static Vector256<double> SineOfTurns(Vector256<double> u) => Turned(u, 0);

    /// <summary>cos 2 pi u, as <see cref="SineOfTurns"/>.</summary>
    public static Vector256<double> CosineOfTurns(Vector256<double> u) => Turned(u, 1);

    /// <summary>Sine of u turns and a number of quarter turns.</summary>
    private static Vector256<double> Turned(Vector256<double> u, double quarters)
    {
        Vector256<double> four = Vector256.Create(4.0), n = Vector256.Round(u * four);
        Vector256<double> angle = (u - (n / four)) * Vector256.Create(2 * Math.PI);
        Vector256<double> total = n + Vector256.Create(quarters), quadrant = total - (four * Vector256.Floor(total / four));
        Vector256<double> odd = Vector256.Equals(quadrant, Vector256<double>.One) | Vector256.Equals(quadrant, Vector256.Create(3.0));
        Vector256<double> size = Vector256.ConditionalSelect(odd, Vector256.Cos(angle), Vector256.Sin(angle));
        return Vector256.ConditionalSelect(Vector256.GreaterThan(quadrant, Vector256.Create(1.5)), -size, size);
    }
}
