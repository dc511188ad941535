using System.Numerics;
using System.Runtime.InteropServices;

namespace Numerics.LinearAlgebra.Dense;

/// <summary>Scalar product and scaled addition of vectors in managed code, in a fixed order.</summary>
public static class SpanProducts
{
    /// <summary>x . y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector<double>> lanesX = MemoryMarshal.Cast<double, Vector<double>>(x), lanesY = MemoryMarshal.Cast<double, Vector<double>>(y);
        Vector<double> sum = Vector<double>.Zero;
        for (int i = 0; i < lanesX.Length; i++)
        {
            sum += lanesX[i] * lanesY[i];
        }

        double total = Vector.Sum(sum);
        for (int i = lanesX.Length * Vector<double>.Count; i < x.Length; i++)
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
