using Numerics.Spectra.Theory.Bulk.Dyson;
using Numerics.Spectra.Theory.Bulk.Laws;

namespace Numerics.Spectra.Tests.Theory.Bulk;

/// <summary>Laws of roots.</summary>
public sealed class RootLawTests
{
    [Fact]
    public void Root_of_Marchenko_Pastur_is_its_law_of_singular_values()
    {
        // X X^T/n of ratio c has the squares of the singular values of a p x n matrix; per row: the transposed matrix with entry variance 1/n.
        var root = new RootLaw(new MarchenkoPasturLaw(0.4));
        var direct = new MarchenkoPasturSingularValueLaw(Math.Sqrt(0.4), 1 / 0.4);
        foreach (double s in new[] { 0.5, 1, 1.5 })
        {
            Assert.Equal(direct.Density(s), root.Density(s), 1e-12);
            Assert.Equal(direct.CumulativeDistribution(s), root.CumulativeDistribution(s), 1e-12);
        }

        Assert.Equal(direct.UpperEdge, root.Support[0].Upper, 1e-12);
        Assert.Equal(direct.Moment(1), root.Moment(1), 1e-9);
        Assert.Equal(1, root.Moment(2), 1e-12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Amplitude_of_an_edge_becomes_that_of_its_root(double ratio)
    {
        double b = Math.Pow(1 + Math.Sqrt(ratio), 2);
        SpectralEdge edgeOfSquares = RealBranch.FromAbove(new SilversteinEquation(ratio, [(1, 1)])).Edge;
        Assert.Equal(b, edgeOfSquares.Position, 1e-9);
        // In s = sqrt x: rho = (2 a'/pi) sqrt(E - s), read off the law a little below the edge.
        var root = new RootLaw(new MarchenkoPasturLaw(ratio), 1.7);
        double edge = root.Support[0].Upper;
        double d = 1e-7 * edge;
        Assert.Equal(Math.PI * root.Density(edge - d) / (2 * Math.Sqrt(d)), root.Amplitude(edge, edgeOfSquares.Amplitude), 1e-4);
    }
}
