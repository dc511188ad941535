using CsCheck;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.Training;

/// <summary>Identities, limits and outcomes of the causal solver that need no reference numbers.</summary>
public sealed class DeepLinearIdentityTests
{
    private static readonly DeepLinearModel Deep = DeepLinearSets.Model(3, 0.7, 1.8, Parameterization.MuP, 0.06, 2, [0.8, 0.9, 0.7, 0.6], 0.2, 9) with
    {
        Optimizer = new OptimizerMemory(9, 0.6, 0.03, [1, 0.9, 1.2, 1, 0.5, 0.7, 1, 1.1, 0.3]),
        Covariance = CovarianceSpectrum.PowerLaw(0.7, 4),
    };

    private static readonly Gen<DeepLinearModel> EqualWidths =
        Gen.Select(Gen.Int[1, 3], Gen.Double[0.3, 4], Gen.Double[0.3, 4], Gen.Double[0.01, 0.2], Gen.Double[0.5, 4], Gen.Double[0.3, 0.9], Gen.Double[0, 0.5], Gen.Bool)
            .Select((depth, nu, alpha, eta, gamma, sigma, noise, muP) => DeepLinearSets.Model(
                depth, nu, alpha, muP ? Parameterization.MuP : Parameterization.Ntk, eta, gamma, [.. Enumerable.Repeat(sigma, depth + 1)], noise, 8));

    private static readonly Gen<DeepLinearModel> Models =
        Gen.Select(EqualWidths, Gen.Double[0.3, 3].Array[3], Gen.Bool).Select((model, widths, equal) => model with { HiddenWidths = equal ? [] : widths[..model.Depth] });

    // <g . A h> from both sides of the matrix, rows summed: g^l less its spikes is rho A^T g^{l+1}, h^{l+1} less its spikes rho A h^l. The recursion makes
    // K^l and K^{l+1} at different sites and never compares them.
    [Fact]
    public void Neighbouring_layers_agree_on_the_matrix_between_them()
    {
        foreach (DeepLinearModel model in new[]
        {
            Deep, Deep with { Batch = new BatchSampling.OnePass(2) }, Deep with { Batch = new BatchSampling.Fraction(0.4) }, Deep with { HiddenWidths = [0.6, 1.7, 0.9] },
        })
        {
            DeepLinearSolution solution = DeepLinearDmft.Solve(model);
            for (int l = 1; l < model.Depth; l++)
            {
                TimeMatrix c = solution.FeatureCorrelations(l);
                TimeMatrix g = solution.GradientCorrelations(l + 1);

                // Sums over N_l sites on one side, over N_(l+1) on the other.
                double aspect = model.HiddenWidths.Count == 0 ? 1 : model.HiddenWidths[l] / model.HiddenWidths[l - 1];
                for (int t = 0; t <= 9; t++)
                {
                    for (int s = 0; s <= 9; s++)
                    {
                        double left = solution.FeatureGradientCorrelations(l)[s, t];
                        double right = solution.FeatureGradientCorrelations(l + 1)[s, t];
                        for (int r = 0; r < 9; r++)
                        {
                            left -= aspect * model.SpikeSize * model.Optimizer.Weight(t, r) * g[t, r] * c[r, s];
                            right -= model.SpikeSize * model.Optimizer.Weight(s, r) * c[s, r] * g[r, t];
                        }

                        Assert.Equal(left / model.Optimizer.Retained(t), aspect * right / model.Optimizer.Retained(s), 1e-12);
                    }
                }
            }
        }
    }

