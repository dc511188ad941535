using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Numerics.Kernels.Lanes;

/// <summary>A pack as two 256-bit vectors: the AVX2 tier.</summary>
/// <remarks>Lanes: 64 bytes in memory order. Tail: <see cref="LaneTail"/>. Scalar twin: <see cref="LanesScalar{T}"/>.</remarks>
internal readonly unsafe struct Lanes256<T>(Vector256<T> low, Vector256<T> high) : ILanes<Lanes256<T>, T>
    where T : unmanaged, INumber<T>
{
    private readonly Vector256<T> low = low;
    private readonly Vector256<T> high = high;

    /// <inheritdoc/>
    public static int Count => 2 * Vector256<T>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> left, Lanes256<T> right) =>
        new(left.low + right.low, left.high + right.high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> left, Lanes256<T> right) =>
        new(left.low - right.low, left.high - right.high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> left, Lanes256<T> right) =>
        new(left.low * right.low, left.high * right.high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> left, Lanes256<T> right) =>
        new(left.low / right.low, left.high / right.high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator &(Lanes256<T> left, Lanes256<T> right) =>
        new(left.low & right.low, left.high & right.high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator |(Lanes256<T> left, Lanes256<T> right) =>
        new(left.low | right.low, left.high | right.high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator ^(Lanes256<T> left, Lanes256<T> right) =>
        new(left.low ^ right.low, left.high ^ right.high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator ~(Lanes256<T> value) => new(~value.low, ~value.high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Broadcast(T value)
    {
        Vector256<T> all = Vector256.Create(value);
        return new(all, all);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(T* source) =>
        new(Vector256.Load(source), Vector256.Load(source + (1 * Vector256<T>.Count)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256<T> value, T* destination)
    {
        value.low.Store(destination);
        value.high.Store(destination + (1 * Vector256<T>.Count));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyAdd(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) =>
        new(Fused(a.low, b.low, c.low), Fused(a.high, b.high, c.high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> value) => new(Vector256.Sqrt(value.low), Vector256.Sqrt(value.high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LessThan(Lanes256<T> a, Lanes256<T> b) =>
        new(Vector256.LessThan(a.low, b.low), Vector256.LessThan(a.high, b.high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> a, Lanes256<T> b) =>
        new(Vector256.ConditionalSelect(mask.low, a.low, b.low), Vector256.ConditionalSelect(mask.high, a.high, b.high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> SelectNegative(Lanes256<T> sign, Lanes256<T> a, Lanes256<T> b) =>
        new(
            Pick(sign.low, a.low, b.low),
            Pick(sign.high, a.high, b.high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ShiftLeftBits(Lanes256<T> value, int count) => sizeof(T) == 8
        ? new((value.low.AsUInt64() << count).As<ulong, T>(), (value.high.AsUInt64() << count).As<ulong, T>())
        : new((value.low.AsUInt32() << count).As<uint, T>(), (value.high.AsUInt32() << count).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ShiftRightBits(Lanes256<T> value, int count) => sizeof(T) == 8
        ? new((value.low.AsUInt64() >>> count).As<ulong, T>(), (value.high.AsUInt64() >>> count).As<ulong, T>())
        : new((value.low.AsUInt32() >>> count).As<uint, T>(), (value.high.AsUInt32() >>> count).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> AddBits(Lanes256<T> a, Lanes256<T> b) => sizeof(T) == 8
        ? new((a.low.AsUInt64() + b.low.AsUInt64()).As<ulong, T>(), (a.high.AsUInt64() + b.high.AsUInt64()).As<ulong, T>())
        : new((a.low.AsUInt32() + b.low.AsUInt32()).As<uint, T>(), (a.high.AsUInt32() + b.high.AsUInt32()).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> FromInt32Bits(Lanes256<T> value) =>
        new(
            Vector256.ConvertToSingle(value.low.AsInt32()).As<float, T>(),
            Vector256.ConvertToSingle(value.high.AsInt32()).As<float, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> SwapHalves(Lanes256<T> value) => new(
            Swapped(value.low),
            Swapped(value.high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyLow32(Lanes256<T> a, Lanes256<T> b) => new(Product32(a.low, b.low), Product32(a.high, b.high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Fused(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(double)
        ? Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Pick(Vector256<T> sign, Vector256<T> a, Vector256<T> b)
    {
        if (Avx.IsSupported)
        {
            return sizeof(T) == 8
                ? Avx.BlendVariable(b.AsDouble(), a.AsDouble(), sign.AsDouble()).As<double, T>()
                : Avx.BlendVariable(b.AsSingle(), a.AsSingle(), sign.AsSingle()).As<float, T>();
        }

        return sizeof(T) == 8
            ? Vector256.ConditionalSelect(Vector256.LessThan(sign.AsInt64(), Vector256<long>.Zero).As<long, T>(), a, b)
            : Vector256.ConditionalSelect(Vector256.LessThan(sign.AsInt32(), Vector256<int>.Zero).As<int, T>(), a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Swapped(Vector256<T> value) => Avx2.IsSupported ? Avx2.Shuffle(value.AsUInt32(), 0b10_11_00_01).As<uint, T>()
        : ((value.AsUInt64() << 32) | (value.AsUInt64() >>> 32)).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Product32(Vector256<T> a, Vector256<T> b)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.Multiply(a.AsUInt32(), b.AsUInt32()).As<ulong, T>();
        }

        Vector256<ulong> mask = Vector256.Create(0xFFFF_FFFFUL);
        return ((a.AsUInt64() & mask) * (b.AsUInt64() & mask)).As<ulong, T>();
    }
}
