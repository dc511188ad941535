using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>Products and solutions with the leading block of an upper triangular matrix, one vector at a time, in one fixed order.</summary>
/// <remarks>
/// Lanes: four in 256 bits on every processor, in software if need be, so that the order and the bits are the same everywhere. A dot product has eight running sums, in packs of four by turns, then
/// (l0 + l4 + (l2 + l6)) + (l1 + l5 + (l3 + l7)), then up to seven elements one by one.
/// </remarks>
internal static class TriangularSolve
{
    /// <summary>x = T x.</summary>
    public static void Multiply(DenseMatrix<double> factor, int order, Span<double> x)
    {
        for (int j = 0; j < order; j++)
        {
            double value = x[j];
            ReadOnlySpan<double> column = factor.Column(j)[..(j + 1)];
            x[j] = 0;
            Add(value, column, x);
        }
    }

    /// <summary>x = T^-1 x.</summary>
    public static void Solve(DenseMatrix<double> factor, int order, Span<double> x)
    {
        for (int j = order - 1; j >= 0; j--)
        {
            ReadOnlySpan<double> column = factor.Column(j)[..(j + 1)];
            double value = x[j] / column[j];
            x[j] = value;
            Add(-value, column[..j], x);
        }
    }

    /// <summary>x = T^-T x.</summary>
    public static void SolveTransposed(DenseMatrix<double> factor, int order, Span<double> x)
    {
        for (int j = 0; j < order; j++)
        {
            ReadOnlySpan<double> column = factor.Column(j)[..(j + 1)];
            x[j] = (x[j] - Dot(column[..j], x)) / column[j];
        }
    }

    /// <summary>a . b over the length of a.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector256<double>> left = MemoryMarshal.Cast<double, Vector256<double>>(a), right = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        Vector256<double> even = default, odd = default;
        int pack = 0;
        for (; pack + 1 < left.Length; pack += 2)
        {
            even = Vector256.FusedMultiplyAdd(left[pack], right[pack], even);
            odd = Vector256.FusedMultiplyAdd(left[pack + 1], right[pack + 1], odd);
        }

        Vector256<double> four = even + odd;
        double sum = four[0] + four[2] + (four[1] + four[3]);
        for (int i = pack * Vector256<double>.Count; i < a.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        }

        return sum;
    }

    /// <summary>y += factor x over the length of x.</summary>
    public static void Add(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        ReadOnlySpan<Vector256<double>> source = MemoryMarshal.Cast<double, Vector256<double>>(x);
        Span<Vector256<double>> target = MemoryMarshal.Cast<double, Vector256<double>>(y[..x.Length]);
        Vector256<double> all = Vector256.Create(factor);
        for (int pack = 0; pack < target.Length; pack++)
        {
            target[pack] = Vector256.FusedMultiplyAdd(all, source[pack], target[pack]);
        }

        for (int i = target.Length * Vector256<double>.Count; i < x.Length; i++)
        {
            y[i] = Math.FusedMultiplyAdd(factor, x[i], y[i]);
        }
    }
}