    // The same with the readout as the last matrix: w(t) . h^L(s)/N, w = rho w(0) + kappa sum of m h^L, and w(0) . h^L does not depend on which w is taken.
    [Fact]
    public void Readout_is_its_initial_value_plus_its_spikes()
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(Deep);
        TimeMatrix c = solution.FeatureCorrelations(3);
        for (int s = 0; s <= 9; s++)
        {
            double initial = solution.FeatureGradientCorrelations(3)[s, 0];
            for (int t = 1; t <= 9; t++)
            {
                double expected = Deep.Optimizer.Retained(t) * initial;
                for (int r = 0; r < t; r++)
                {
                    expected += Deep.SpikeSize * Deep.Optimizer.Weight(t, r) * c[r, s];
                }

                Assert.Equal(expected, solution.FeatureGradientCorrelations(3)[s, t], 1e-12);
            }
        }
    }

    [Fact]
    public void Initial_losses_are_known_and_correlations_are_positive()
    {
        using var lapack = Lapack.Load();
        Models.Sample(
            model =>
            {
                DeepLinearSolution solution = DeepLinearDmft.Solve(model);
                double function = model.InitialScales.Aggregate(1.0, (product, scale) => product * scale * scale) / (model.Gamma * model.Gamma);
                double noise = model.LabelNoise * model.LabelNoise;
                Assert.Equal(1 + function, solution.TestLoss[0], 1e-12 * (1 + function));
                Assert.Equal(1 + function + noise, solution.TrainLoss[0], 1e-12 * (1 + function));
                for (int l = 0; l <= model.Depth; l++)
                {
                    AssertPositive(lapack, solution.FeatureCorrelations(l), solution.LastStep + 1);
                    AssertPositive(lapack, solution.GradientCorrelations(l + 1), solution.LastStep + 1);
                }
            },
            iter: 60, threads: 1);
    }

    [Fact]
    public void Limits_of_the_batch_kinds_agree()
    {
        DeepLinearModel model = Deep with { Covariance = CovarianceSpectrum.Isotropic };
        DeepLinearSolution full = DeepLinearDmft.Solve(model);
        AssertSame(full, DeepLinearDmft.Solve(model with { Batch = new BatchSampling.Fraction(1) }), 1e-14);

        DeepLinearSolution population = DeepLinearDmft.Solve(model with { SampleRatio = double.PositiveInfinity });
        AssertSame(population, DeepLinearDmft.Solve(model with { Batch = new BatchSampling.OnePass(double.PositiveInfinity) }), 0);
        AssertSame(population, DeepLinearDmft.Solve(model with { Batch = new BatchSampling.OnePass(1e12) }), 1e-10);
        AssertSame(population, DeepLinearDmft.Solve(model with { SampleRatio = 1e12 }), 1e-10);
        for (int t = 0; t <= 9; t++)
        {
            Assert.Equal(population.TestLoss[t] + 0.04, population.TrainLoss[t], 1e-12);
        }
    }

    // One mode cut into three with the same eigenvalue is the same mode.
    [Fact]
    public void Modes_of_equal_eigenvalue_merge()
    {
        DeepLinearModel model = Deep with { Covariance = CovarianceSpectrum.Isotropic };
        var three = new CovarianceSpectrum([1, 1, 1], [0.2, 0.5, 0.3], [1, 1, 1]);
        AssertSame(DeepLinearDmft.Solve(model), DeepLinearDmft.Solve(model with { Covariance = three }), 1e-13);
    }

    [Fact]
    public void Divergence_is_an_outcome()
    {
        DeepLinearModel model = DeepLinearSets.Model(2, 1, 2, Parameterization.MuP, 2.5, 4, [0.6, 0.6, 0.6], 0.1, 30);
        DeepLinearSolution solution = DeepLinearDmft.Solve(model);
        Assert.NotNull(solution.DivergedAt);
        Assert.InRange(solution.DivergedAt.Value, 1, 10);
        Assert.Equal(solution.LastStep + 1, solution.TrainLoss.Count);
        Assert.All(solution.TrainLoss.Concat(solution.TestLoss), loss => Assert.True(double.IsFinite(loss)));
        Assert.All(solution.TrainLoss.SkipLast(1), loss => Assert.True(loss <= 10 * solution.TrainLoss[0]));

        DeepLinearSolution endless = DeepLinearDmft.Solve(model with { DivergenceFactor = double.PositiveInfinity });
        Assert.NotNull(endless.DivergedAt);
        Assert.All(endless.TrainLoss.Concat(endless.TestLoss), loss => Assert.True(double.IsFinite(loss)));
        Assert.Throws<ArgumentOutOfRangeException>(() => endless.History(0, endless.LastStep + 1));
    }

    [Fact]
    public void Reports_progress_and_stops_when_asked()
    {
        var fractions = new List<double>();
        DeepLinearDmft.Solve(Deep, fractions.Add);
        Assert.Equal(10, fractions.Count);
        Assert.Equal(1, fractions[^1], 1e-15);
        Assert.Equal(fractions.Order(), fractions);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => DeepLinearDmft.Solve(Deep, _ => source.Cancel(), source.Token));
    }

    [Fact]
    public void Refuses_numbers_out_of_range()
    {
        AssertRefused(Deep with { WidthRatio = 0 }, "widthRatio");
        AssertRefused(Deep with { SampleRatio = double.NaN }, "sampleRatio");
        AssertRefused(Deep with { LearningRate = -1 }, "learningRate");
        AssertRefused(Deep with { OutputScale = double.PositiveInfinity }, "outputScale");
        AssertRefused(Deep with { InitialScales = [1, 1] }, "2 initial scales do not fit depth 3: give 4");
        AssertRefused(Deep with { Batch = new BatchSampling.Fraction(1.5) }, "1.5 is outside (0, 1]");
        AssertRefused(Deep with { Batch = new BatchSampling.OnePass(0) }, "onePass");
        AssertRefused(Deep with { Covariance = new CovarianceSpectrum([1, -1], [0.5, 0.5], [1, 1]) }, "not negative");
        AssertRefused(Deep with { Covariance = new CovarianceSpectrum([1, 1], [0.5, 0.1], [1, 1]) }, "sum to 0.6");
    }

    [Fact]
    public void States_the_memory_it_takes()
    {
        // Seven tables per layer, eight of inputs, samples and readout, four per mode: 8 bytes an entry.
        DeepLinearModel model = DeepLinearSets.Model(2, 1, 2, Parameterization.MuP, 0.1, 1, [1, 1, 1], 0, 99);
        Assert.Equal(8.0 * 100 * 100 * ((7 * 2) + 8 + 4), DeepLinearDmft.Bytes(model));
        long before = GC.GetAllocatedBytesForCurrentThread();
        DeepLinearSolution solution = DeepLinearDmft.Solve(model);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / DeepLinearDmft.Bytes(model), 0.98, 1.05);
        Assert.Equal(solution.LastStep + 1, solution.TestLoss.Count);
    }

    private static void AssertRefused(DeepLinearModel model, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => DeepLinearDmft.Solve(model)).Message, StringComparison.Ordinal);

    private static void AssertPositive(Lapack lapack, TimeMatrix correlations, int count)
    {
        using DenseMatrix<double> block = correlations.Leading(count);
        double[] eigenvalues = SymmetricEigen.Values(lapack, block).Values;
        Assert.True(eigenvalues[0] > -1e-13 * eigenvalues[^1], $"{eigenvalues[0]} against {eigenvalues[^1]}");
    }

    private static void AssertSame(DeepLinearSolution x, DeepLinearSolution y, double tolerance)
    {
        Assert.Equal(x.LastStep, y.LastStep);
        for (int t = 0; t <= x.LastStep; t++)
        {
            Assert.Equal(x.TestLoss[t], y.TestLoss[t], tolerance);
            Assert.Equal(x.TrainLoss[t], y.TrainLoss[t], tolerance);
            for (int s = 0; s <= t; s++)
            {
                for (int l = 1; l <= x.Model.Depth; l++)
                {
                    Assert.Equal(x.FeatureGradientCorrelations(l)[t, s], y.FeatureGradientCorrelations(l)[t, s], tolerance);
                    Assert.Equal(x.GradientResponses(l)[t, s], y.GradientResponses(l)[t, s], tolerance);
                    Assert.Equal(x.FeatureResponses(l)[t, s], y.FeatureResponses(l)[t, s], tolerance);
                }
            }
        }
    }
}
