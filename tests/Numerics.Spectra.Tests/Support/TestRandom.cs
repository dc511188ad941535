using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Tests.Support;

/// <summary>A small seeded generator for tests: splitmix64, Box-Muller, Marsaglia-Tsang.</summary>
internal sealed class TestRandom(ulong seed)
{
    // The seed is mixed: consecutive seeds must not give shifted copies of one stream.
    private ulong state = Mix(Mix(seed) ^ 0x5851F42D4C957F2DUL);
    private double spare = double.NaN;

    public double Uniform()
    {
        state += 0x9E3779B97F4A7C15UL;
        return ((Mix(state) >> 11) + 0.5) * (1.0 / 9007199254740992.0);
    }

    public double Gaussian()
    {
        if (!double.IsNaN(spare))
        {
            double kept = spare;
            spare = double.NaN;
            return kept;
        }

        double radius = Math.Sqrt(-2 * Math.Log(Uniform()));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * Uniform());
        spare = radius * sin;
        return radius * cos;
    }

    /// <summary>Chi with <paramref name="degrees"/> degrees of freedom, degrees at least 2 (or 1 through a Gaussian).</summary>
    public double Chi(double degrees)
    {
        if (degrees == 1)
        {
            return Math.Abs(Gaussian());
        }

        double d = (0.5 * degrees) - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Gaussian();
            double v = 1 + (c * x);
            v = v * v * v;
            if (v > 0 && Math.Log(Uniform()) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
            {
                return Math.Sqrt(2 * d * v);
            }
        }
    }

    public double[] GaussianVector(int length, double scale = 1)
    {
        var vector = new double[length];
        for (int i = 0; i < length; i++)
        {
            vector[i] = scale * Gaussian();
        }

        return vector;
    }

    public DenseMatrix<double> GaussianMatrix(int rows, int columns, double scale = 1)
    {
        var matrix = new DenseMatrix<double>(rows, columns);
        for (int j = 0; j < columns; j++)
        {
            foreach (ref double entry in matrix.Column(j))
            {
                entry = scale * Gaussian();
            }
        }

        return matrix;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
