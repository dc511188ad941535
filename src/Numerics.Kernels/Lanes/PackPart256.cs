using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Numerics.Kernels.Lanes;

/// <summary>One 256-bit register of a pack.</summary>
/// <remarks>Lanes: 32 bytes in memory order. Tail: <see cref="LaneTail"/>. Scalar twin: <see cref="SingleLane{T}"/>.</remarks>
internal readonly unsafe struct PackPart256<T>(Vector256<T> vector) : IPackPart<PackPart256<T>, T>
    where T : unmanaged, INumber<T>
{
    private readonly Vector256<T> vector = vector;

    /// <inheritdoc/>
    public static int Count => Vector256<T>.Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackPart256<T> Broadcast(T value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackPart256<T> Load(T* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackPart256<T> LoadWidened(float* source) => new(Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(PackPart256<T> value, T* destination) => value.vector.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackPart256<T> MultiplyAdd(PackPart256<T> a, PackPart256<T> b, PackPart256<T> c) => typeof(T) == typeof(double)
        ? new(Vector256.FusedMultiplyAdd(a.vector.AsDouble(), b.vector.AsDouble(), c.vector.AsDouble()).As<double, T>())
        : new(Vector256.FusedMultiplyAdd(a.vector.AsSingle(), b.vector.AsSingle(), c.vector.AsSingle()).As<float, T>());
}
