using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.NullBulk;

namespace Numerics.Spectra.Tests.Theory.NullBulk;

/// <summary>Weight matrices of known truth: independent entries, spikes, changes of extensive rank, row scales, heavy tails. Entry variance 1 before the change.</summary>
internal static class WeightSamples
{
    public static DenseMatrix<double> Of(string kind, int n, int m, TestRandom random)
    {
        DenseMatrix<double> w = random.GaussianMatrix(n, m);
        double threshold = Math.Pow(n * (double)m, 0.25); // theta = c^(1/4) in units sqrt(m)
        switch (kind)
        {
            case "gaussian":
                break;
            case "uniform":
                Each(w, _ => Math.Sqrt(12) * (random.Uniform() - 0.5));
                break;
            case "truncated":
                Each(w, z => Truncated(z, random));
                break;
            case "t3":
                Each(w, z => z / (random.Chi(3) / Math.Sqrt(3)));
                break;
            case "t5":
                Each(w, z => z / (random.Chi(5) / Math.Sqrt(5)));
                break;
            case "rows 0.1":
                ScaleRows(w, 0.1, random);
                break;
            case "rows 0.3":
                ScaleRows(w, 0.3, random);
                break;
            case "half rank 0.1":
                AddRank(w, n / 10, () => 0.5 * (0.3 + (0.7 * random.Uniform())) * (Math.Sqrt(n) + Math.Sqrt(m)), random, orthonormal: true);
                break;
            case "rank 0.1":
                AddRank(w, n / 10, () => (0.3 + (0.7 * random.Uniform())) * (Math.Sqrt(n) + Math.Sqrt(m)), random, orthonormal: true);
                break;
            case "rank 0.25":
                AddRank(w, n / 4, () => (0.3 + (0.7 * random.Uniform())) * (Math.Sqrt(n) + Math.Sqrt(m)), random, orthonormal: true);
                break;
            case "five":
                double[] strengths = [1.3, 1.725, 2.15, 2.575, 3];
                int next = 0;
                AddRank(w, 5, () => threshold * strengths[next++], random);
                break;
            case "five strong":
                // All of them are found, so that the variance is not raised by those that are missed.
                int strong = 0;
                AddRank(w, 5, () => threshold * (2 + (0.5 * strong++)), random);
                break;
            default:
                AddRank(w, 1, () => threshold * double.Parse(kind, System.Globalization.CultureInfo.InvariantCulture), random);
                break;
        }

        return w;
    }

    public static double[] Values(Lapack lapack, DenseMatrix<double> w) => SingularValues.Compute(lapack, w).Values;

    public static double Kurtosis(DenseMatrix<double> w)
    {
        double second = 0;
        double fourth = 0;
        foreach (double value in w.AsSpan())
        {
            second += value * value;
            fourth += value * value * value * value;
        }

        return (fourth * w.Rows * w.Columns / (second * second)) - 3;
    }

    public static BulkAnalysis Analyse(Lapack lapack, string kind, int n, int m, ulong seed)
    {
        using DenseMatrix<double> w = Of(kind, n, m, new TestRandom(seed));
        return BulkAnalysis.Of(Values(lapack, w), m, Kurtosis(w));
    }

    private static void Each(DenseMatrix<double> w, Func<double, double> map)
    {
        foreach (ref double value in w.AsSpan())
        {
            value = map(value);
        }
    }

    private static double Truncated(double z, TestRandom random)
    {
        while (Math.Abs(z) > 2)
        {
            z = random.Gaussian();
        }

        return z;
    }

    private static void ScaleRows(DenseMatrix<double> w, double deviation, TestRandom random)
    {
        double[] scales = [.. Enumerable.Range(0, (int)w.Rows).Select(_ => Math.Exp(deviation * random.Gaussian()))];
        for (long j = 0; j < w.Columns; j++)
        {
            Span<double> column = w.Column(j);
            for (int i = 0; i < column.Length; i++)
            {
                column[i] *= scales[i];
            }
        }
    }

    /// <summary>Adds rank one matrices in independent directions, which are nearly orthogonal.</summary>
    public static void AddRank(DenseMatrix<double> w, int rank, Func<double> strength, TestRandom random, bool orthonormal = false)
    {
        List<double[]> left = [], right = [];
        for (int r = 0; r < rank; r++)
        {
            double theta = strength();
            double[] u = Beside(left, random.GaussianVector((int)w.Rows));
            double[] v = Beside(right, random.GaussianVector((int)w.Columns));
            if (orthonormal)
            {
                // Of other directions the singular values of the change are not the strengths, and less of it is seen.
                left.Add(u);
                right.Add(v);
            }

            for (int j = 0; j < v.Length; j++)
            {
                SpanProducts.Add(theta * v[j], u, w.Column(j));
            }
        }
    }

    private static double[] Beside(List<double[]> others, double[] vector)
    {
        foreach (double[] other in others.Concat(others))
        {
            double along = other.Zip(vector, (a, b) => a * b).Sum();
            SpanProducts.Add(-along, other, vector);
        }

        return Unit(vector);
    }

    private static double[] Unit(double[] vector)
    {
        double norm = SpanProducts.Norm(vector);
        return Array.ConvertAll(vector, x => x / norm);
    }
}
