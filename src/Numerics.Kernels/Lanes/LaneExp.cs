using System.Numerics;
using System.Runtime.CompilerServices;

namespace Numerics.Kernels.Lanes;

/// <summary>Exponential in lanes, by 2^n (1 + p(r)) with r = x - n ln 2, |r| at most ln(2)/2, and p a polynomial.</summary>
/// <remarks>
/// Coefficients: interpolation of (e^r - 1 - r)/r^2 at Chebyshev nodes in 60 digits, relative error below 2^-59 (double) and 2^-29 (float).
/// Largest error measured: 1.00 unit in the last place (4 10^5 arguments against 320 bits; float, every argument: 0.99). Same bits on every tier.
/// </remarks>
internal static class LaneExp
{
    /// <summary>e^x. Below 2^-1021 (float: 2^-125) the result is 0, above 2^1023 (2^127) infinity; not-a-number stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes, T>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        bool isDouble = typeof(T) == typeof(double);
        TLanes lower = LaneConstants.All<TLanes, T>(isDouble ? -708.0 : -87.0);
        TLanes upper = LaneConstants.All<TLanes, T>(isDouble ? 709.0 : 88.0);
        TLanes p = Reduced<TLanes, T>(x, out TLanes scale);
        TLanes result = TLanes.MultiplyAdd(p, scale, scale);
        result = TLanes.Select(TLanes.LessThan(x, lower), LaneConstants.All<TLanes, T>(0), result);
        return TLanes.Select(TLanes.LessThan(upper, x), LaneConstants.All<TLanes, T>(double.PositiveInfinity), result);
    }

    /// <summary>e^r - 1, with full relative accuracy near 0, and 2^n, for x = r + n ln 2 within the range of <see cref="Exp"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Reduced<TLanes, T>(TLanes x, out TLanes scale)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        bool isDouble = typeof(T) == typeof(double);

        // Adding 1.5 * 2^(mantissa bits) rounds to an integer that can be read from the low bits.
        TLanes magic = LaneConstants.All<TLanes, T>(isDouble ? 6755399441055744.0 : 12582912.0);
        TLanes shifted = TLanes.MultiplyAdd(x, LaneConstants.All<TLanes, T>(1.4426950408889634), magic);
        TLanes n = shifted - magic;

        // ln 2 in two parts; the first has so few bits that n * part is exact.
        TLanes r = TLanes.MultiplyAdd(n, LaneConstants.All<TLanes, T>(isDouble ? -0.6931471806019545 : -0.693115234375), x);
        r = TLanes.MultiplyAdd(n, LaneConstants.All<TLanes, T>(isDouble ? 4.2009150726810846e-11 : -3.1946184945309415e-05), r);
        scale = TLanes.AddBits(TLanes.ShiftLeftBits(shifted, isDouble ? 52 : 23), LaneConstants.All<TLanes, T>(1));
        return TLanes.MultiplyAdd(r * r, Remainder<TLanes, T>(r), r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Remainder<TLanes, T>(TLanes r)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            // Even and odd terms apart: half the chain of dependent operations.
            TLanes square = r * r;
            TLanes even = LaneConstants.All<TLanes, T>(2.0914686968086876e-09);
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(2.75572736431103e-07));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(2.4801587325547743e-05));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(0.0013888888888883748));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(0.04166666666666667));
            even = TLanes.MultiplyAdd(even, square, LaneConstants.All<TLanes, T>(0.5));
            TLanes odd = LaneConstants.All<TLanes, T>(2.5105217004720745e-08);
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(2.7557255400206422e-06));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(0.00019841269874820627));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(0.008333333333326136));
            odd = TLanes.MultiplyAdd(odd, square, LaneConstants.All<TLanes, T>(0.1666666666666667));
            return TLanes.MultiplyAdd(odd, r, even);
        }

        TLanes q = LaneConstants.All<TLanes, T>(0.000198909911);
        q = TLanes.MultiplyAdd(q, r, LaneConstants.All<TLanes, T>(0.00139336498));
        q = TLanes.MultiplyAdd(q, r, LaneConstants.All<TLanes, T>(0.00833331048));
        q = TLanes.MultiplyAdd(q, r, LaneConstants.All<TLanes, T>(0.0416664667));
        q = TLanes.MultiplyAdd(q, r, LaneConstants.All<TLanes, T>(0.166666672));
        return TLanes.MultiplyAdd(q, r, LaneConstants.All<TLanes, T>(0.5));
    }
}
