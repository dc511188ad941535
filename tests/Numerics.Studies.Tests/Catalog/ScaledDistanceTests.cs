using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Ensembles;
using Numerics.Spectra.Theory.NullBulk;
using Numerics.Studies.Catalog.TrainedWeights;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Tests.Catalog;

/// <summary>The distance without the scales of rows and columns: single precision where it is enough, double where the decision hangs on it.</summary>
public sealed class ScaledDistanceTests
{
    /// <summary>Square matrices have values down to zero, where single precision is worst; a change of a quarter of the rank moves the bulk; a product of two has most small values.</summary>
    [Theory]
    [InlineData(128, 128, "independent")]
    [InlineData(256, 256, "independent")]
    [InlineData(256, 256, "product")]
    [InlineData(128, 384, "changed")]
    [InlineData(256, 256, "changed")]
    public void Single_precision_moves_the_distance_by_far_less_than_the_decision_allows(int rows, int columns, string kind)
    {
        using var lapack = Lapack.Load();
        using DenseMatrix<double> w = Draw(lapack, rows, columns, kind);
        _ = ScaleProfile.Divide(w);
        double[] exact = SingularValues.Compute(lapack, w, SvdMethod.Bidiagonal).Values;
        double[] single = ScaledDistance.InSingle(lapack, w);
        Assert.All(single.Zip(exact), pair => Assert.Equal(pair.Second * pair.Second, pair.First * pair.First, 1e-5 * exact[0] * exact[0]));
        Assert.NotEqual(exact, single);
        Assert.Equal(LeastDistance.Of(exact, columns).Counts, LeastDistance.Of(single, columns).Counts, 0.001 * rows);
    }

    [Fact]
    public void Near_what_is_few_the_distance_is_that_of_double_precision()
    {
        using var lapack = Lapack.Load();
        using DenseMatrix<double> w = Draw(lapack, 128, 384, "changed");
        using DenseMatrix<double> near = w.Clone();
        using DenseMatrix<double> far = w.Clone();
        _ = ScaleProfile.Divide(w);
        LeastDistance exact = LeastDistance.Of(SingularValues.Compute(lapack, w).Values, 384);
        Assert.InRange(exact.CertifiedRank, 8, 40);
        Assert.Equal(exact, ScaledDistance.Of(lapack, near, new PictureRule { Few = 1, FewShare = exact.CertifiedRank / 128.0 }));
        LeastDistance rough = ScaledDistance.Of(lapack, far, new PictureRule { Few = 1, FewShare = 0.001 });
        Assert.NotEqual(exact, rough);
        Assert.Equal(exact.CertifiedRank, rough.CertifiedRank);
    }

    private static DenseMatrix<double> Draw(Lapack lapack, int rows, int columns, string kind)
    {
        StreamKey Key(uint role) => StudyStreams.Pilot.Matrix(7000 + role);
        DenseMatrix<double> w = GaussianEntries.Draw(Key(0), rows, columns, 1, ShardExecutor.Sequential);
        if (kind == "product")
        {
            using DenseMatrix<double> other = GaussianEntries.Draw(Key(1), columns, columns, 1, ShardExecutor.Sequential);
            var product = new DenseMatrix<double>(rows, columns);
            Multiply.Into(lapack, false, w, false, other, 1.0, 0.0, product);
            w.Dispose();
            return product;
        }

        double edge = Math.Sqrt(rows) + Math.Sqrt(columns);
        for (uint r = 0; kind == "changed" && r < rows / 4; r++)
        {
            GaussianEntries.AddSpike(w, 0.9 * edge, GaussianEntries.Direction(Key(2 + (2 * r)), rows), GaussianEntries.Direction(Key(3 + (2 * r)), columns));
        }

        return w;
    }
}
