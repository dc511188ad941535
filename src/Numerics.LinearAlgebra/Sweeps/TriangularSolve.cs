using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Sweeps;

/// <summary>Products and solutions with the leading block of an upper triangular matrix, one vector at a time, in one fixed order.</summary>
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
            for (int i = 0; i < column.Length; i++)
            {
                x[i] = Math.FusedMultiplyAdd(column[i], value, x[i]);
            }
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
            for (int i = 0; i < j; i++)
            {
                x[i] = Math.FusedMultiplyAdd(-value, column[i], x[i]);
            }
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
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        }

        return sum;
    }

    /// <summary>y += factor x over the length of x.</summary>
    public static void Add(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = Math.FusedMultiplyAdd(factor, x[i], y[i]);
        }
    }
}
