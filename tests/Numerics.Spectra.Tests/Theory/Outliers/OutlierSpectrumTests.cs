using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Theory.Outliers;

/// <summary>The facade of the outlier equation: from weights, from a history, and what it refuses.</summary>
public sealed class OutlierSpectrumTests
{
    // M = A (1 + c v v^T), |v| = 1: a covariance with one larger eigenvalue l = (1 + c)^2, whose outlier is l/sqrt(l - 1) for a square A.
    [Theory]
    [InlineData(0.6)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void A_spike_made_with_the_initial_weights_is_a_spiked_covariance(double strength)
    {
        using var lapack = Lapack.Load();
        OutlierSpectrum spectrum = OutlierSpectrum.OfHistory(lapack, History(strength));
        double l = (1 + strength) * (1 + strength);
        Outlier outlier = Assert.Single(spectrum.Outliers());
        Assert.Equal(l / Math.Sqrt(l - 1), outlier.SingularValue, 1e-10);
        Assert.InRange(outlier.CapturedRight, 0.1, 1);
        Assert.Equal(2, spectrum.BulkEdge, 1e-14);
        Assert.True(spectrum.EscapeMargin < 0);
        Assert.Equal(1, spectrum.Evidence.Count);
    }

    [Fact]
    public void Below_the_threshold_there_is_none()
    {
        using var lapack = Lapack.Load();
        OutlierSpectrum spectrum = OutlierSpectrum.OfHistory(lapack, History(0.4)); // threshold l = 2
        Assert.Empty(spectrum.Outliers());
        Assert.True(spectrum.EscapeMargin > 0);
    }

    // The trained matrix itself: its singular values lie where the initial weights and the spikes say, closer than fluctuations of the outliers.
    [Theory]
    [InlineData(600, 600, false)]
    [InlineData(400, 700, false)]
    [InlineData(600, 600, true)]
    public void Weights_give_the_outliers_of_the_trained_matrix(int rows, int columns, bool repeated)
    {
        using var lapack = Lapack.Load();
        using StoredLayer stored = StoredLayer.Nonlinear(lapack, new TestRandom(11), rows, columns, steps: 3, sigma: 0.8, strength: 2);
        using DenseMatrix<double> trained = stored.Matrix(lapack);
        // Repeated: the first spike in two halves.
        using DenseMatrix<double> u = repeated ? Widened(stored.U) : stored.U.Clone();
        using DenseMatrix<double> v = repeated ? Widened(stored.V) : stored.V.Clone();
        double[] strengths = repeated ? [1, 2, 2, 1] : [2, 2, 2];
        OutlierSpectrum spectrum = OutlierSpectrum.OfSpikes(lapack, stored.A, u, v, strengths, stored.Sigma);
        double[] measured = SingularValues.Compute(lapack, trained).Values;
        Assert.NotEmpty(spectrum.Outliers());
        foreach ((Outlier outlier, int rank) in spectrum.Outliers().Select((outlier, rank) => (outlier, rank)))
        {
            Assert.Equal(measured[rank], outlier.SingularValue, 0.02 * measured[rank]);
        }

        Assert.InRange(measured[spectrum.Outliers().Count], 0, spectrum.BulkEdge * 1.05);
    }

    [Fact]
    public void Spikes_that_do_not_fit_are_refused()
    {
        using var lapack = Lapack.Load();
        using var a = new DenseMatrix<double>(4, 5);
        using var u = new DenseMatrix<double>(4, 2);
        using var v = new DenseMatrix<double>(5, 2);
        Assert.Contains("need left vectors 4 x 1", Assert.Throws<ArgumentException>(() => OutlierSpectrum.OfSpikes(lapack, a, u, v, [1.0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OutlierSpectrum.OfSpikes(lapack, a, v, u, [1.0, 1.0]));
        using var wideU = new DenseMatrix<double>(4, 4);
        using var wideV = new DenseMatrix<double>(5, 4);
        Assert.Contains("fill", Assert.Throws<ArgumentException>(() => OutlierSpectrum.OfSpikes(lapack, a, wideU, wideV, [1, 1, 1, 1])).Message, StringComparison.Ordinal);
    }

    /// <summary>One feature v of power 1 and the gradient g = A v, which responds to the forward field with 1.</summary>
    private static LayerHistory History(double strength)
    {
        static DenseMatrix<double> One(double value) => DenseMatrix<double>.FromArray(new[,] { { value } });
        return new LayerHistory(One(1), One(1), One(0), One(1), [strength], initialScale: 1, aspectRatio: 1);
    }

    private static DenseMatrix<double> Widened(DenseMatrix<double> vectors)
    {
        var wide = new DenseMatrix<double>(vectors.Rows, vectors.Columns + 1);
        for (int j = 0; j < wide.Columns; j++)
        {
            vectors.Column(j % vectors.Columns).CopyTo(wide.Column(j));
        }

        return wide;
    }
}
