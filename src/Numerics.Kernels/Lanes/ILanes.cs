using System.Numerics;

namespace Numerics.Kernels.Lanes;

/// <summary>
/// One pack: 64 bytes of lanes (8 double, 16 float, 8 ulong) on every tier, so that a loop over packs performs the same operations in the
/// same order whatever the vector width. Arithmetic is IEEE 754 with one rounding per operation; multiply-add is truly fused.
/// </summary>
/// <typeparam name="TSelf">The implementing lane type.</typeparam>
/// <typeparam name="T">float, double or ulong. Square root, division and multiply-add are for floating point only.</typeparam>
internal unsafe interface ILanes<TSelf, T> : IPackPart<TSelf, T>, IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>, IDivisionOperators<TSelf, TSelf, TSelf>, IBitwiseOperators<TSelf, TSelf, TSelf>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Correctly rounded square root.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>All bits set where a &lt; b, zero elsewhere (zero if unordered).</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>Bitwise (mask &amp; a) | (~mask &amp; b).</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>a in lanes whose <paramref name="sign"/> has the top bit set, b in the others; the other bits of <paramref name="sign"/> do not matter.</summary>
    static abstract TSelf SelectNegative(TSelf sign, TSelf a, TSelf b);

    /// <summary>Lanes as unsigned integers of the same size, shifted left.</summary>
    static abstract TSelf ShiftLeftBits(TSelf value, int count);

    /// <summary>Lanes as unsigned integers of the same size, shifted right (zeros come in).</summary>
    static abstract TSelf ShiftRightBits(TSelf value, int count);

    /// <summary>Lanes as unsigned integers of the same size, added modulo 2^bits.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>float only: lanes as signed 32-bit integers, rounded to the nearest float.</summary>
    static abstract TSelf FromInt32Bits(TSelf value);

    /// <summary>ulong only: low and high 32 bits of each lane exchanged.</summary>
    static abstract TSelf SwapHalves(TSelf value);

    /// <summary>ulong only: product of the low 32 bits of each lane.</summary>
    static abstract TSelf MultiplyLow32(TSelf a, TSelf b);
}
