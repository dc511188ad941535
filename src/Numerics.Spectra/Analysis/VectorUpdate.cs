using System.Numerics;

namespace Numerics.Spectra.Analysis;

/// <summary>Updates of short vectors, element by element: the same bits on every processor.</summary>
internal static class VectorUpdate
{
    /// <summary>y += a x.</summary>
    public static void Add(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        int i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(y[i..]) + (a * new Vector<double>(x[i..]))).CopyTo(y[i..]);
        }

        for (; i < x.Length; i++)
        {
            y[i] += a * x[i];
        }
    }

    /// <summary>Products of elements.</summary>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product)
    {
        for (int i = 0; i < a.Length; i++)
        {
            product[i] = a[i] * b[i];
        }
    }

    /// <summary>The sum of products, one after the other in packs of the processor: not the same bits on every processor.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector<double> packs = Vector<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            packs += new Vector<double>(x[i..]) * new Vector<double>(y[i..]);
        }

        double total = Vector.Sum(packs);
        for (; i < x.Length; i++)
        {
            total += x[i] * y[i];
        }

        return total;
    }

    /// <summary>target += sum_k a_k x_k, of the first elements.</summary>
    /// <param name="a">Coefficients.</param>
    /// <param name="x">Vectors.</param>
    /// <param name="count">Elements.</param>
    /// <param name="target">Sum.</param>
    public static void AddCombination(ReadOnlySpan<double> a, double[][] x, int count, Span<double> target)
    {
        for (int k = 0; k < a.Length; k++)
        {
            if (a[k] != 0)
            {
                Add(a[k], x[k].AsSpan(0, count), target[..count]);
            }
        }
    }
}
