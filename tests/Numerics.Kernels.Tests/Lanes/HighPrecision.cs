using System.Numerics;

namespace Numerics.Kernels.Tests.Lanes;

/// <summary>Elementary functions by their power series in fixed point with 320 binary places: slow, simple, far beyond double.</summary>
internal static class HighPrecision
{
    private const int Places = 320;
    private static readonly BigInteger One = BigInteger.One << Places;
    private static readonly BigInteger LogTwo = 2 * InverseHyperbolicTangent(One / 3);

    public static readonly BigInteger Pi = 4 * ((4 * ArcTangentOfInverse(5)) - ArcTangentOfInverse(239));

    public static BigInteger Of(double x)
    {
        if (x == 0) { return 0; }

        int exponent = Math.ILogB(x) - 52;
        var mantissa = new BigInteger(Math.ScaleB(x, -exponent));
        int shift = exponent + Places;
        return shift >= 0 ? mantissa << shift : mantissa >> -shift;
    }

    /// <summary>Distance of a double from the exact value in units in its last place.</summary>
    public static double Ulps(double actual, BigInteger exact)
    {
        double near = Math.Abs((double)exact / (double)One), unit = Math.BitIncrement(near) - near;
        return (double)BigInteger.Abs(Of(actual) - exact) / (double)One / unit;
    }

    public static BigInteger Exp(BigInteger x)
    {
        BigInteger n = BigInteger.Divide(x, LogTwo), r = x - (n * LogTwo), term = One, sum = One;
        for (int k = 1; !term.IsZero; k++)
        {
            term = (term * r >> Places) / k;
            sum += term;
        }

        return n.Sign >= 0 ? sum << (int)n : sum >> (int)-n;
    }

    /// <summary>For 2^e m with m in [1, 2): e ln 2 + 2 artanh((m - 1)/(m + 1)).</summary>
    public static BigInteger Log(double x)
    {
        int e = Math.ILogB(x);
        BigInteger m = Of(Math.ScaleB(x, -e));
        return (e * LogTwo) + (2 * InverseHyperbolicTangent(((m - One) << Places) / (m + One)));
    }

    public static BigInteger Tanh(BigInteger x)
    {
        BigInteger square = Exp(2 * x);
        return ((square - One) << Places) / (square + One);
    }

    /// <summary>2/sqrt(pi) x sum (2 x^2)^k / (1 3 5 ... (2k + 1)) e^(-x^2): no cancellation.</summary>
    public static BigInteger Erf(BigInteger x)
    {
        BigInteger square = x * x >> Places, term = x, sum = x;
        for (int k = 1; !term.IsZero; k++)
        {
            term = (term * 2 * square >> Places) / ((2 * k) + 1);
            sum += term;
        }

        return ((sum * Exp(-square) >> Places) * 2 << Places) / Root(Pi);
    }

    /// <summary>Sine and cosine of x.</summary>
    public static (BigInteger Sine, BigInteger Cosine) SinCos(BigInteger x)
    {
        BigInteger sine = 0, cosine = 0, term = One;
        for (int k = 0; !term.IsZero; k++)
        {
            BigInteger signed = (k / 2 % 2) == 0 ? term : -term;
            (sine, cosine) = k % 2 == 0 ? (sine, cosine + signed) : (sine + signed, cosine);
            term = (term * x >> Places) / (k + 1);
        }

        return (sine, cosine);
    }

    private static BigInteger Root(BigInteger x)
    {
        BigInteger target = x << Places, root = Of(Math.Sqrt((double)x / (double)One));
        for (int i = 0; i < 10; i++)
        {
            root = (root + (target / root)) / 2;
        }

        return root;
    }

    private static BigInteger InverseHyperbolicTangent(BigInteger s)
    {
        BigInteger square = s * s >> Places, power = s, sum = 0;
        for (int k = 1; !power.IsZero && power != -1; k += 2)
        {
            sum += power / k;
            power = power * square >> Places;
        }

        return sum;
    }

    private static BigInteger ArcTangentOfInverse(int n)
    {
        BigInteger power = One / n, sum = 0;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += k % 4 == 1 ? power / k : -(power / k);
            power /= n * n;
        }

        return sum;
    }
}
