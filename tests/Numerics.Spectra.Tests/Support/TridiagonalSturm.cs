namespace Numerics.Spectra.Tests.Support;

/// <summary>Extreme eigenvalues of a symmetric tridiagonal matrix by counting negative pivots.</summary>
internal static class TridiagonalSturm
{
    /// <summary>Number of eigenvalues above <paramref name="x"/>.</summary>
    public static int CountAbove(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, double x)
    {
        int count = 0;
        double pivot = 1;
        for (int i = 0; i < diagonal.Length; i++)
        {
            double b = i == 0 ? 0 : offDiagonal[i - 1];
            pivot = diagonal[i] - x - (b * b / pivot);
            if (pivot == 0)
            {
                pivot = 1e-300;
            }

            if (pivot > 0)
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>The j-th largest eigenvalue, j from 1, inside [low, high].</summary>
    public static double Largest(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, int order, double low, double high, double tolerance)
    {
        while (high - low > tolerance)
        {
            double middle = 0.5 * (low + high);
            if (CountAbove(diagonal, offDiagonal, middle) >= order)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return 0.5 * (low + high);
    }
}
