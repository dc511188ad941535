using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Alignment;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Tests.Alignment;

/// <summary>Order parameters and detectors on fields and curves of known truth.</summary>
public sealed class OrderParameterTests
{
    [Fact]
    public void Length_floor_and_minimum_of_a_Gaussian_cosine_are_recovered()
    {
        const double floor = 0.3, length = 0.2;
        PlanePoint[] points = new PlaneGrid(24).Points();
        var kernel = new DenseMatrix<double>(points.Length, points.Length);
        for (int i = 0; i < points.Length; i++)
        {
            for (int j = 0; j < points.Length; j++)
            {
                double u = points[i].DistanceTo(points[j]);
                // The diagonal varies, the cosine does not see it.
                kernel[i, j] = (2 + points[i].First) * (2 + points[j].First) * (floor + ((1 - floor) * Math.Exp(-u * u / (2 * length * length))));
            }
        }

        var measured = KernelCorrelation.Of(kernel, points);
        Assert.Equal(floor, measured.Floor!.Value, 1e-6);
        Assert.Equal(floor, measured.Minimum, 1e-6);
        Assert.Equal(length, measured.Length!.Value, 0.02);
    }

    [Fact]
    public void A_kernel_is_aligned_with_itself_and_not_with_an_image_it_does_not_know()
    {
        double[] image = [.. Enumerable.Range(0, 100).Select(i => (i * 37 % 100 / 50.0) - 1)];
        var own = new DenseMatrix<double>(100, 100);
        var other = new DenseMatrix<double>(100, 100);
        for (int i = 0; i < 100; i++)
        {
            for (int j = 0; j < 100; j++)
            {
                own[i, j] = 5 + (2 * Math.Exp(-50 * Math.Pow(image[i] - image[j], 2)));
                other[i, j] = Math.Exp(-0.01 * (i - j) * (i - j));
            }
        }

        Assert.Equal(1, KernelCorrelation.AlignmentWith(own, image), 1e-9);
        Assert.InRange(KernelCorrelation.AlignmentWith(other, image), -0.1, 0.3);
    }

    [Fact]
    public void Edges_are_the_steepest_points_and_the_rank_statistic_counts_pairs()
    {
        const int side = 12;
        double[] image = [.. Enumerable.Range(0, side * side).Select(point => point % side < 6 ? -0.5 : 0.5)];
        var edges = new ImageEdges(image, side);
        Assert.All(Enumerable.Range(0, side * side), point => Assert.Equal(point % side is 5 or 6, edges.Magnitudes[point] > 0));
        double[] field = [.. Enumerable.Range(0, side * side).Select(point => point * 29 % 23 / 1.0)];
        bool[] isEdge = [.. edges.Magnitudes.Select((magnitude, point) => (magnitude, point)).OrderByDescending(pair => pair.magnitude).ThenBy(pair => pair.point)
            .Take((int)Math.Round(0.15 * side * side)).Select(pair => pair.point).ToHashSet() is var set ? Enumerable.Range(0, side * side).Select(set.Contains) : []];
        double won = 0;
        int pairs = 0;
        for (int i = 0; i < field.Length; i++)
        {
            for (int j = 0; j < field.Length; j++)
            {
                if (isEdge[i] && !isEdge[j])
                {
                    pairs++;
                    won += field[i] > field[j] ? 1 : field[i] == field[j] ? 0.5 : 0;
                }
            }
        }

        Assert.Equal(won / pairs, edges.Alignment(field), 1e-12);
        Assert.Equal(0.5, edges.Alignment(new double[side * side]));
    }

    [Fact]
    public void A_plane_wave_has_its_wavenumber_and_its_neighbour_correlation()
    {
        const int side = 32;
        double k = 2 * Math.PI * 6 / side / new PlaneGrid(side).Spacing;
        double[] wave = [.. new PlaneGrid(side).Points().Select(point => Math.Cos(k * point.First))];
        var measured = ResidualWaves.Of(wave, side);
        Assert.Equal(k, measured.Wavenumber!.Value, 0.05 * k);
        Assert.Equal(0.5 * (1 + Math.Cos(k * new PlaneGrid(side).Spacing)), measured.NeighbourCorrelation!.Value, 0.03);
        Assert.Null(ResidualWaves.Of(new double[16], 4).Wavenumber);
    }

