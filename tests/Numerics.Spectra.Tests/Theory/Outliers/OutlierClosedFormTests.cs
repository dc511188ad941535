using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;

namespace Numerics.Spectra.Tests.Theory.Outliers;

public sealed class OutlierClosedFormTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    /// <summary>One left and one right query, unit vectors, about which A is known to be typical: independent of the spike.</summary>
    private static ConditionedLayer Independent(double sigma, double q)
    {
        static DenseMatrix<double> Scalar(double x) => DenseMatrix<double>.FromArray(new[,] { { x } });
        return new ConditionedLayer(Scalar(1), Scalar(1), Scalar(0), Scalar(q * sigma * sigma), Scalar(sigma * sigma), sigma, q);
    }

    [Theory]
    [InlineData(1.0, 1.5)]
    [InlineData(0.6, 0.61)]
    [InlineData(0.6, 40.0)]
    public void Square_independent_spike_sits_at_theta_plus_sigma_squared_over_theta(double sigma, double theta)
    {
        using var equation = new OutlierEquation(lapack, Independent(sigma, 1), SpikeSet.Diagonal([theta]));
        double expected = theta + (sigma * sigma / theta);
        Assert.Equal(1, Assert.Single(equation.Outliers()) / expected, 1e-12);
        // |<u, spike>|^2 = 1 - sigma^2/theta^2 (Benaych-Georges and Nadakuditi).
        OutlierVectors vectors = equation.SingularVectors(0);
        Assert.Equal(1 - (sigma * sigma / (theta * theta)), vectors.CapturedLeft, 1e-9);
        Assert.Equal(1 - (sigma * sigma / (theta * theta)), vectors.CapturedRight, 1e-9);
        Assert.Equal(vectors.CapturedLeft, vectors.LeftCosine(0) * vectors.LeftCosine(0), 1e-12);
        Assert.True(vectors.LeftCosine(0) * vectors.RightCosine(0) > 0);
    }

    [Theory]
    [InlineData(0.3, 1.2)]
    [InlineData(2.5, 1.7)]
    public void Rectangular_independent_spike_has_the_known_position_and_overlaps(double c, double theta)
    {
        using var equation = new OutlierEquation(lapack, Independent(1, c), SpikeSet.Diagonal([theta]));
        double t2 = theta * theta;
        double expected = Math.Sqrt((1 + t2) * (c + t2)) / theta;
        Assert.Equal(expected, Assert.Single(equation.Outliers()), 1e-12 * expected);
        OutlierVectors vectors = equation.SingularVectors(0);
        // Benaych-Georges and Nadakuditi: n x m with entries of variance 1/m, c = n/m.
        Assert.Equal(1 - (c * (1 + t2) / (t2 * (t2 + c))), vectors.CapturedLeft, 1e-10);
        Assert.Equal(1 - ((c + t2) / (t2 * (t2 + 1))), vectors.CapturedRight, 1e-10);
        Assert.Equal(expected, IndependentSpikeEquation.Outlier(theta, 1, c), 1e-12 * expected);
    }

    [Theory]
    [InlineData(1.0, 1.0, 0.999)]
    [InlineData(0.6, 0.25, 0.424)]
    public void No_outlier_below_the_threshold(double sigma, double q, double theta)
    {
        using var equation = new OutlierEquation(lapack, Independent(sigma, q), SpikeSet.Diagonal([theta]));
        Assert.Empty(equation.Outliers());
        Assert.True(equation.EscapeMargin() > 0);
        Assert.Equal(equation.BulkEdge, IndependentSpikeEquation.Outlier(theta, sigma, q), 1e-14);
        using var above = new OutlierEquation(lapack, Independent(sigma, q), SpikeSet.Diagonal([theta * 1.01]));
        Assert.Single(above.Outliers());
        Assert.True(above.EscapeMargin() < 0);
    }

    [Theory]
    [InlineData(0.8, 0.5, 0.4096, 2.286432, -2.0, 2.0)]
    [InlineData(0.8, 1.0, 0.64, 2.134405, -1.28, 2.0)]
    [InlineData(1.1, 3.0, 0.9, 1.4, 0.25, 0.9)]
    [InlineData(1.0, 0.2, 1.3, 0.8, 0.1, 1.5)]
    public void First_step_has_the_closed_form_at_any_aspect_ratio(double sigma, double q, double g, double c, double a, double kappa)
    {
        double theta2 = kappa * q * g * ((2 * sigma * sigma * a) + (kappa * c));
        double s2 = (theta2 + (sigma * sigma)) * (theta2 + (sigma * sigma * q)) / theta2;
        static DenseMatrix<double> Scalar(double x) => DenseMatrix<double>.FromArray(new[,] { { x } });
        var history = new LayerHistory(Scalar(c), Scalar(g), Scalar(a), Scalar(0), [kappa], sigma, q);
        bool escaped = theta2 > sigma * sigma * Math.Sqrt(q);
        using var probe = new ProbeOutlierEquation(lapack, history);
        using var equation = new OutlierEquation(lapack, history.ToConditionedLayer(lapack), history.Spikes);
        Assert.Equal(escaped, equation.EscapeMargin() < 0);
        Assert.Equal(escaped ? 1 : 0, equation.Outliers().Length);
        Assert.Equal(escaped ? 1 : 0, probe.Above().Length);
        if (escaped)
        {
            Assert.Equal(Math.Sqrt(s2), equation.Outliers()[0], 1e-12);
            Assert.Equal(Math.Sqrt(s2), probe.Above()[0], 1e-12);
        }
    }

    [Fact]
    public void First_step_of_a_linear_network_reproduces_published_figures()
    {
        static DenseMatrix<double> Scalar(double x) => DenseMatrix<double>.FromArray(new[,] { { x } });
        // Depth 2, nu = 0.5, alpha = 2, sigma = 0.8, gamma_0 = 1, eta = 2, no noise: kappa = 2, c = 2.
        const double S = 0.64;
        const double C0 = (1 + (4 * 0.5 * S * S * S)) * 1.5;
        var first = new LayerHistory(Scalar(C0), Scalar(S * S), Scalar(-2), Scalar(0), [2], 0.8, 0.5);
        const double C1 = (S * C0) + (S * S * 4 * S * S);
        var second = new LayerHistory(Scalar(C1), Scalar(S), Scalar(-2 * S), Scalar(0), [2], 0.8, 1);
        Assert.Equal(1.42579, Top(first), 1e-5);
        Assert.Equal(2.18371, Top(second), 1e-5);
        Assert.Equal(1.715, IndependentSpikeEquation.Outliers(lapack, first.ToConditionedLayer(lapack), first.Spikes)[0], 1e-3);
        Assert.Equal(2.611, IndependentSpikeEquation.Outliers(lapack, second.ToConditionedLayer(lapack), second.Spikes)[0], 1e-3);
    }

    private double Top(LayerHistory history)
    {
        using var equation = new OutlierEquation(lapack, history.ToConditionedLayer(lapack), history.Spikes);
        return equation.Outliers()[0];
    }
}
