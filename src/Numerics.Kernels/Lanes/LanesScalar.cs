using System.Numerics;

namespace Numerics.Kernels.Lanes;

/// <summary>A pack as a plain loop over <see cref="SingleLane{T}"/>: the scalar tier and the reference for all others.</summary>
internal unsafe struct LanesScalar<T> : ILanes<LanesScalar<T>, T>
    where T : unmanaged, INumber<T>
{
    private const int Bytes = 64;

    private fixed byte storage[Bytes];

    /// <inheritdoc/>
    public static int Count => Bytes / sizeof(T);

    private SingleLane<T> this[int index]
    {
        readonly get
        {
            fixed (byte* start = storage)
            {
                return new SingleLane<T>(((T*)start)[index]);
            }
        }

        set
        {
            fixed (byte* start = storage)
            {
                ((T*)start)[index] = value.Value;
            }
        }
    }

    /// <inheritdoc/>
    public static LanesScalar<T> operator +(LanesScalar<T> left, LanesScalar<T> right)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = left[i] + right[i];
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> operator -(LanesScalar<T> left, LanesScalar<T> right)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = left[i] - right[i];
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> operator *(LanesScalar<T> left, LanesScalar<T> right)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = left[i] * right[i];
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> operator /(LanesScalar<T> left, LanesScalar<T> right)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = left[i] / right[i];
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> operator &(LanesScalar<T> left, LanesScalar<T> right)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = left[i] & right[i];
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> operator |(LanesScalar<T> left, LanesScalar<T> right)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = left[i] | right[i];
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> operator ^(LanesScalar<T> left, LanesScalar<T> right)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = left[i] ^ right[i];
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> operator ~(LanesScalar<T> value)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = ~value[i];
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> Broadcast(T value)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = new SingleLane<T>(value);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> Load(T* source)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = new SingleLane<T>(source[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    public static void Store(LanesScalar<T> value, T* destination)
    {
        for (int i = 0; i < Count; i++)
        {
            destination[i] = value[i].Value;
        }
    }

    /// <inheritdoc/>
    public static LanesScalar<T> MultiplyAdd(LanesScalar<T> a, LanesScalar<T> b, LanesScalar<T> c)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.MultiplyAdd(a[i], b[i], c[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> Sqrt(LanesScalar<T> value)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.Sqrt(value[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> LessThan(LanesScalar<T> a, LanesScalar<T> b)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.LessThan(a[i], b[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> Select(LanesScalar<T> mask, LanesScalar<T> a, LanesScalar<T> b)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.Select(mask[i], a[i], b[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> SelectNegative(LanesScalar<T> sign, LanesScalar<T> a, LanesScalar<T> b)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.SelectNegative(sign[i], a[i], b[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> ShiftLeftBits(LanesScalar<T> value, int count)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.ShiftLeftBits(value[i], count);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> ShiftRightBits(LanesScalar<T> value, int count)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.ShiftRightBits(value[i], count);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> AddBits(LanesScalar<T> a, LanesScalar<T> b)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.AddBits(a[i], b[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> FromInt32Bits(LanesScalar<T> value)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.FromInt32Bits(value[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> SwapHalves(LanesScalar<T> value)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.SwapHalves(value[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    public static LanesScalar<T> MultiplyLow32(LanesScalar<T> a, LanesScalar<T> b)
    {
        LanesScalar<T> result = default;
        for (int i = 0; i < Count; i++)
        {
            result[i] = SingleLane<T>.MultiplyLow32(a[i], b[i]);
        }

        return result;
    }
}