    [Fact]
    public void A_sigmoid_is_found_and_a_straight_line_is_not()
    {
        double[] times = [.. Enumerable.Range(0, 34).Select(k => Math.Exp(0.22 * k))];
        SigmoidFit fit = SigmoidFit.Of(times, [.. times.Select(t => 3 - (2 / (1 + Math.Exp(-(Math.Log(t) - Math.Log(120)) / 0.4))))])!;
        Assert.Equal(120, fit.Time, 0.5);
        Assert.Equal(0.4, fit.Width, 0.01);
        Assert.True(fit.IsAccepted);
        Assert.False(SigmoidFit.Of(times, [.. times.Select((_, k) => k % 2 == 0 ? 1.0 : 0.0)])!.IsAccepted);
        Assert.Null(SigmoidFit.Of(times, new double[34]));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.5, false)]
    [InlineData(2, true)]
    [InlineData(31, true)]
    [InlineData(32.5, false)]
    [InlineData(33, false)]
    [InlineData(36, false)]
    public void A_sigmoid_whose_centre_is_at_an_end_of_the_times_is_censored(double centre, bool accepted)
    {
        double[] times = [.. Enumerable.Range(0, 34).Select(k => Math.Exp(0.22 * k))];
        SigmoidFit fit = SigmoidFit.Of(times, [.. times.Select(t => 1 / (1 + Math.Exp(-(Math.Log(t) - (0.22 * centre)) / 0.4)))])!;
        Assert.Equal(accepted, fit.IsAccepted);
    }

    [Fact]
    public void Peaks_collapses_and_zeros_are_found_between_the_times()
    {
        double[] times = [.. Enumerable.Range(0, 160).Select(k => Math.Exp(Math.Log(1500) * k / 159))];
        double[] bump = [.. times.Select(t => Math.Exp(-Math.Pow(Math.Log(t / 90), 2)))];
        Assert.Equal(90, TransitionDetector.Peak(times, bump)!.Value, 0.1);
        Assert.Equal(90 * Math.Exp(Math.Sqrt(Math.Log(2))), TransitionDetector.Collapse(times, bump)!.Value, 0.5);
        Assert.Equal(70, TransitionDetector.Zero(times, [.. times.Select(t => Math.Log(70 / t))])!.Value, 1e-6);
        Assert.Null(TransitionDetector.Zero(times, [.. times.Select(t => Math.Log(t / 70))]));
        Assert.Null(TransitionDetector.Peak(times, times));
        // d ln(1 + 20 s)/d ln t of a sigmoid s is largest at s = (sqrt 84 - 2)/40.
        double share = (Math.Sqrt(84) - 2) / 40;
        double shift = Math.Log(share / (1 - share));
        Assert.Equal(200, TransitionDetector.Growth(times, [.. times.Select(t => 1 + (20 / (1 + Math.Exp(-(Math.Log(t / 200) / 0.2) - shift))))])!.Value, 2.0);
    }

    [Fact]
    public void Loss_rate_of_an_exponential_is_its_rate()
    {
        (double[] times, double[] rates) = TransitionDetector.LossRate([.. Enumerable.Range(0, 301).Select(t => Math.Exp(-0.02 * t))]);
        Assert.Equal(160, times.Length);
        Assert.All(rates, rate => Assert.Equal(0.02, rate, 1e-9));
        Assert.Equal(300, times[^1], 1e-9);
        Assert.Empty(TransitionDetector.LossRate([1, 0.5]).Times);
    }

    [Fact]
    public void Bootstrap_interval_of_a_mean_has_the_width_of_its_standard_error()
    {
        double[] samples = [.. Enumerable.Range(0, 200).Select(i => (double)(i * 7919 % 200))];
        var interval = BootstrapInterval.OfMean(samples);
        double mean = samples.Average();
        double error = Math.Sqrt(samples.Average(x => (x - mean) * (x - mean)) / samples.Length);
        Assert.Equal(mean, interval.Mean, 1e-9);
        Assert.Equal(mean - (1.96 * error), interval.Lower, 0.15 * error);
        Assert.Equal(mean + (1.96 * error), interval.Upper, 0.15 * error);
        Assert.Equal(new BootstrapInterval(5, 5, 5), BootstrapInterval.OfMean([5]));
    }
}
