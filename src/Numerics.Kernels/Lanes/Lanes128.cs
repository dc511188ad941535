using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Numerics.Kernels.Lanes;

/// <summary>A pack as four 128-bit vectors: the SSE and NEON tier.</summary>
/// <remarks>Lanes: 64 bytes in memory order. Tail: <see cref="LaneTail"/>. Scalar twin: <see cref="LanesScalar{T}"/>.</remarks>
internal readonly unsafe struct Lanes128<T>(
    Vector128<T> first, Vector128<T> second, Vector128<T> third, Vector128<T> fourth)
    : ILanes<Lanes128<T>, T>
    where T : unmanaged, INumber<T>
{
    private readonly Vector128<T> first = first;
    private readonly Vector128<T> second = second;
    private readonly Vector128<T> third = third;
    private readonly Vector128<T> fourth = fourth;

    /// <inheritdoc/>
    public static int Count => 4 * Vector128<T>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> left, Lanes128<T> right) =>
        new(left.first + right.first, left.second + right.second, left.third + right.third, left.fourth + right.fourth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> left, Lanes128<T> right) =>
        new(left.first - right.first, left.second - right.second, left.third - right.third, left.fourth - right.fourth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> left, Lanes128<T> right) =>
        new(left.first * right.first, left.second * right.second, left.third * right.third, left.fourth * right.fourth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> left, Lanes128<T> right) =>
        new(left.first / right.first, left.second / right.second, left.third / right.third, left.fourth / right.fourth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator &(Lanes128<T> left, Lanes128<T> right) =>
        new(left.first & right.first, left.second & right.second, left.third & right.third, left.fourth & right.fourth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator |(Lanes128<T> left, Lanes128<T> right) =>
        new(left.first | right.first, left.second | right.second, left.third | right.third, left.fourth | right.fourth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator ^(Lanes128<T> left, Lanes128<T> right) =>
        new(left.first ^ right.first, left.second ^ right.second, left.third ^ right.third, left.fourth ^ right.fourth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator ~(Lanes128<T> value) => new(~value.first, ~value.second, ~value.third, ~value.fourth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Broadcast(T value)
    {
        Vector128<T> all = Vector128.Create(value);
        return new(all, all, all, all);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(T* source) =>
        new(
            Vector128.Load(source),
            Vector128.Load(source + (1 * Vector128<T>.Count)),
            Vector128.Load(source + (2 * Vector128<T>.Count)),
            Vector128.Load(source + (3 * Vector128<T>.Count)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128<T> value, T* destination)
    {
        value.first.Store(destination);
        value.second.Store(destination + (1 * Vector128<T>.Count));
        value.third.Store(destination + (2 * Vector128<T>.Count));
        value.fourth.Store(destination + (3 * Vector128<T>.Count));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyAdd(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) =>
        new(
            Fused(a.first, b.first, c.first),
            Fused(a.second, b.second, c.second),
            Fused(a.third, b.third, c.third),
            Fused(a.fourth, b.fourth, c.fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> value) =>
        new(
            Vector128.Sqrt(value.first),
            Vector128.Sqrt(value.second),
            Vector128.Sqrt(value.third),
            Vector128.Sqrt(value.fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LessThan(Lanes128<T> a, Lanes128<T> b) =>
        new(
            Vector128.LessThan(a.first, b.first),
            Vector128.LessThan(a.second, b.second),
            Vector128.LessThan(a.third, b.third),
            Vector128.LessThan(a.fourth, b.fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> a, Lanes128<T> b) =>
        new(
            Vector128.ConditionalSelect(mask.first, a.first, b.first),
            Vector128.ConditionalSelect(mask.second, a.second, b.second),
            Vector128.ConditionalSelect(mask.third, a.third, b.third),
            Vector128.ConditionalSelect(mask.fourth, a.fourth, b.fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> SelectNegative(Lanes128<T> sign, Lanes128<T> a, Lanes128<T> b) =>
        new(
            Pick(sign.first, a.first, b.first),
            Pick(sign.second, a.second, b.second),
            Pick(sign.third, a.third, b.third),
            Pick(sign.fourth, a.fourth, b.fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ShiftLeftBits(Lanes128<T> value, int count) => sizeof(T) == 8
        ? new(
            (value.first.AsUInt64() << count).As<ulong, T>(),
            (value.second.AsUInt64() << count).As<ulong, T>(),
            (value.third.AsUInt64() << count).As<ulong, T>(),
            (value.fourth.AsUInt64() << count).As<ulong, T>())
        : new(
            (value.first.AsUInt32() << count).As<uint, T>(),
            (value.second.AsUInt32() << count).As<uint, T>(),
            (value.third.AsUInt32() << count).As<uint, T>(),
            (value.fourth.AsUInt32() << count).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ShiftRightBits(Lanes128<T> value, int count) => sizeof(T) == 8
        ? new(
            (value.first.AsUInt64() >>> count).As<ulong, T>(),
            (value.second.AsUInt64() >>> count).As<ulong, T>(),
            (value.third.AsUInt64() >>> count).As<ulong, T>(),
            (value.fourth.AsUInt64() >>> count).As<ulong, T>())
        : new(
            (value.first.AsUInt32() >>> count).As<uint, T>(),
            (value.second.AsUInt32() >>> count).As<uint, T>(),
            (value.third.AsUInt32() >>> count).As<uint, T>(),
            (value.fourth.AsUInt32() >>> count).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> AddBits(Lanes128<T> a, Lanes128<T> b) => sizeof(T) == 8
        ? new(
            (a.first.AsUInt64() + b.first.AsUInt64()).As<ulong, T>(),
            (a.second.AsUInt64() + b.second.AsUInt64()).As<ulong, T>(),
            (a.third.AsUInt64() + b.third.AsUInt64()).As<ulong, T>(),
            (a.fourth.AsUInt64() + b.fourth.AsUInt64()).As<ulong, T>())
        : new(
            (a.first.AsUInt32() + b.first.AsUInt32()).As<uint, T>(),
            (a.second.AsUInt32() + b.second.AsUInt32()).As<uint, T>(),
            (a.third.AsUInt32() + b.third.AsUInt32()).As<uint, T>(),
            (a.fourth.AsUInt32() + b.fourth.AsUInt32()).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> FromInt32Bits(Lanes128<T> value) =>
        new(
            Vector128.ConvertToSingle(value.first.AsInt32()).As<float, T>(),
            Vector128.ConvertToSingle(value.second.AsInt32()).As<float, T>(),
            Vector128.ConvertToSingle(value.third.AsInt32()).As<float, T>(),
            Vector128.ConvertToSingle(value.fourth.AsInt32()).As<float, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> SwapHalves(Lanes128<T> value) => new(
            Swapped(value.first),
            Swapped(value.second),
            Swapped(value.third),
            Swapped(value.fourth));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyLow32(Lanes128<T> a, Lanes128<T> b) =>
        new(
            Product32(a.first, b.first),
            Product32(a.second, b.second),
            Product32(a.third, b.third),
            Product32(a.fourth, b.fourth));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Fused(Vector128<T> a, Vector128<T> b, Vector128<T> c) => typeof(T) == typeof(double)
        ? Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Pick(Vector128<T> sign, Vector128<T> a, Vector128<T> b)
    {
        if (Sse41.IsSupported)
        {
            return sizeof(T) == 8
                ? Sse41.BlendVariable(b.AsDouble(), a.AsDouble(), sign.AsDouble()).As<double, T>()
                : Sse41.BlendVariable(b.AsSingle(), a.AsSingle(), sign.AsSingle()).As<float, T>();
        }

        return sizeof(T) == 8
            ? Vector128.ConditionalSelect(Vector128.LessThan(sign.AsInt64(), Vector128<long>.Zero).As<long, T>(), a, b)
            : Vector128.ConditionalSelect(Vector128.LessThan(sign.AsInt32(), Vector128<int>.Zero).As<int, T>(), a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Swapped(Vector128<T> value) => Sse2.IsSupported ? Sse2.Shuffle(value.AsUInt32(), 0b10_11_00_01).As<uint, T>()
        : ((value.AsUInt64() << 32) | (value.AsUInt64() >>> 32)).As<ulong, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Product32(Vector128<T> a, Vector128<T> b)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.Multiply(a.AsUInt32(), b.AsUInt32()).As<ulong, T>();
        }

        Vector128<ulong> mask = Vector128.Create(0xFFFF_FFFFUL);
        return ((a.AsUInt64() & mask) * (b.AsUInt64() & mask)).As<ulong, T>();
    }
}
