using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Numerics.Kernels.Lanes;

/// <summary>One 128-bit register of a pack.</summary>
/// <remarks>Lanes: 16 bytes in memory order. Tail: <see cref="LaneTail"/>. Scalar twin: <see cref="SingleLane{T}"/>.</remarks>
internal readonly unsafe struct PackPart128<T>(Vector128<T> vector) : IPackPart<PackPart128<T>, T>
    where T : unmanaged, INumber<T>
{
    private readonly Vector128<T> vector = vector;

    /// <inheritdoc/>
    public static int Count => Vector128<T>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackPart128<T> Broadcast(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackPart128<T> Load(T* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackPart128<T> LoadWidened(float* source) => new(Vector128.WidenLower(Vector64.Load(source).ToVector128Unsafe()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(PackPart128<T> value, T* destination) => value.vector.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackPart128<T> MultiplyAdd(PackPart128<T> a, PackPart128<T> b, PackPart128<T> c) => typeof(T) == typeof(double)
        ? new(Vector128.FusedMultiplyAdd(a.vector.AsDouble(), b.vector.AsDouble(), c.vector.AsDouble()).As<double, T>())
        : new(Vector128.FusedMultiplyAdd(a.vector.AsSingle(), b.vector.AsSingle(), c.vector.AsSingle()).As<float, T>());
}
