using System.Numerics;
using System.Runtime.CompilerServices;

namespace Numerics.Kernels.Lanes;

/// <summary>Sine and cosine in lanes, by polynomials on [-pi/4, pi/4] and quadrants.</summary>
/// <remarks>
/// Coefficients: interpolation of (sin x - x)/x^3 and (cos x - 1 + x^2/2)/x^4 in x^2 at Chebyshev nodes in 60 digits, error below 2^-57
/// (double) and 2^-28 (float). Same bits on every tier.
/// </remarks>
internal static class LaneSinCos
{
    /// <summary>
    /// Sine and cosine of 2 pi u for |u| at most 2^30 (float: 2^10). Error measured for double in [0, 1): 0.85 2^-52 (2 10^-16) absolute; for float, every
    /// argument, also beside the zeros: sine 2.14, cosine 1.95 units in the last place.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfTurns<TLanes, T>(TLanes u, out TLanes sine, out TLanes cosine)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes magic = Magic<TLanes, T>();
        TLanes shifted = TLanes.MultiplyAdd(u, LaneConstants.All<TLanes, T>(4), magic);
        TLanes r = TLanes.MultiplyAdd(shifted - magic, LaneConstants.All<TLanes, T>(-0.25), u) * LaneConstants.All<TLanes, T>(2 * Math.PI);
        Rotated<TLanes, T>(r, shifted, out sine, out cosine);
    }

    /// <summary>
    /// Sine and cosine of x in radians for |x| at most 10^6 (float: 5000). Error at most 2 units in the last place (measured: 1.6), or
    /// 10^-20 (float: 10^-11) times |x| absolute near the zeros, whichever is larger. Outside the range accuracy is lost gradually.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfRadians<TLanes, T>(TLanes x, out TLanes sine, out TLanes cosine)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        bool isDouble = typeof(T) == typeof(double);
        TLanes magic = Magic<TLanes, T>();
        TLanes shifted = TLanes.MultiplyAdd(x, LaneConstants.All<TLanes, T>(2 / Math.PI), magic);
        TLanes n = shifted - magic;

        // pi/2 in three parts; n times the first two is exact for n below 2^20 (2^12).
        TLanes r = TLanes.MultiplyAdd(n, LaneConstants.All<TLanes, T>(isDouble ? -1.5707963267341256 : -1.57080078125), x);
        r = TLanes.MultiplyAdd(n, LaneConstants.All<TLanes, T>(isDouble ? -6.077100506303966e-11 : 4.453584551811218e-06), r);
        r = TLanes.MultiplyAdd(n, LaneConstants.All<TLanes, T>(isDouble ? -2.0222662487959506e-21 : 8.705515695504166e-10), r);
        Rotated<TLanes, T>(r, shifted, out sine, out cosine);
    }

    /// <summary>Sine and cosine of r in [-pi/4, pi/4] radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfOctants<TLanes, T>(TLanes r, out TLanes sine, out TLanes cosine)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        TLanes z = r * r;
        sine = TLanes.MultiplyAdd(r * z, SineSeries<TLanes, T>(z), r);
        TLanes leading = TLanes.MultiplyAdd(z, LaneConstants.All<TLanes, T>(-0.5), LaneConstants.All<TLanes, T>(1));
        cosine = TLanes.MultiplyAdd(z * z, CosineSeries<TLanes, T>(z), leading);
    }

    /// <summary>Adds n quarter turns to r, where n is the low two bits of <paramref name="quarters"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rotated<TLanes, T>(TLanes r, TLanes quarters, out TLanes sine, out TLanes cosine)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        int top = typeof(T) == typeof(double) ? 63 : 31;
        OfOctants<TLanes, T>(r, out TLanes s, out TLanes c);
        TLanes odd = TLanes.ShiftLeftBits(quarters, top);
        TLanes half = TLanes.ShiftLeftBits(TLanes.ShiftRightBits(quarters, 1), top);
        sine = TLanes.SelectNegative(odd, c, s) ^ half;
        cosine = TLanes.SelectNegative(odd, s, c) ^ (half ^ odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Magic<TLanes, T>()
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T> =>
        LaneConstants.All<TLanes, T>(typeof(T) == typeof(double) ? 6755399441055744.0 : 12582912.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SineSeries<TLanes, T>(TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            TLanes p = LaneConstants.All<TLanes, T>(-7.586685070693618e-13);
            p = TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(1.6058531414599232e-10));
            p = TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(-2.505210623115797e-08));
            p = TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(2.7557319219335453e-06));
            p = TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(-0.0001984126984126506));
            p = TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(0.008333333333333331));
            return TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(-0.16666666666666666));
        }

        TLanes q = LaneConstants.All<TLanes, T>(2.72498642e-06);
        q = TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(-0.000198400856));
        q = TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(0.00833333191));
        return TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(-0.166666672));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes CosineSeries<TLanes, T>(TLanes z)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            TLanes p = LaneConstants.All<TLanes, T>(-1.1382614869434128e-11);
            p = TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(2.087614602470193e-09));
            p = TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(-2.7557317270560385e-07));
            p = TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(2.4801587298763433e-05));
            p = TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(-0.0013888888888887395));
            return TLanes.MultiplyAdd(p, z, LaneConstants.All<TLanes, T>(0.041666666666666664));
        }

        TLanes q = LaneConstants.All<TLanes, T>(2.45478914e-05);
        q = TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(-0.00138883025));
        return TLanes.MultiplyAdd(q, z, LaneConstants.All<TLanes, T>(0.0416666642));
    }
}
