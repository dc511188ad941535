using CsCheck;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.Outliers;

/// <summary>The companion of the inverse-free equation on random histories, several outliers at a time, against the Gram form and the scan.</summary>
public sealed class ProbeCompanionTests : IDisposable
{
    private static readonly Gen<(int K, double Sigma, double Q, double Retained, double Strength, uint Seed)> Histories =
        Gen.Select(Gen.Int[1, 6], Gen.Double[0.4, 1.5], Gen.Double[0.2, 4], Gen.Double[0.5, 1], Gen.Double[0.1, 1.5], Gen.UInt);

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Fact]
    public void Roots_and_cosines_are_those_of_the_Gram_form_and_the_scan()
    {
        int several = 0;
        Histories.Sample(
            x =>
            {
                LayerHistory history = RandomHistory.Draw(new TestRandom(x.Seed), x.K, x.Sigma, x.Q, x.Retained, strength: x.Strength).ToLayerHistory();
                var companion = new ProbeCompanion(lapack, history);
                var gram = new OutlierEquation(lapack, history.ToConditionedLayer(lapack), history.Spikes);
                var probe = new ProbeOutlierEquation(lapack, history);
                double[] expected = gram.Outliers();
                AssertSame(expected, companion.Above, companion.Bulk.UpperEdge);
                AssertSame(probe.Below(), companion.Below, companion.Bulk.UpperEdge);
                Assert.Equal(0, companion.Unphysical);
                several += expected.Length > 1 ? 1 : 0;
                for (int rank = 0; rank < expected.Length; rank++)
                {
                    // At the edge the norms are differences of nearly equal numbers.
                    double slack = 1e-8 / Math.Pow((expected[rank] / companion.Bulk.UpperEdge) - 1, 2);
                    bool apart = rank + 1 >= expected.Length || expected[rank] - expected[rank + 1] > 1e-3;
                    bool apartAbove = rank == 0 || expected[rank - 1] - expected[rank] > 1e-3;
                    if (slack < 1e-3 && apart && apartAbove)
                    {
                        ProbeVectors vectors = companion.VectorsAbove(rank);
                        OutlierVectors known = gram.SingularVectors(rank);
                        Assert.InRange(vectors.Imbalance, 0, slack);
                        for (int s = 0; s < x.K; s++)
                        {
                            Assert.Equal(known.LeftCosine(s) * known.RightCosine(0), vectors.LeftCosines[s] * vectors.RightCosines[0], slack);
                            Assert.Equal(known.RightCosine(s) * known.LeftCosine(0), vectors.RightCosines[s] * vectors.LeftCosines[0], slack);
                        }
                    }
                }
            },
            iter: 200, threads: 1);
        Assert.True(several > 10, $"{several} histories with several outliers: too few to test anything.");
    }

    // Narrow networks with a large initial output: A_0 is first turned against its own output, and singular values leave through the lower edge.
    [Fact]
    public void Lower_outliers_are_those_of_the_scan()
    {
        int found = 0;
        Gen.Select(Gen.Double[0.05, 0.4], Gen.Double[0.2, 0.5], Gen.Double[0.2, 1.2], Gen.Int[1, 3], Gen.Double[2, 8]).Sample(
            (widthRatio, scale, rate, depth, sampleRatio) =>
            {
                DeepLinearModel model = DeepLinearSets.Model(
                    depth, widthRatio, sampleRatio, Parameterization.MuP, rate, scale, [.. Enumerable.Repeat(1.0, depth + 1)], 0.1, 4);
                DeepLinearSolution solution = DeepLinearDmft.Solve(model);
                for (int step = 1; step <= Math.Min(4, solution.LastStep); step++)
                {
                    LayerHistory history = solution.History(0, step);
                    var companion = new ProbeCompanion(lapack, history);
                    var probe = new ProbeOutlierEquation(lapack, history);
                    Assert.Equal(0, companion.Unphysical);
                    AssertSame(probe.Below(), companion.Below, companion.Bulk.LowerEdge);
                    found += companion.Below.Length;
                    for (int rank = 0; rank < companion.Below.Length; rank++)
                    {
                        double gap = 1 - (companion.Below[rank] / companion.Bulk.LowerEdge);
                        Assert.InRange(companion.VectorsBelow(rank).Imbalance, 0, 1e-9 / (gap * gap));
                    }
                }
            },
            iter: 60, threads: 1);
        Assert.True(found > 20, $"{found} lower outliers: too few to test anything.");
    }

    [Fact]
    public void Without_history_there_is_no_outlier()
    {
        using var empty = new DenseMatrix<double>(0, 0);
        var companion = new ProbeCompanion(lapack, new LayerHistory(empty, empty, empty, empty, [], 1, 2));
        Assert.Empty(companion.Above);
        Assert.Empty(companion.Below);
        Assert.Throws<ArgumentOutOfRangeException>(() => companion.VectorsAbove(0));
    }

    private static void AssertSame(double[] expected, double[] actual, double edge)
    {
        // A root within rounding of the edge may be seen by one and not by the other.
        double[] x = [.. expected.Where(value => Math.Abs(value - edge) > 1e-6 * edge)];
        double[] y = [.. actual.Where(value => Math.Abs(value - edge) > 1e-6 * edge)];
        Assert.Equal(x.Length, y.Length);
        Assert.All(x.Zip(y), pair => Assert.Equal(pair.First, pair.Second, 1e-7 * edge));
    }
}
