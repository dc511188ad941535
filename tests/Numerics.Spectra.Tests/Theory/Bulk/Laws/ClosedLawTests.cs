using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Tests.Theory.Bulk.Laws;

/// <summary>Every law: mass, distribution function and moments against quadrature of its own density; closed values against the literature.</summary>
public sealed class ClosedLawTests
{
    public static TheoryData<string> Names => [.. All.Keys];

    private static readonly Dictionary<string, (ISpectralLaw Law, double HardEdgePower)> All = new(StringComparer.Ordinal)
    {
        ["semicircle"] = (new SemicircleLaw(1.3), double.NaN),
        ["Marchenko-Pastur, c = 0.4"] = (new MarchenkoPasturLaw(0.4), double.NaN),
        ["Marchenko-Pastur, c = 1"] = (new MarchenkoPasturLaw(1), 0.5),
        ["Marchenko-Pastur, c = 2.5"] = (new MarchenkoPasturLaw(2.5), double.NaN),
        ["quarter circle"] = (new QuarterCircleLaw(0.7), 0),
        ["singular values, q = 0.3"] = (new MarchenkoPasturSingularValueLaw(1.1, 0.3), double.NaN),
        ["singular values, q = 1"] = (new MarchenkoPasturSingularValueLaw(1.1, 1), 0),
        ["singular values, q = 2"] = (new MarchenkoPasturSingularValueLaw(1.1, 2), double.NaN),
        ["Fuss-Catalan, K = 1"] = (new FussCatalanLaw(1), 0.5),
        ["Fuss-Catalan, K = 2"] = (new FussCatalanLaw(2), 2.0 / 3),
        ["Fuss-Catalan, K = 3"] = (new FussCatalanLaw(3), 0.75),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Mass_moments_and_distribution_are_integrals_of_the_density(string name)
    {
        (ISpectralLaw law, double power) = All[name];
        SupportInterval band = law.Support[0];
        var rule = new BandQuadrature(band, 2000, power);
        // With a hard edge the quadrature itself converges as nodes^-2 only, 0.1/2000^2 = 2.5e-8 (see BandQuadrature).
        double tolerance = double.IsNaN(power) ? 1e-9 : 1e-7;
        Assert.Equal(1 - law.AtomAtZero, rule.Integrate(law.Density), tolerance);
        for (int order = 0; order <= 5; order++)
        {
            double expected = rule.Integrate(x => Math.Pow(x, order) * law.Density(x)) + (order == 0 ? law.AtomAtZero : 0);
            Assert.Equal(expected, law.Moment(order), tolerance * Math.Max(1, law.Moment(order)));
        }

        // Distribution function from values of the density alone, by the cosine series.
        var table = new TabulatedBand(rule, [.. rule.Nodes.Select(law.Density)]);
        foreach (double fraction in new[] { 0.01, 0.2, 0.5, 0.77, 0.99 })
        {
            double x = band.Lower + (fraction * (band.Upper - band.Lower));
            Assert.Equal((x >= 0 ? law.AtomAtZero : 0) + table.MassBelow(x), law.CumulativeDistribution(x), tolerance);
        }

        Assert.Equal(0, law.Density(band.Upper + 0.01));
        Assert.Equal(1, law.CumulativeDistribution(band.Upper + 0.01), 1e-12);
        Assert.Equal(band.Lower > 0 ? law.AtomAtZero : 0, law.CumulativeDistribution(band.Lower), 1e-8);
    }

    [Fact]
    public void Moments_are_Catalan_Narayana_and_Fuss_Catalan_numbers()
    {
        Assert.Equal([1.0, 0, 1, 0, 2, 0, 5, 0, 14], Enumerable.Range(0, 9).Select(new SemicircleLaw(1).Moment));
        Assert.Equal([1, 1, 1.5, 1 + 1.5 + 0.25], Enumerable.Range(0, 4).Select(new MarchenkoPasturLaw(0.5).Moment));
        Assert.Equal([1.0, 1, 3, 12, 55], Enumerable.Range(0, 5).Select(k => Math.Round(new FussCatalanLaw(2).Moment(k), 9)));
        Assert.Equal([1.0, 1, 4, 22, 140], Enumerable.Range(0, 5).Select(k => Math.Round(new FussCatalanLaw(3).Moment(k), 9)));
    }

    [Fact]
    public void One_factor_is_Marchenko_Pastur_at_ratio_one()
    {
        var one = new FussCatalanLaw(1);
        var square = new MarchenkoPasturLaw(1);
        for (double x = 0.05; x < 4; x += 0.3)
        {
            Assert.Equal(square.Density(x), one.Density(x), 1e-12);
            Assert.Equal(square.CumulativeDistribution(x), one.CumulativeDistribution(x), 1e-12);
        }

        Assert.Equal(Math.Sqrt(27.0 / 4), new FussCatalanLaw(2).LargestSingularValue, 1e-14);
        Assert.Equal(Math.Sqrt(256.0 / 27), new FussCatalanLaw(3).LargestSingularValue, 1e-14);
    }

    [Fact]
    public void Circular_law_is_uniform_in_the_disk_and_products_follow_the_power()
    {
        var disk = new CircularLaw(0.8);
        Assert.Equal(1 / (Math.PI * 0.64), disk.PlanarDensity(0.3), 1e-14);
        Assert.Equal(disk.PlanarDensity(0.1), disk.PlanarDensity(0.7), 1e-14);
        Assert.Equal(0.25, disk.CumulativeDistribution(0.4), 1e-14);
        Assert.Equal(0.32, disk.Moment(2), 1e-14);
        // The modulus of an eigenvalue of a product of K is distributed as the K-th power of one factor's.
        var product = new CircularLaw(0.8, 3);
        Assert.Equal(disk.CumulativeDistribution(0.5), product.CumulativeDistribution(0.125), 1e-14);
    }

    [Fact]
    public void Sample_covariance_with_unit_population_is_Marchenko_Pastur()
    {
        foreach (double c in new[] { 0.3, 2.0 })
        {
            var exact = new MarchenkoPasturLaw(c);
            TabulatedSpectralLaw law = new SilversteinEquation(c, [(1, 1)]).Law();
            Assert.Equal(exact.Support[0].Upper, law.UpperEdge, 1e-9);
            Assert.Equal(exact.Support[0].Lower, law.LowerEdge, 1e-9);
            Assert.Equal(exact.AtomAtZero, law.AtomAtZero, 1e-8);
            Assert.Equal(1, law.TotalMass, 1e-6);
            for (double x = law.LowerEdge + 0.05; x < law.UpperEdge; x += 0.2)
            {
                Assert.Equal(exact.Density(x), law.Density(x), 1e-6);
                Assert.Equal(exact.CumulativeDistribution(x), law.CumulativeDistribution(x), 1e-6);
            }
        }
    }

    [Fact]
    public void Sample_covariance_of_two_separated_populations_has_two_bands_with_their_masses()
    {
        // Bands separate because c is small; masses are then the population weights, first and second moments those of Sigma and of S.
        TabulatedSpectralLaw law = new SilversteinEquation(0.05, [(1, 0.7), (4, 0.3)]).Law();
        Assert.Equal(2, law.Bands.Count);
        Assert.Equal(0.7, law.Bands[0].Mass, 1e-6);
        Assert.Equal(0.3, law.Bands[1].Mass, 1e-6);
        const double Mean = 0.7 + (0.3 * 4);
        const double Square = 0.7 + (0.3 * 16);
        Assert.Equal(Mean, law.Moment(1), 1e-6);
        Assert.Equal(Square + (0.05 * Mean * Mean), law.Moment(2), 1e-5);
    }
}
