using System.Numerics;
using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Tests.Theory.Bulk;

/// <summary>Sample covariance of two population eigenvalues against the roots of its cubic, found without any continuation.</summary>
public sealed class SilversteinEquationTests
{
    [Theory]
    [InlineData(0.5, 6, 2)]
    [InlineData(0.5, 4, 1)]
    [InlineData(0.5, 10, 2)]
    [InlineData(0.25, 6, 2)]
    [InlineData(1, 6, 1)]
    [InlineData(2, 6, 1)]
    public void Two_populations_follow_the_cubic(double ratio, double top, int bands)
    {
        TabulatedSpectralLaw law = new SilversteinEquation(ratio, [(1, 0.5), (top, 0.5)]).Law();
        Assert.Equal(bands, law.Bands.Count);
        Assert.Equal(Math.Max(0, 1 - (1 / ratio)), law.AtomAtZero, 1e-7);
        Assert.Equal(1, law.TotalMass, 1e-7);
        double mean = 0.5 * (1 + top);
        Assert.Equal(mean, law.Moment(1), 1e-6 * mean);
        Assert.Equal((0.5 * (1 + (top * top))) + (ratio * mean * mean), law.Moment(2), 1e-6 * mean * mean * (1 + ratio));
        foreach (TabulatedBand band in law.Bands)
        {
            for (int k = 0; k < band.NodeDensity.Count; k++)
            {
                double expected = CubicDensity(band.Quadrature.Nodes[k], ratio, top);
                Assert.Equal(expected, band.NodeDensity[k], 1e-6 * Math.Max(1, expected));
            }
        }

        // The edges are where two roots of the cubic become real.
        foreach (SupportInterval band in law.Support.Where(band => band.Lower > 0))
        {
            Assert.True(CubicDensity(band.Lower * (1 + 1e-6), ratio, top) > 1e-5);
            Assert.Equal(0, CubicDensity(band.Lower * (1 - 1e-6), ratio, top), 1e-9);
            Assert.True(CubicDensity(band.Upper * (1 - 1e-6), ratio, top) > 1e-6);
            Assert.Equal(0, CubicDensity(band.Upper * (1 + 1e-6), ratio, top), 1e-9);
        }
    }

    /// <summary>Largest -Im g/(pi c) over the roots of (x g - 1)(1 - g)(1 - t g) = c g [ (1 - t g) + t (1 - g) ]/2, g the companion trace.</summary>
    private static double CubicDensity(double x, double ratio, double top)
    {
        // Coefficients of g^0 to g^3.
        double[] cubic =
        [
            -1,
            x + 1 + top - (0.5 * ratio * (1 + top)),
            (-x * (1 + top)) - top + (ratio * top),
            x * top,
        ];
        Complex[] roots = [1, new Complex(0.4, 0.9), new Complex(-0.65, 0.72)];
        for (int step = 0; step < 500; step++)
        {
            for (int i = 0; i < 3; i++)
            {
                Complex value = cubic[0] + (roots[i] * (cubic[1] + (roots[i] * (cubic[2] + (roots[i] * cubic[3])))));
                roots[i] -= value / (cubic[3] * (roots[i] - roots[(i + 1) % 3]) * (roots[i] - roots[(i + 2) % 3]));
            }
        }

        return roots.Max(root => -root.Imaginary) / (Math.PI * ratio);
    }
}
