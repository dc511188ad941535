using System.Numerics;
using System.Runtime.CompilerServices;

namespace Numerics.Kernels.Lanes;

/// <summary>
/// Error function in lanes: x + x P(x^2) below 1, and 1 - e^(-x^2) R(t), t = (x - 2)/(x + 2), above, where R approximates e^(x^2) erfc(x).
/// </summary>
/// <remarks>
/// Coefficients: interpolation at Chebyshev nodes in 60 digits; error of erf below 2^-55 (double) and 2^-26 (float) before rounding.
/// Largest error measured: 1.10 units in the last place (4 10^5 arguments against 320 bits; float, every argument: 1.11). Odd exactly; not-a-number stays. Same bits on every tier.
/// </remarks>
internal static class LaneErf
{
    /// <summary>erf x, and e^(-x^2) as a by-product; the latter with relative error of about (1 + x^2) units in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Erf<TLanes, T>(TLanes x, out TLanes gaussian)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes one = LaneConstants.All<TLanes, T>(1);
        TLanes two = LaneConstants.All<TLanes, T>(2);
        TLanes sign = x & LaneConstants.SignBit<TLanes, T>();
        TLanes magnitude = x ^ sign;
        gaussian = LaneExp.Exp<TLanes, T>(LaneConstants.All<TLanes, T>(0) - (x * x));

        // erf is 1 to the last bit beyond 6 (float: 4); the polynomial R ends there.
        TLanes a = LaneConstants.AtMost<TLanes, T>(magnitude, typeof(T) == typeof(double) ? 6 : 4);
        TLanes inner = TLanes.MultiplyAdd(a, Centre<TLanes, T>(a * a), a);
        TLanes outer = one - (gaussian * Scaled<TLanes, T>((a - two) / (a + two)));
        return TLanes.Select(TLanes.LessThan(a, one), inner, outer) | sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Centre<TLanes, T>(TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            // Even and odd terms apart: half the chain of dependent operations.
            TLanes square = z * z;
            TLanes even = LaneConstants.All<TLanes, T>(5.957176147748911e-11);
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(1.4659775274047436e-08));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(1.6461000484121368e-06));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(0.0001205533111164271));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(0.0052239776248180145));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(0.11283791670954879));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(0.1283791670955126));
            TLanes odd = LaneConstants.All<TLanes, T>(-1.1372848856791674e-09);
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(-1.6350312701054695e-07));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(-1.4925595266831182e-05));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(-0.000854832698083379));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(-0.026866170645076792));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(-0.3761263890318375));
            return TLanes.MultiplyAdd(odd, z, even);
        }

        TLanes q = LaneConstants.All<TLanes, T>(7.87587487e-05);
        q = TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(-0.00080168643));
        q = TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(0.00518908724));
        q = TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(-0.0268542115));
        q = TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(0.112835944));
        q = TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(-0.37612626));
        return TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(0.128379166));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Scaled<TLanes, T>(TLanes t)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            // Even and odd terms apart: half the chain of dependent operations.
            TLanes square = t * t;
            TLanes even = LaneConstants.All<TLanes, T>(3.917059299925389e-06);
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(-1.4067532694582058e-05));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(2.754312818566672e-05));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(4.3554202452705896e-05));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(-0.0008471431980760424));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(0.00373289240349224));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(0.24165819424246987));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(0.25539567631050575));
            TLanes odd = LaneConstants.All<TLanes, T>(1.820143195975009e-06);
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(-2.7647305443610053e-05));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(0.00017436697232946864));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(-0.0009819773208131022));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(0.006997461747753573));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(-0.07897858101585253));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(-0.4271858474139579));
            return TLanes.MultiplyAdd(odd, t, even);
        }

        TLanes q = LaneConstants.All<TLanes, T>(-0.000837975414);
        q = TLanes.MultiplyAdd(q, t, LaneConstants.All<TLanes, T>(0.00681114011));
        q = TLanes.MultiplyAdd(q, t, LaneConstants.All<TLanes, T>(0.00373237184));
        q = TLanes.MultiplyAdd(q, t, LaneConstants.All<TLanes, T>(-0.0789683089));
        q = TLanes.MultiplyAdd(q, t, LaneConstants.All<TLanes, T>(0.241658196));
        q = TLanes.MultiplyAdd(q, t, LaneConstants.All<TLanes, T>(-0.427185982));
        return TLanes.MultiplyAdd(q, t, LaneConstants.All<TLanes, T>(0.255395681));
    }
}
