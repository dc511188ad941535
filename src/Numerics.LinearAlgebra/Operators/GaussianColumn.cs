using System.Numerics;
using System.Runtime.InteropServices;
using Numerics.Kernels.Random;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Chooses the Gaussian generator of the element type: the one place where generic code meets the two kernels.</summary>
public static class GaussianColumn
{
    /// <summary>Fills entries with mean 0 and the given standard deviation from their address (key, column, global row).</summary>
    public static void Fill<T>(StreamKey key, uint column, long firstRow, double deviation, Span<T> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            GaussianFill.Fill(key, column, firstRow, deviation, MemoryMarshal.Cast<T, double>(target));
        }
        else if (typeof(T) == typeof(float))
        {
            GaussianFill.Fill(key, column, firstRow, deviation, MemoryMarshal.Cast<T, float>(target));
        }
        else
        {
            throw new NotSupportedException($"Gaussian numbers exist for float and double, not for {typeof(T).Name}.");
        }
    }
}
