using System.Numerics;
using System.Runtime.InteropServices;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Scalar product and scaled addition of vectors in managed code, in a fixed order.</summary>
public static class SpanProducts
{
    /// <summary>x . y; y is at least as long as x.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        // Four independent sums: one alone would wait for every addition to finish.
        ReadOnlySpan<Vector<double>> lanesX = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> lanesY = MemoryMarshal.Cast<double, Vector<double>>(y[..x.Length]);
        Vector<double> sum0 = Vector<double>.Zero, sum1 = Vector<double>.Zero, sum2 = Vector<double>.Zero, sum3 = Vector<double>.Zero;
        int i = 0;
        for (; i + 3 < lanesX.Length && i + 3 < lanesY.Length; i += 4)
        {
            sum0 += lanesX[i] * lanesY[i];
            sum1 += lanesX[i + 1] * lanesY[i + 1];
            sum2 += lanesX[i + 2] * lanesY[i + 2];
            sum3 += lanesX[i + 3] * lanesY[i + 3];
        }

        for (; i < lanesX.Length; i++)
        {
            sum0 += lanesX[i] * lanesY[i];
        }

        double total = Vector.Sum(sum0 + sum1 + (sum2 + sum3));
        for (i = lanesX.Length * Vector<double>.Count; i < x.Length; i++)
        {
            total += x[i] * y[i];
        }

        return total;
    }

    /// <summary>y += alpha x.</summary>
    public static void Add(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<Vector<double>> lanesX = MemoryMarshal.Cast<double, Vector<double>>(x);
        Span<Vector<double>> lanesY = MemoryMarshal.Cast<double, Vector<double>>(y);
        for (int i = 0; i < lanesX.Length; i++)
        {
            lanesY[i] += alpha * lanesX[i];
        }

        for (int i = lanesX.Length * Vector<double>.Count; i < x.Length; i++)
        {
            y[i] += alpha * x[i];
        }
    }

    /// <summary>y *= alpha x, element by element.</summary>
    public static void Multiply(double alpha, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<Vector<double>> lanesX = MemoryMarshal.Cast<double, Vector<double>>(x);
        Span<Vector<double>> lanesY = MemoryMarshal.Cast<double, Vector<double>>(y);
        for (int i = 0; i < lanesX.Length; i++)
        {
            lanesY[i] *= alpha * lanesX[i];
        }

        for (int i = lanesX.Length * Vector<double>.Count; i < x.Length; i++)
        {
            y[i] *= alpha * x[i];
        }
    }

    /// <summary>z += alpha x y, element by element.</summary>
    public static void AddProduct(double alpha, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> z)
    {
        ReadOnlySpan<Vector<double>> lanesX = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> lanesY = MemoryMarshal.Cast<double, Vector<double>>(y[..x.Length]);
        Span<Vector<double>> lanesZ = MemoryMarshal.Cast<double, Vector<double>>(z);
        for (int i = 0; i < lanesX.Length; i++)
        {
            lanesZ[i] += alpha * lanesX[i] * lanesY[i];
        }

        for (int i = lanesX.Length * Vector<double>.Count; i < x.Length; i++)
        {
            z[i] += alpha * x[i] * y[i];
        }
    }

    /// <summary>Sum of the elements.</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        ReadOnlySpan<Vector<double>> lanes = MemoryMarshal.Cast<double, Vector<double>>(x);
        Vector<double> sum = Vector<double>.Zero;
        foreach (Vector<double> lane in lanes)
        {
            sum += lane;
        }

        double total = Vector.Sum(sum);
        for (int i = lanes.Length * Vector<double>.Count; i < x.Length; i++)
        {
            total += x[i];
        }

        return total;
    }

    /// <summary>x *= factor.</summary>
    public static void Scale(double factor, Span<double> x)
    {
        foreach (ref double value in x)
        {
            value *= factor;
        }
    }

    /// <summary>Euclidean norm, scaled by the largest element so that squares neither overflow nor vanish.</summary>
    public static double Norm(ReadOnlySpan<double> x)
    {
        double largest = 0;
        foreach (double value in x)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (largest is > 1e-140 and < 1e140)
        {
            return Math.Sqrt(Dot(x, x));
        }

        double sum = 0;
        for (int i = 0; i < x.Length && largest > 0 && double.IsFinite(largest); i++)
        {
            sum += x[i] / largest * (x[i] / largest);
        }

        return largest * Math.Sqrt(sum == 0 ? 1 : sum);
    }
}
