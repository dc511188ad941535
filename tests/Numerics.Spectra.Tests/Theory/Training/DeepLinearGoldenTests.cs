using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.Training;

/// <summary>Order parameters of the reference sets to all digits given.</summary>
public sealed class DeepLinearGoldenTests
{
    private const double TenDigits = 0.6e-10;

    [Theory]
    [InlineData("P1", 0.4, 0.25, "1.0039062500 0.9091995628 0.7990538396 0.4572691076 0.1404531343 0.0630577405", "1.0039062500 0.8626957806 0.7034014518 0.2684737325 0.0400707422 0.0133556292", "0.0138048647 0.3903685777 0.0448245997 2.3161960644 0.0932203682")]
    [InlineData("P2", 0.2, 0.5, "1.0147061250 0.9453594064 0.8836792853 0.7143322256 0.2442876053 0.0761765965", "1.0547061250 0.9676864834 0.8900344910 0.6797028263 0.1801171576 0.0623108734", "0.0366131013 0.2883226003 0.1330474833 1.7560609833 0.1704358869")]
    [InlineData("P3", 0.2828427125, 0.1767766953, "1.0070560000 0.8713890509 0.7281099748 0.3107187117 0.0324723617 0.0054266896", "1.0070560000 0.8385329208 0.6654323870 0.2106585062 0.0136605206 0.0019342664", "0.0079398304 0.5587478485 0.0153511622 2.8797356945 0.0345237055")]
    [InlineData("P4", 0.3, 0.3333333333, "1.0025000000 0.9554998815 0.9034590051 0.7092635874 0.0346646761 0.0017783012", "1.0125000000 0.9654998815 0.9134590051 0.7192635874 0.0446646761 0.0117783012", "0.0247117156 0.4058188722 0.0054921190 1.4055907174 0.0077188438")]
    [InlineData("P5", 0.1, 0.3333333333, "1.0048040008 0.9815692676 0.9592870141 0.9073355891 0.7022328175 0.3490519114", "1.0048040008 0.9738723466 0.9441565796 0.8748856656 0.6077614436 0.2137279289", "0.0097979570 0.1095180196 0.3294305033 0.4638925657 0.4164967833")]
    [InlineData("P6", 0.2, 0.25, "1.0039062500 0.9554299543 0.8860907130 0.6647863300 0.2105956869 0.0950918111", "1.0139062500 0.9412578293 0.8384719481 0.5263489163 0.0869555330 0.0275115379", "0.0279201789 0.3456009910 -0.0691427159 1.7233213671 -0.0981632180")]
    public void Losses_and_order_parameters(string set, double kappa, double c, string test, string train, string orders)
    {
        DeepLinearModel model = DeepLinearSets.Of(set);
        Assert.Equal(kappa, model.SpikeSize, TenDigits);
        Assert.Equal(c, model.OutputMultiplier, TenDigits);

        DeepLinearSolution solution = DeepLinearDmft.Solve(model);

        int depth = model.Depth;
        int[] steps = [0, 1, 2, 4, 8, 12];
        AssertNear(test, [.. steps.Select(t => solution.TestLoss[t])]);
        AssertNear(train, [.. steps.Select(t => solution.TrainLoss[t])]);
        AssertNear(
            orders,
            [
                solution.FeatureResponses(0)[8, 4],
                solution.GradientResponses(1)[8, 4],
                solution.FeatureCorrelations(depth)[8, 4],
                solution.GradientCorrelations(1)[8, 4],
                solution.FeatureGradientCorrelations(depth)[8, 4],
            ]);
        Assert.Null(solution.DivergedAt);
        Assert.Equal(20, solution.LastStep);
    }

    // Six digits: the tables of the reference sets at later steps and on the diagonal.
    [Theory]
    [InlineData("P1", 0.018374, 0.002937, "0.016483 0.008727", "3.109697")]
    [InlineData("P2", 0.019589, 0.032893, "0.116774 0.043572 0.052319", "3.743819 1.752921")]
    [InlineData("P3", 0.000257, 0.000080, "0.006664 0.002258 0.001874", "3.938826 1.866857")]
    [InlineData("P4", 0.001145, 0.011145, "0.049553 0.011452 0.004185", "4.062512 1.799886")]
    [InlineData("P5", 0.078963, 0.030376, "0.721467 0.463475 0.465461 0.523549", "1.011886 0.901630 0.842356")]
    [InlineData("P6", 0.035515, 0.010450, "0.065583 0.021792", "3.120501")]
    [InlineData("P7", 0.265672, 0.144411, "0.956320 0.555720 0.461248", "0.624897 0.698569")]
    public void Diagonals_at_step_8_and_losses_at_step_20(string set, double test, double train, string features, string gradients)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of(set));
        Assert.Equal(test, solution.TestLoss[20], 0.6e-6);
        Assert.Equal(train, solution.TrainLoss[20], 0.6e-6);
        AssertNear(features, [.. Enumerable.Range(0, solution.Model.Depth + 1).Select(l => solution.FeatureCorrelations(l)[8, 8])]);
        AssertNear(gradients, [.. Enumerable.Range(1, solution.Model.Depth).Select(l => solution.GradientCorrelations(l)[8, 8])]);
    }

    [Fact]
    public void Power_law_covariance_with_500_modes()
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of("P7", 12));
        AssertNear("1.002916 0.963456 0.927811 0.855462 0.684596 0.506625", [.. new[] { 0, 1, 2, 4, 8, 12 }.Select(t => solution.TestLoss[t])]);
        AssertNear("1.012916 0.965780 0.922821 0.834515 0.620926 0.399411", [.. new[] { 0, 1, 2, 4, 8, 12 }.Select(t => solution.TrainLoss[t])]);
    }

    // Random mini-batches of a fixed set: every sample with probability 0.3, respectively 0.5.
    [Fact]
    public void Mini_batches_of_a_fixed_set()
    {
        DeepLinearSolution shallow = DeepLinearDmft.Solve(
            DeepLinearSets.Model(1, 1, 2, Parameterization.MuP, 0.1, 4, [0.5, 0.5], 0.1, 12) with { Batch = new BatchSampling.Fraction(0.3) });
        AssertNear("0.91284 0.80218 0.48815 0.18458 0.09264", [.. new[] { 1, 2, 4, 8, 12 }.Select(t => shallow.TestLoss[t])]);
        Assert.Equal(0.03474, shallow.TrainLoss[12], 0.6e-5);

        DeepLinearSolution deep = DeepLinearDmft.Solve(
            DeepLinearSets.Model(2, 2, 1.5, Parameterization.MuP, 0.05, 3, [0.6, 0.6, 0.6], 0.2, 12) with { Batch = new BatchSampling.Fraction(0.5) });
        Assert.Equal(0.28409, deep.TestLoss[12], 0.6e-5);

        DeepLinearSolution full = DeepLinearDmft.Solve(
            DeepLinearSets.Model(1, 1, 2, Parameterization.MuP, 0.1, 4, [0.5, 0.5], 0.1, 12));
        Assert.Equal(0.06789, full.TestLoss[12], 0.6e-5);
    }

    private static void AssertNear(string expected, double[] actual)
    {
        string[] words = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(words.Length, actual.Length);
        for (int i = 0; i < words.Length; i++)
        {
            int decimals = words[i].Length - words[i].IndexOf('.', StringComparison.Ordinal) - 1;
            Assert.Equal(double.Parse(words[i], System.Globalization.CultureInfo.InvariantCulture), actual[i], 0.6 * Math.Pow(10, -decimals));
        }
    }
}
