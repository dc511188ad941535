using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>
/// Columns that are kept in the element type of the arithmetic, or in single precision where that is double: half the memory and half the traffic, widened without rounding as they
/// are read.
/// </summary>
public static unsafe class KeptColumn
{
    /// <summary>Rounds <paramref name="source"/> to the stored type, and <paramref name="source"/> itself to what has been stored.</summary>
    /// <typeparam name="TKept">Element type kept.</typeparam>
    /// <typeparam name="T">Element type of the arithmetic.</typeparam>
    /// <param name="source">Elements; on return exactly those stored.</param>
    /// <param name="stored">As many; need not be cleared.</param>
    /// <remarks>To the nearest, ties to even: the same bits on every tier.</remarks>
    /// <exception cref="ArgumentException"><paramref name="stored"/> is shorter.</exception>
    /// <exception cref="NotSupportedException">Neither the same type nor float for double.</exception>
    public static void Store<TKept, T>(Span<T> source, Span<TKept> stored)
        where TKept : unmanaged, IBinaryFloatingPointIeee754<TKept>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require<TKept, T>();
        if (typeof(TKept) == typeof(T))
        {
            source.CopyTo(MemoryMarshal.Cast<TKept, T>(stored));
            return;
        }

        ReadOnlySpan<double> exact = MemoryMarshal.Cast<T, double>(source);
        Span<float> rounded = MemoryMarshal.Cast<TKept, float>(stored)[..exact.Length];
        int i = 0;
        for (; i <= exact.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256.Narrow(Vector256.Create(exact[i..]), Vector256.Create(exact[(i + 4)..])).CopyTo(rounded[i..]);
        }

        for (; i < exact.Length; i++)
        {
            rounded[i] = (float)exact[i];
        }

        Widen<TKept, T>(stored[..source.Length], source);
    }

    /// <summary>Elements as they enter the arithmetic: without rounding.</summary>
    /// <typeparam name="TKept">Element type kept.</typeparam>
    /// <typeparam name="T">Element type of the arithmetic.</typeparam>
    /// <param name="stored">Elements kept.</param>
    /// <param name="target">At least as many.</param>
    /// <exception cref="ArgumentException"><paramref name="target"/> is shorter.</exception>
    /// <exception cref="NotSupportedException">Neither the same type nor float for double.</exception>
    public static void Widen<TKept, T>(ReadOnlySpan<TKept> stored, Span<T> target)
        where TKept : unmanaged, IBinaryFloatingPointIeee754<TKept>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require<TKept, T>();
        if (typeof(TKept) == typeof(T))
        {
            MemoryMarshal.Cast<TKept, T>(stored).CopyTo(target);
            return;
        }

        ReadOnlySpan<float> rounded = MemoryMarshal.Cast<TKept, float>(stored);
        Span<double> wide = MemoryMarshal.Cast<T, double>(target)[..rounded.Length];
        int i = 0;
        for (; i <= rounded.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.Create(rounded[i..]));
            lower.CopyTo(wide[i..]);
            upper.CopyTo(wide[(i + 4)..]);
        }

        for (; i < rounded.Length; i++)
        {
            wide[i] = rounded[i];
        }
    }

    /// <summary>Whether columns of <typeparamref name="TKept"/> can enter arithmetic in <typeparamref name="T"/>.</summary>
    internal static bool Serves<TKept, T>() => typeof(TKept) == typeof(T) || (typeof(TKept) == typeof(float) && typeof(T) == typeof(double));

    /// <summary>Refuses other pairs of types.</summary>
    /// <exception cref="NotSupportedException">Neither the same type nor float for double.</exception>
    internal static void Require<TKept, T>()
    {
        if (!Serves<TKept, T>())
        {
            throw new NotSupportedException($"Columns of {typeof(TKept).Name} do not enter arithmetic in {typeof(T).Name}: store {typeof(T).Name}, or Single for Double.");
        }
    }

    /// <summary>The register whose first element lies <paramref name="offset"/> bytes of <typeparamref name="T"/> behind <paramref name="column"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TPart Load<TPart, TKept, T>(byte* column, nint offset)
        where TPart : unmanaged, IPackPart<TPart, T>
        where TKept : unmanaged, INumber<TKept>
        where T : unmanaged, INumber<T> => typeof(TKept) == typeof(T)
        ? TPart.Load((T*)(column + offset))
        : TPart.LoadWidened((float*)(column + (offset >> 1)));
}
