using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Tests.Theory.Bulk;

public sealed class BulkLawTests
{
    /// <summary>Integral by substitution s = m + h sin t, which removes the square-root ends.</summary>
    private static double Integrate(Func<double, double> f, double a, double b, int n = 4000)
    {
        double sum = 0;
        double h = 0.5 * (b - a);
        for (int i = 0; i < n; i++)
        {
            double t = Math.PI * (((i + 0.5) / n) - 0.5);
            sum += f(0.5 * (a + b) + (h * Math.Sin(t))) * h * Math.Cos(t);
        }

        return sum * Math.PI / n;
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(2.0)]
    public void Quarter_circle_has_unit_mass_and_second_moment_sigma_squared(double sigma)
    {
        var law = new QuarterCircleLaw(sigma);
        Assert.Equal(1, Integrate(law.Density, 0, law.Edge), 1e-6);
        Assert.Equal(sigma * sigma, Integrate(s => s * s * law.Density(s), 0, law.Edge), 1e-6 * sigma * sigma);
        double s0 = 0.8 * sigma;
        Assert.Equal(Integrate(law.Density, 0, s0), law.CumulativeDistribution(s0), 1e-6);
    }

    [Theory]
    [InlineData(1.3, 0.3)]
    [InlineData(0.8, 1.0)]
    [InlineData(0.8, 2.5)]
    public void Marchenko_Pastur_moments_and_distribution_function(double sigma, double q)
    {
        var law = new MarchenkoPasturSingularValueLaw(sigma, q);
        double a = law.LowerEdge;
        double b = law.UpperEdge;
        Assert.Equal(Math.Min(1, q), Integrate(law.Density, a, b), 1e-5);
        // Traces of A^T A per column: E tr = q sigma^2, E tr (A^T A)^2 = q (1 + q) sigma^4.
        Assert.Equal(q * sigma * sigma, Integrate(s => s * s * law.Density(s), a, b), 1e-5);
        Assert.Equal(q * (1 + q) * Math.Pow(sigma, 4), Integrate(s => Math.Pow(s, 4) * law.Density(s), a, b), 1e-4);
        foreach (double fraction in new[] { 0.1, 0.5, 0.9 })
        {
            double s = a + (fraction * (b - a));
            Assert.Equal(law.AtomAtZero + Integrate(law.Density, a, s), law.CumulativeDistribution(s), 1e-5);
        }

        Assert.Equal(1, law.CumulativeDistribution(b), 1e-12);
        Assert.Equal(law.AtomAtZero, law.CumulativeDistribution(a), 1e-12);
    }

    [Fact]
    public void Square_Marchenko_Pastur_is_the_quarter_circle()
    {
        var square = new QuarterCircleLaw(0.9);
        var rectangular = new MarchenkoPasturSingularValueLaw(0.9, 1);
        for (double s = 0.05; s < 1.8; s += 0.1)
        {
            Assert.Equal(square.Density(s), rectangular.Density(s), 1e-12);
            Assert.Equal(square.CumulativeDistribution(s), rectangular.CumulativeDistribution(s), 1e-12);
        }
    }

    [Theory]
    [InlineData(1.0, 1.0, 2.3)]
    [InlineData(0.8, 0.4, 1.7)]
    [InlineData(0.8, 2.5, 2.4)]
    [InlineData(0.8, 0.4, 0.2)]
    [InlineData(0.8, 2.5, 0.3)]
    public void Resolvents_are_the_Stieltjes_transform_of_the_law(double sigma, double q, double z)
    {
        var law = new MarchenkoPasturSingularValueLaw(sigma, q);
        double continuous = Integrate(s => z / ((z * z) - (s * s)) * law.Density(s), law.LowerEdge, law.UpperEdge);
        double right = continuous + (law.AtomAtZero / z);
        double left = (continuous + (Math.Max(0, q - 1) / z)) / q;
        (double gL, double gR) = BulkResolvent.ForScale(sigma, q).At(z);
        Assert.Equal(left, gL, 1e-5);
        Assert.Equal(right, gR, 1e-5);
    }

    [Fact]
    public void Square_resolvent_has_the_closed_form_and_derivative()
    {
        double sigma = 0.7;
        var resolvent = BulkResolvent.ForScale(sigma, 1);
        foreach (double z in new[] { 1.4 + 1e-9, 1.41, 2.0, 50.0 })
        {
            double g = 2 / (z + Math.Sqrt((z * z) - (4 * sigma * sigma)));
            (double gL, double gR) = resolvent.At(z);
            Assert.Equal(g, gL, 1e-7 * g);
            Assert.Equal(gL, gR, 1e-14);
            double derivative = -g * g / (1 - (sigma * sigma * g * g));
            Assert.Equal(1, resolvent.DerivativesAtSquaredStrength(resolvent.SquaredStrength(z)).Left / derivative, 1e-4);
        }
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(3.0)]
    public void Resolvent_derivatives_match_central_differences(double q)
    {
        var resolvent = BulkResolvent.ForScale(0.9, q);
        foreach (double z in new[] { 0.4 * resolvent.LowerEdge, 1.1 * resolvent.UpperEdge, 3 * resolvent.UpperEdge })
        {
            const double H = 1e-5;
            (double l1, double r1) = resolvent.At(z + H);
            (double l0, double r0) = resolvent.At(z - H);
            (double dl, double dr) = resolvent.DerivativesAtSquaredStrength(resolvent.SquaredStrength(z));
            Assert.Equal((l1 - l0) / (2 * H), dl, 1e-7 * Math.Max(1, Math.Abs(dl)));
            Assert.Equal((r1 - r0) / (2 * H), dr, 1e-7 * Math.Max(1, Math.Abs(dr)));
        }
    }
}
