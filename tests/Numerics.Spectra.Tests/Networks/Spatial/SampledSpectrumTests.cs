using System.Numerics;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Krylov;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Sparse;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks.Spatial;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.SpatialNetworks;

namespace Numerics.Spectra.Tests.Networks.Spatial;

/// <summary>Eigenvalues of sampled connectivity: what the theory of outliers leaves out, and the two solvers against each other.</summary>
[Trait("speed", "slow")]
public sealed class SampledSpectrumTests
{
    /// <summary>Balanced strong blocks leak eigenvalues out of the disk; fixed row sums stop it where connectivity is uniform, and not where it is local.</summary>
    [Theory]
    [InlineData(0.6, false, 4, 20)]
    [InlineData(0.6, true, 0, 3)]
    [InlineData(0.1, true, 2, 25)]
    public void Fixed_row_sums_keep_uniform_networks_inside_the_disk_only(double range, bool fixedSums, int least, int most)
    {
        SpatialNetwork network = SpatialSets.Ring(1000, PopulationMatrix.Uniform(range), new(4, -4, 4, -4), PopulationMatrix.Uniform(0.3), 0.3);
        double radius = VarianceProfileBulk.Of(network).Radius;
        Assert.Equal(range == 0.6 ? 0.549 : 1.108, radius, 6e-4);
        Assert.InRange(Eigenvalues(network, fixedSums).Count(value => value.Magnitude > 1.05 * radius), least, most);
    }

    [Fact]
    public void Fixed_row_sums_are_the_mean_strength()
    {
        SpatialNetwork network = SpatialSets.A(500);
        SparseMatrix j = SpatialConnectivity.Draw(network, RateRun.Streams(1), fixRowSums: true, new ShardExecutor(2));
        double[] sums = new double[500], x = [.. Enumerable.Range(0, 500).Select(i => i < 400 ? 1.0 : 0)];
        j.Multiply(ShardExecutor.Sequential, x, sums);
        Assert.All(Enumerable.Range(0, 500), i => Assert.Equal(i < 400 ? 3 : 1, sums[i], 1e-12));
    }

    [Fact]
    public void Arnoldi_finds_the_leading_eigenvalues_of_two_thousand_neurons_as_the_dense_solver_does()
    {
        using var lapack = Lapack.Load();
        SpatialNetwork network = SpatialSets.A(2000);
        SparseMatrix j = SpatialConnectivity.Draw(network, RateRun.Streams(4), fixRowSums: false, new ShardExecutor(2));
        int wanted = SpatialOutliers.Find(network).Where(outlier => outlier.Value.Magnitude > 1.1 * VarianceProfileBulk.Of(network).Radius).Sum(outlier => outlier.Multiplicity);
        ArnoldiSpectrum found = ArnoldiEigenvalues.Find(lapack, 2000, (x, y) => j.Multiply(new ShardExecutor(2), x, y), wanted);
        Assert.Equal(Outcome.Ok, found.Outcome);
        using DenseMatrix<double> dense = j.ToDense();
        Complex[] all = [.. GeneralEigen.Values(lapack, dense).Values.OrderByDescending(value => value.Magnitude).Take(found.Values.Count)];
        Assert.True(wanted >= 8);
        Assert.All(all, value => Assert.True(found.Values.Min(other => (other - value).Magnitude) < 1e-8, $"{value}"));
    }

    private static Complex[] Eigenvalues(SpatialNetwork network, bool fixedSums)
    {
        using var lapack = Lapack.Load();
        using DenseMatrix<double> dense = SpatialConnectivity.Draw(network, RateRun.Streams(2), fixedSums, new ShardExecutor(2)).ToDense();
        return GeneralEigen.Values(lapack, dense).Values;
    }
}
