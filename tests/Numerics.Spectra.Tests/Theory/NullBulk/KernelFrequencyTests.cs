using System.Globalization;
using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.NullBulk;

namespace Numerics.Spectra.Tests.Theory.NullBulk;

/// <summary>Kernel frequencies against the complex Fourier transform, and subspace overlaps against the spiked model.</summary>
public sealed class KernelFrequencyTests
{
    [Theory]
    [InlineData(3, 3)]
    [InlineData(7, 7)]
    [InlineData(4, 5)]
    [InlineData(1, 1)]
    public void The_basis_is_that_of_the_Fourier_transform_and_orthonormal(int height, int width)
    {
        IReadOnlyList<KernelFrequency> basis = KernelFrequency.Of([height, width]);
        int count = height * width;
        Assert.Equal(count, basis.Count);
        Assert.Equal(count, basis.Select(one => one.Name).Distinct().Count());
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                Assert.Equal(a == b ? 1 : 0, basis[a].Weights.Zip(basis[b].Weights, (x, y) => x * y).Sum(), 1e-12);
            }
        }

        var random = new TestRandom(5);
        double[] kernel = [.. Enumerable.Range(0, count).Select(_ => random.Gaussian())];
        foreach (KernelFrequency one in basis)
        {
            int[] f = [.. one.Name.Replace("cos", "", StringComparison.Ordinal).Replace("sin", "", StringComparison.Ordinal).Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            Complex transform = 0;
            for (int i = 0; i < height; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    transform += kernel[(i * width) + j] * Complex.Exp(2 * Math.PI * Complex.ImaginaryOne * ((f[0] * i / (double)height) + (f[1] * j / (double)width)));
                }
            }

            double part = one.Name.EndsWith("sin", StringComparison.Ordinal) ? transform.Imaginary : transform.Real;
            double pair = one.Name.Contains('s', StringComparison.Ordinal) ? Math.Sqrt(2) : 1;
            Assert.Equal(pair * part / Math.Sqrt(count), one.Weights.Zip(kernel, (b, w) => b * w).Sum(), 1e-11);
        }

        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => KernelFrequency.Of([3, 0])).Message, StringComparison.Ordinal);
    }

    /// <summary>The change is one direction independent of the bulk: the leading singular vectors of the sum have the squared overlaps of the spiked model with it.</summary>
    [Fact]
    public void Overlaps_of_a_planted_direction_are_those_of_the_spiked_model()
    {
        const int N = 200;
        const int M = 400;
        using var lapack = Lapack.Load();
        double theta = 1.6;
        var shorter = new double[8];
        var longer = new double[8];
        for (int k = 0; k < shorter.Length; k++)
        {
            var random = new TestRandom((ulong)(60 + k));
            using DenseMatrix<double> before = random.GaussianMatrix(N, M);
            using DenseMatrix<double> change = new(N, M);
            WeightSamples.AddRank(change, 1, () => theta * Math.Sqrt(M), random);
            using DenseMatrix<double> after = before.Clone();
            for (int j = 0; j < M; j++)
            {
                for (int i = 0; i < N; i++)
                {
                    after[i, j] += change[i, j];
                }
            }

            using LeadingDirections one = LeadingDirections.Of(lapack, after, 1);
            using LeadingDirections other = LeadingDirections.Of(lapack, change, 1);
            SubspaceOverlap overlap = SubspaceOverlap.Of(one, other);
            (shorter[k], longer[k]) = (overlap.Shorter, overlap.Longer);
            using LeadingDirections wide = LeadingDirections.Of(lapack, before, 5);
            Assert.Equal(1, SubspaceOverlap.Of(wide, wide).Shorter, 1e-9);
            Assert.Equal(1, SubspaceOverlap.Of(wide, wide).Longer, 1e-9);
            using LeadingDirections plain = LeadingDirections.Of(lapack, before, 1);
            Assert.InRange(SubspaceOverlap.Of(plain, other).Shorter, 0, 0.1);
        }

        double square = theta * theta;
        const double Ratio = N / (double)M;
        Assert.Equal(1 - (Ratio * (1 + square) / (square * (square + Ratio))), shorter.Average(), 0.03);
        Assert.Equal(1 - ((Ratio + square) / (square * (square + 1))), longer.Average(), 0.03);
    }
}
