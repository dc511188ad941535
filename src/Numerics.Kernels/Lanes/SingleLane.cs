using System.Numerics;
using System.Runtime.CompilerServices;

namespace Numerics.Kernels.Lanes;

/// <summary>
/// One element with the operations of a pack: the definition of every lane operation in scalar code, and the way to evaluate the
/// lane functions (<see cref="LaneLog"/>, ...) for one number with the same bits as in a vector.
/// </summary>
internal readonly unsafe struct SingleLane<T>(T value) : ILanes<SingleLane<T>, T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public static int Count => 1;

    /// <summary>The element.</summary>
    public T Value { get; } = value;

    /// <inheritdoc/>
    public static SingleLane<T> operator +(SingleLane<T> left, SingleLane<T> right) => new(unchecked(left.Value + right.Value));

    /// <inheritdoc/>
    public static SingleLane<T> operator -(SingleLane<T> left, SingleLane<T> right) => new(unchecked(left.Value - right.Value));

    /// <inheritdoc/>
    public static SingleLane<T> operator *(SingleLane<T> left, SingleLane<T> right) => new(unchecked(left.Value * right.Value));

    /// <inheritdoc/>
    public static SingleLane<T> operator /(SingleLane<T> left, SingleLane<T> right) => new(left.Value / right.Value);

    /// <inheritdoc/>
    public static SingleLane<T> operator &(SingleLane<T> left, SingleLane<T> right) => FromBits(left.Bits & right.Bits);

    /// <inheritdoc/>
    public static SingleLane<T> operator |(SingleLane<T> left, SingleLane<T> right) => FromBits(left.Bits | right.Bits);

    /// <inheritdoc/>
    public static SingleLane<T> operator ^(SingleLane<T> left, SingleLane<T> right) => FromBits(left.Bits ^ right.Bits);

    /// <inheritdoc/>
    public static SingleLane<T> operator ~(SingleLane<T> value) => FromBits(~value.Bits);

    /// <inheritdoc/>
    public static SingleLane<T> Broadcast(T value) => new(value);

    /// <inheritdoc/>
    public static SingleLane<T> Load(T* source) => new(*source);

    /// <inheritdoc/>
    public static SingleLane<T> LoadWidened(float* source) => new(T.CreateTruncating(*source));

    /// <inheritdoc/>
    public static void Store(SingleLane<T> value, T* destination) => *destination = value.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<T> MultiplyAdd(SingleLane<T> a, SingleLane<T> b, SingleLane<T> c) => typeof(T) == typeof(double)
        ? new((T)(object)Math.FusedMultiplyAdd((double)(object)a.Value, (double)(object)b.Value, (double)(object)c.Value))
        : new((T)(object)MathF.FusedMultiplyAdd((float)(object)a.Value, (float)(object)b.Value, (float)(object)c.Value));

    /// <inheritdoc/>
    public static SingleLane<T> Sqrt(SingleLane<T> value) => typeof(T) == typeof(double)
        ? new((T)(object)Math.Sqrt((double)(object)value.Value))
        : new((T)(object)MathF.Sqrt((float)(object)value.Value));

    /// <inheritdoc/>
    public static SingleLane<T> LessThan(SingleLane<T> a, SingleLane<T> b) => FromBits(a.Value < b.Value ? ulong.MaxValue : 0);

    /// <inheritdoc/>
    public static SingleLane<T> Select(SingleLane<T> mask, SingleLane<T> a, SingleLane<T> b) =>
        FromBits((mask.Bits & a.Bits) | (~mask.Bits & b.Bits));

    /// <inheritdoc/>
    public static SingleLane<T> SelectNegative(SingleLane<T> sign, SingleLane<T> a, SingleLane<T> b) =>
        (sign.Bits >> ((8 * sizeof(T)) - 1)) != 0 ? a : b;

    /// <inheritdoc/>
    public static SingleLane<T> ShiftLeftBits(SingleLane<T> value, int count) => FromBits(value.Bits << count);

    /// <inheritdoc/>
    public static SingleLane<T> ShiftRightBits(SingleLane<T> value, int count) => FromBits(value.Bits >>> count);

    /// <inheritdoc/>
    public static SingleLane<T> AddBits(SingleLane<T> a, SingleLane<T> b) => FromBits(unchecked(a.Bits + b.Bits));

    /// <inheritdoc/>
    public static SingleLane<T> FromInt32Bits(SingleLane<T> value) => new((T)(object)(float)unchecked((int)(uint)value.Bits));

    /// <inheritdoc/>
    public static SingleLane<T> SwapHalves(SingleLane<T> value) => FromBits(ulong.RotateLeft(value.Bits, 32));

    /// <inheritdoc/>
    public static SingleLane<T> MultiplyLow32(SingleLane<T> a, SingleLane<T> b) =>
        FromBits((ulong)(uint)a.Bits * (uint)b.Bits);

    private ulong Bits
    {
        get
        {
            T element = Value;
            return sizeof(T) == 8 ? Unsafe.BitCast<T, ulong>(element) : Unsafe.BitCast<T, uint>(element);
        }
    }

    private static SingleLane<T> FromBits(ulong bits) =>
        new(sizeof(T) == 8 ? Unsafe.BitCast<ulong, T>(bits) : Unsafe.BitCast<uint, T>(unchecked((uint)bits)));
}
