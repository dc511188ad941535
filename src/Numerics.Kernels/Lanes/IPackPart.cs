using System.Numerics;

namespace Numerics.Kernels.Lanes;

/// <summary>
/// One register of a pack: the packs of <see cref="ILanes{TSelf, T}"/> are one register of AVX-512, two of AVX2, four of 128 bits or single elements. Lanes of a pack never meet, so a loop that
/// needs many sums in registers goes over the rows once for every part, one that needs coefficients over all parts in turn, and each lane sees the operations that it sees in whole packs.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="T">float, double or ulong. Multiply-add is for floating point only.</typeparam>
internal unsafe interface IPackPart<TSelf, T>
    where TSelf : unmanaged, IPackPart<TSelf, T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Number of lanes: 64 / sizeof(T) for whole packs, less for parts of them, 1 for <see cref="SingleLane{T}"/>.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes equal to <paramref name="value"/>.</summary>
    static abstract TSelf Broadcast(T value);

    /// <summary>Reads <see cref="Count"/> elements; no alignment needed.</summary>
    static abstract TSelf Load(T* source);

    /// <summary>Reads <see cref="Count"/> elements of single precision, widened without rounding; double only. Whole packs, which no kernel reads by parts, widen one by one.</summary>
    static virtual TSelf LoadWidened(float* source)
    {
        T* elements = stackalloc T[TSelf.Count];
        for (int i = 0; i < TSelf.Count; i++)
        {
            elements[i] = T.CreateTruncating(source[i]);
        }

        return TSelf.Load(elements);
    }

    /// <summary>Writes <see cref="Count"/> elements; no alignment needed.</summary>
    static abstract void Store(TSelf value, T* destination);

    /// <summary>a * b + c with one rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);
}
