using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Numerics.Spectra.Analysis;

/// <summary>Square matrices of a few rows, stored one row after the other, for inner loops: nothing is allocated unless a new matrix is returned.</summary>
internal static class SmallMatrix
{
    /// <summary>A multiple of the identity.</summary>
    public static double[] Scalar(int n, double value)
    {
        var a = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            a[(i * n) + i] = value;
        }

        return a;
    }

    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>y = A x.</summary>
    public static void Apply(ReadOnlySpan<double> a, ReadOnlySpan<double> x, Span<double> y)
    {
        int n = x.Length;
        for (int i = 0; i < n; i++)
        {
            y[i] = Dot(a.Slice(i * n, n), x);
        }
    }

    /// <summary>C = A B, n x n.</summary>
    public static void Multiply(int n, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int k = 0; k < n; k++)
                {
                    sum += a[(i * n) + k] * b[(k * n) + j];
                }

                c[(i * n) + j] = sum;
            }
        }
    }

    /// <summary>A B, n x n.</summary>
    public static double[] Product(int n, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var c = new double[n * n];
        Multiply(n, a, b, c);
        return c;
    }

    /// <summary>Overwrites the n x m right-hand sides B, by rows, with A^-1 B, and A with rubbish: elimination with row pivots. False if A is singular.</summary>
    public static bool Solve(int n, int m, Span<double> a, Span<double> b)
    {
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
            {
                pivot = Math.Abs(a[(i * n) + k]) > Math.Abs(a[(pivot * n) + k]) ? i : pivot;
            }

            if (!(Math.Abs(a[(pivot * n) + k]) > 0))
            {
                return false;
            }

            Swap(a, pivot * n, k * n, n);
            Swap(b, pivot * m, k * m, m);
            for (int i = 0; i < n; i++)
            {
                double factor = i == k ? 0 : a[(i * n) + k] / a[(k * n) + k];
                for (int j = k; j < n && factor != 0; j++)
                {
                    a[(i * n) + j] -= factor * a[(k * n) + j];
                }

                for (int j = 0; j < m && factor != 0; j++)
                {
                    b[(i * m) + j] -= factor * b[(k * m) + j];
                }
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < m; j++)
            {
                b[(i * m) + j] /= a[(i * n) + i];
            }
        }

        return true;
    }

    /// <summary>A^-1; not finite where A is singular.</summary>
    public static double[] Inverse(int n, ReadOnlySpan<double> a)
    {
        double[] inverse = Scalar(n, 1);
        if (!Solve(n, n, a.ToArray(), inverse))
        {
            Array.Fill(inverse, double.NaN);
        }

        return inverse;
    }

    /// <summary>Eigenvalues, ascending, and eigenvectors in columns, by rows, of a finite symmetric matrix.</summary>
    public static (double[] Values, double[] Vectors) Eigen(int n, double[] a)
    {
        Evd<double> eigen = Matrix<double>.Build.Dense(n, n, (i, j) => 0.5 * (a[(i * n) + j] + a[(j * n) + i])).Evd(Symmetricity.Symmetric);
        return ([.. eigen.EigenValues.Select(value => value.Real)], eigen.EigenVectors.Transpose().ToColumnMajorArray());
    }

    /// <summary>U f(eigenvalues) U^T of a symmetric matrix; not finite where it is not.</summary>
    public static double[] Function(int n, double[] a, Func<double, double> f)
    {
        var result = new double[n * n];
        if (!Array.TrueForAll(a, double.IsFinite))
        {
            Array.Fill(result, double.NaN);
            return result;
        }

        (double[] values, double[] vectors) = Eigen(n, a);
        for (int k = 0; k < n; k++)
        {
            double value = f(values[k]);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    result[(i * n) + j] += value * vectors[(i * n) + k] * vectors[(j * n) + k];
                }
            }
        }

        return result;
    }

    private static void Swap(Span<double> rows, int first, int second, int count)
    {
        for (int j = 0; first != second && j < count; j++)
        {
            (rows[first + j], rows[second + j]) = (rows[second + j], rows[first + j]);
        }
    }
}
