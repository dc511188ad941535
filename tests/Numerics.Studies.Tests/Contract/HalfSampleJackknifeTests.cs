using Numerics.Studies.Contract;
using Numerics.Studies.Records;
using Numerics.Studies.Tests.Fakes;
using Numerics.Studies.Tests.Support;
using Numerics.Studies.Catalog;

namespace Numerics.Studies.Tests.Contract;

/// <summary>The bias of a finite number of sites goes, their noise stays.</summary>
public sealed class HalfSampleJackknifeTests
{
    private static readonly string[] Biased = ["overlapLeft", "overlapRight"];

    /// <summary>The square of a mean of two halves with means a and b has the bias variance/S; a b has none.</summary>
    [Fact]
    public void The_square_of_a_mean_becomes_the_product_of_the_means_of_the_halves()
    {
        Observable? square = null;
        Observable? count = null;
        var probe = new Probe(e => (square, count) = (e.Observe("square", "X."), e.Observe("count", "N.")));
        Recorder Of(double? value) => new(probe.Observables) { [square!] = value, [count!] = 3 };
        Recorder whole = Of(Math.Pow((1.7 + 0.4) / 2, 2));
        Recorder half = Of(1.7 * 1.7);
        half[count!] = 2;
        HalfSampleJackknife.RemoveBias(whole, (half, Of(0.4 * 0.4)), (8, 8), count!);
        Assert.Equal(1.7 * 0.4, whole[square!].Value!.Value, 1e-15);
        Assert.Equal(3, whole[count!].Value);

        Recorder alone = Of(5);
        HalfSampleJackknife.RemoveBias(alone, (half, Of(null)), (8, 8));
        Assert.Equal(5, alone[square!].Value);

        // Halves of 3 and 1: the expectations of the squares are mu^2 + v/4, mu^2 + v/3 and mu^2 + v.
        Recorder uneven = Of(2 + (0.6 / 4));
        HalfSampleJackknife.RemoveBias(uneven, (Of(2 + (0.6 / 3)), Of(2 + 0.6)), (3, 1));
        Assert.Equal(2, uneven[square!].Value!.Value, 1e-14);
    }

    /// <summary>
    /// Without the correction the overlaps are off by up to 0.9 % here, 8 standard errors; a limit of 5 in about 25 entries is passed by chance in 1 of 60,000 seeds.
    /// Halves with random numbers of their own would have 2.2 times the error.
    /// </summary>
    [Fact]
    public void Two_thousand_sites_predict_what_eight_thousand_do_and_no_less_sharply()
    {
        RunResult few = Theory(2000, 16);
        RunResult many = Theory(8000, 8);
        List<double> sharper = [];
        foreach (string name in Biased)
        {
            ObservableEstimate a = few.Named(name).Theory!;
            ObservableEstimate b = many.Named(name).Theory!;
            for (int i = 0; i < a.Value.Count; i++)
            {
                // At its threshold an outlier has no overlap that a power of the sites describes.
                if (a.Value[i] is { } x && b.Value[i] is { } y && y > 0.3)
                {
                    double error = Math.Sqrt(Math.Pow(a.StandardError[i]!.Value, 2) + Math.Pow(b.StandardError[i]!.Value, 2));
                    Assert.True(Math.Abs(x - y) < 5 * error, $"{name} at {few.Named(name).Shape.Place(i)}: {x}, {y}, error {error}");
                    sharper.Add(Math.Pow(a.StandardError[i]!.Value / b.StandardError[i]!.Value, 2) / 2);
                }
            }
        }

        Assert.InRange(sharper.Count, 20, 100);
        Assert.InRange(sharper.Average(), 0.3, 3);
    }

    private static RunResult Theory(int sites, int passes) => Runs.Theory(
        Runs.Read(AllStudies.Catalog, $$"""{ "study": "nonlinear-mup", "width": 1000000, "steps": 20, "theorySites": {{sites}}, "theorySeeds": {{passes}} }""").Prepare(), Providers.Any);
}
