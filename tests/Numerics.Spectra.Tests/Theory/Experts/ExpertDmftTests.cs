using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Experts;

namespace Numerics.Spectra.Tests.Theory.Experts;

/// <summary>Infinite-scale theory of mixtures of experts against its reference table, and against finite networks.</summary>
public sealed class ExpertDmftTests(ITestOutputHelper log)
{
    private static readonly int[] ManySteps = [1, 2, 4, 8, 12, 16, 23];
    private static readonly int[] FewSteps = [1, 2, 4, 6, 8, 10, 13];

    public static TheoryData<ExpertRegime, ExpertScaling, double, double[], double[], double> Table => new()
    {
        { ExpertRegime.II, ExpertScaling.Mssp, 0, [.0147, .0307, .0790, .3429, .8146, .9654, .9923], [1.2130, 1.4077, .9006, .9142, .3102, .3063], .0071 },
        new TheoryDataRow<ExpertRegime, ExpertScaling, double, double[], double[], double>(
            ExpertRegime.II, ExpertScaling.Mssp, 1, [.1177, .2252, .4799, .9078, .9812, .9933, .9988], [1.9017, 1.6186, .6958, .6901, .2623, .2506], .0036).WithTrait("speed", "slow"),
        { ExpertRegime.II, ExpertScaling.MuP, 1, [.0294, .0606, .1489, .5281, .9070, .9758, .9938], [2.1306, 1.2917, .4636, .4748, .1143, .1193], .0082 },
        { ExpertRegime.I, ExpertScaling.Mssp, 1, [.1418, .2460, .4788, .8981, .9804, .9932, .9987], [2.1169, 4.8144, .5174, .5184, .1418, .1396], .0039 },
        new TheoryDataRow<ExpertRegime, ExpertScaling, double, double[], double[], double>(
            ExpertRegime.III, ExpertScaling.Mssp, 1, [.2451, .4244, .7999, .9552, .9858, .9943, .9981], [2.036, 5.498, .634, .632, .215, .219], .019).WithTrait("speed", "slow"),
        { ExpertRegime.III, ExpertScaling.MuP, 1, [.2106, .3477, .6662, .8956, .9662, .9855, .9946], [2.230, 5.059, .444, .452, .111, .114], .020 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Reference_table(ExpertRegime regime, ExpertScaling scaling, double readoutScale, double[] outputs, double[] moments, double error)
    {
        const int Passes = 3;
        ExpertLimitModel model = ExpertCase.Model(regime, scaling, readoutScale);
        int sites = regime switch { ExpertRegime.I => 8192, ExpertRegime.II => 4096, _ => 512 };
        ExpertTrajectory[] passes = new ExpertTrajectory[Passes];
        Parallel.For(0, Passes, new ParallelOptions { MaxDegreeOfParallelism = 2 }, k => passes[k] = ExpertDmft.Solve(model, sites, 64, ExpertCase.Keys((uint)k)));
        int[] steps = regime == ExpertRegime.III ? FewSteps : ManySteps;
        for (int k = 0; k < steps.Length; k++)
        {
            double[] values = [.. passes.Select(pass => pass.Output[steps[k]][0])];
            log.WriteLine($"step {steps[k]}: {string.Join(" ", values.Select(x => x.ToString("F4")))} table {outputs[k]}");
        }

        int last = model.Steps;
        double[] found =
        [
            passes.Average(pass => pass.ReadoutSecondMoment[last]),
            passes.Average(pass => pass.GradientSecondMoment[last]),
            .. Enumerable.Range(0, 4).Select(p => passes.Average(pass => pass.HiddenSecondMoment[last][p])),
        ];
        log.WriteLine($"{string.Join(" ", found.Select(x => x.ToString("F4")))} table {string.Join(" ", moments)}");
        log.WriteLine($"router {string.Join(" ", passes[0].RouterLogit[last].Select(x => x.ToString("F4")))}");

        for (int k = 0; k < steps.Length; k++)
        {
            Assert.Equal(outputs[k], passes.Average(pass => pass.Output[steps[k]][0]), 3 * error);
        }

        double relative = regime == ExpertRegime.III ? 0.05 : 0.03;
        for (int k = 0; k < moments.Length; k++)
        {
            Assert.Equal(1, found[k] / moments[k], relative);
        }
    }

    [Theory]
    [InlineData(ExpertRegime.I, ExpertScaling.Mssp, 256, 4, 256)]
    [InlineData(ExpertRegime.II, ExpertScaling.Mssp, 384, 192, 2, Traits = ["speed", "slow"])]
    [InlineData(ExpertRegime.II, ExpertScaling.MuP, 384, 192, 2)]
    [InlineData(ExpertRegime.III, ExpertScaling.Mssp, 96, 96, 96)]
    [InlineData(ExpertRegime.III, ExpertScaling.MuP, 64, 64, 64, Traits = ["speed", "slow"])]
    public void Finite_networks_follow_it(ExpertRegime regime, ExpertScaling scaling, int width, int experts, int expertWidth)
    {
        const int Networks = 16;
        ExpertLimitModel model = ExpertCase.Model(regime, scaling, 1);
        using var lapack = Lapack.Load();
        ExpertTrajectory theory = ExpertDmft.Solve(model, regime == ExpertRegime.III ? 512 : 4096, 64, ExpertCase.Keys(0));
        ExpertTrajectory[] runs = [.. Enumerable.Range(0, Networks).Select(k =>
        {
            using var network = new DirectExpertNetwork(lapack, model, new ExpertSizes(width, experts, expertWidth, experts), ExpertCase.Keys(100 + (uint)k));
            return network.Train();
        })];
        double worst = 0;
        for (int t = 1; t <= model.Steps; t++)
        {
            for (int p = 0; p < 4; p++)
            {
                double[] f = [.. runs.Select(run => run.Output[t][p])];
                double mean = f.Average(), se = Math.Sqrt(f.Sum(x => (x - mean) * (x - mean)) / (Networks - 1) / Networks);
                worst = Math.Max(worst, Math.Abs(mean - theory.Output[t][p]) / (se + 0.004));
            }
        }

        int last = model.Steps;
        log.WriteLine($"worst {worst:F2}");
        log.WriteLine($"C {runs.Average(run => run.ReadoutSecondMoment[last]):F3} {theory.ReadoutSecondMoment[last]:F3} v {runs.Average(run => run.GradientSecondMoment[last]):F3} {theory.GradientSecondMoment[last]:F3} h {runs.Average(run => run.HiddenSecondMoment[last][0]):F3} {theory.HiddenSecondMoment[last][0]:F3}");
        Assert.True(worst < 4, $"{worst} standard errors");
        Assert.Equal(1, runs.Average(run => run.ReadoutSecondMoment[last]) / theory.ReadoutSecondMoment[last], 0.04);
    }

    [Fact]
    public void Without_initial_part_and_readout_nothing_moves()
    {
        foreach (ExpertRegime regime in new[] { ExpertRegime.II, ExpertRegime.III })
        {
            ExpertTrajectory still = ExpertDmft.Solve(ExpertCase.Model(regime, ExpertScaling.MuP, 0) with { Steps = 4 }, 64, 8, ExpertCase.Keys(0));
            Assert.All(still.Output, f => Assert.All(f, value => Assert.Equal(0, value, 1e-15)));
            Assert.All(still.ReadoutSecondMoment, value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void A_diverging_rate_is_named()
    {
        ExpertTrajectory wild = ExpertDmft.Solve(ExpertCase.Model(ExpertRegime.II, ExpertScaling.Mssp, 1) with { LearningRate = 5000, Steps = 12 }, 64, 8, ExpertCase.Keys(0));
        Assert.NotNull(wild.DivergedAt);
        Assert.All(wild.Loss, loss => Assert.True(double.IsFinite(loss)));
    }

    /// <summary>Early growth against the closed form, whose kernels come from quadrature: the mean over networks, and the slope of the escape time.</summary>
    [Theory]
    [InlineData(ExpertRegime.II, 256, 128, 4)]
    [InlineData(ExpertRegime.III, 64, 32, 64)]
    public void Early_growth_of_muP_is_that_of_the_closed_form(ExpertRegime regime, int width, int experts, int expertWidth)
    {
        const int Networks = 12;
        using var lapack = Lapack.Load();
        var inputs = new Numerics.LinearAlgebra.Storage.DenseMatrix<double>(ExpertCase.Dimension, 4);
        for (int b = 0; b < 4; b++)
        {
            ExpertCase.Inputs[b].CopyTo(inputs.Column(b));
        }

        var escape = new ExpertEscape(inputs, ExpertCase.Targets, 1, regime == ExpertRegime.III ? expertWidth / (double)width : 0);
        log.WriteLine($"kappa {escape.Rate:F5} {escape.OutputRate:F5} lambda {escape.Growth:F4} slope {escape.Slope:F3}");
        ExpertTask task = new()
        {
            Sizes = new ExpertSizes(width, experts, expertWidth, experts),
            Parameterization = new ExpertParameterization(regime, ExpertScaling.MuP),
            Inputs = inputs,
            Targets = ExpertCase.Targets,
            LearningRate = 1,
            ZeroReadout = true,
        };
        var found = new double[6];
        for (int k = 0; k < Networks; k++)
        {
            using var network = new MixtureNetwork(lapack, task, ExpertCase.Keys(200 + (uint)k));
            for (int step = 0; step < found.Length; step++)
            {
                network.Step();
                found[step] += network.Output.Zip(ExpertCase.Targets, (f, y) => f * y).Sum() / 4 / Networks;
            }
        }

        for (int step = 0; step < found.Length; step++)
        {
            log.WriteLine($"step {step + 1}: {found[step]:G4} {escape.Alignment(step + 1, experts):G4} ratio {found[step] / escape.Alignment(step + 1, experts):F3}");
        }

        for (int step = 0; step < found.Length; step++)
        {
            Assert.Equal(1, found[step] / escape.Alignment(step + 1, experts), 0.1);
        }
    }
}
