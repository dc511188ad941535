using System.Numerics;
using MathNet.Numerics;
using Numerics.Kernels.Elementwise;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Tests.Elementwise;

public class ActivationTests
{
    public static TheoryData<ActivationKind> Kinds => [.. Enum.GetValues<ActivationKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_length_matches_the_definition(ActivationKind kind)
    {
        for (int n = 0; n <= 256; n++)
        {
            double[] h = [.. Enumerable.Range(0, n).Select(i => ((i * 37 % 101) - 50) * 0.11)];
            double[] z = [.. Enumerable.Range(0, n).Select(i => 1 + (i % 5 * 0.5))];
            Compare(kind, h, z, 5e-16, 2e-15);
            Compare(kind, [.. h.Select(v => (float)v)], [.. z.Select(v => (float)v)], 3e-7, 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Derivative_is_the_slope(ActivationKind kind)
    {
        const double Step = 1e-5;
        double[] h = [.. Enumerable.Range(-40, 81).Select(i => (i * 0.1) + 0.03)];
        var slope = new double[h.Length];
        var up = new double[h.Length];
        var down = new double[h.Length];
        Activations.ActivateWithDerivative<double>(kind, h, up, slope);
        Activations.Activate<double>(kind, [.. h.Select(v => v + Step)], up);
        Activations.Activate<double>(kind, [.. h.Select(v => v - Step)], down);
        for (int i = 0; i < h.Length; i++)
        {
            Assert.Equal((up[i] - down[i]) / (2 * Step), slope[i], 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_tiers_give_the_same_bits(ActivationKind kind)
    {
        double[] h = [.. Enumerable.Range(0, 333).Select(i => ((i * 37 % 101) - 50) * 0.17)];
        float[] hf = [.. h.Select(v => (float)v)];
        AssertSameBits(kind, h);
        AssertSameBits(kind, hf);
    }

    [Fact]
    public void Normalisations()
    {
        double[] zero = [0, 1e-8];
        var phi = new double[2];
        var slope = new double[2];
        Activations.ActivateWithDerivative<double>(ActivationKind.Erf, zero, phi, slope);
        Assert.Equal(1, slope[0]);
        Assert.Equal(1e-8, phi[1], 1e-22);
        Activations.ActivateWithDerivative<double>(ActivationKind.Relu, [3, -3], phi, slope);
        Assert.Equal([3 * Math.Sqrt(2), 0], phi);
        Assert.Equal([Math.Sqrt(2), 0], slope);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Not_a_number_stays_and_in_place_works(ActivationKind kind)
    {
        double[] h = [double.NaN, 0.5, -0.5, 0, 1, 2, 3, 4, 5, 6, double.NaN];
        var phi = new double[h.Length];
        Activations.Activate<double>(kind, h, phi);
        Activations.Activate<double>(kind, h, h);
        Assert.Equal(phi, h);
        Assert.True(double.IsNaN(phi[0]) && double.IsNaN(phi[^1]));
        Assert.DoesNotContain(double.NaN, phi[1..^1]);
    }

    [Fact]
    public void Different_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => Activations.Activate<double>(ActivationKind.Tanh, new double[3], new double[2]));

    private static (double Value, double Derivative) Definition(ActivationKind kind, double h) => kind switch
    {
        ActivationKind.Linear => (h, 1),
        ActivationKind.Tanh => (Math.Tanh(h), 1 / (Math.Cosh(h) * Math.Cosh(h))),
        ActivationKind.Erf => (SpecialFunctions.Erf(Math.Sqrt(Math.PI) / 2 * h), Math.Exp(-Math.PI * h * h / 4)),
        ActivationKind.Relu => (Math.Sqrt(2) * Math.Max(h, 0), h > 0 ? Math.Sqrt(2) : 0),
        ActivationKind.Sine => (Math.Sin(h), Math.Cos(h)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static void Compare<T>(ActivationKind kind, T[] h, T[] z, double relative, double ofDerivative)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var value = new T[h.Length];
        var pair = new T[h.Length];
        var slope = new T[h.Length];
        var product = new T[h.Length];
        Activations.Activate<T>(kind, h, value);
        Activations.ActivateWithDerivative<T>(kind, h, pair, slope);
        Activations.MultiplyByDerivative<T>(kind, h, z, product);
        Assert.Equal(value, pair);
        var both = new T[h.Length];
        var bothProduct = new T[h.Length];
        Activations.ActivateAndMultiplyByDerivative<T>(kind, h, z, both, bothProduct);
        Assert.Equal(value, both);
        Assert.Equal(product, bothProduct);
        for (int i = 0; i < h.Length; i++)
        {
            (double phi, double dphi) = Definition(kind, double.CreateTruncating(h[i]));
            double sizeOfPhi = kind == ActivationKind.Sine ? 1 : Math.Abs(phi);
            Assert.Equal(phi, double.CreateTruncating(value[i]), (2 * relative * sizeOfPhi) + 1e-300);
            Assert.Equal(dphi, double.CreateTruncating(slope[i]), ofDerivative);
            Assert.Equal(dphi * double.CreateTruncating(z[i]), double.CreateTruncating(product[i]), 3 * ofDerivative);
        }
    }

    private static void AssertSameBits<T>(ActivationKind kind, T[] h)
        where T : unmanaged, INumber<T>
    {
        T[] expected = All(SimdTier.Scalar);
        foreach (SimdTier tier in Enum.GetValues<SimdTier>())
        {
            Assert.Equal(expected, All(tier));
        }

        T[] All(SimdTier tier)
        {
            var result = new T[5 * h.Length];
            Activations.ActivateWithDerivative<T>(tier, kind, h, result.AsSpan(0, h.Length), result.AsSpan(h.Length, h.Length));
            Activations.MultiplyByDerivative<T>(tier, kind, h, h, result.AsSpan(2 * h.Length, h.Length));
            Activations.ActivateAndMultiplyByDerivative<T>(tier, kind, h, h, result.AsSpan(3 * h.Length, h.Length), result.AsSpan(4 * h.Length));
            return result;
        }
    }
}
