using Numerics.Kernels.Elementwise;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;
using Numerics.Spectra.Spectrum;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Networks;

/// <summary>Loss, gain, learning rate factors and centred outputs against plain gradient descent, and the maps between conventions (docs/conventions.md).</summary>
public sealed class ConventionTests : IDisposable
{
    /// <summary>Relative to outputs of order one; sums over 64 sites, a dozen queries.</summary>
    private const double Rounding = 1e-11;

    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData("gain", ActivationKind.Relu)]
    [InlineData("gain", ActivationKind.Tanh)]
    [InlineData("sum", ActivationKind.Tanh)]
    [InlineData("factors", ActivationKind.Erf)]
    [InlineData("centre", ActivationKind.Sine)]
    [InlineData("all", ActivationKind.Relu)]
    [InlineData("all", ActivationKind.Tanh)]
    public void Training_is_plain_gradient_descent_in_every_convention(string what, ActivationKind activation)
    {
        using var plain = new NetworkCase(activation, 3, miniBatches: true);
        using var problem = new NetworkCase(activation, 3, miniBatches: true) { Options = With(plain.Options, what) };
        double[] without = [.. plain.Train(plain.Stored(lapack)).Output.SelectMany(f => f)];
        foreach (bool stored in (bool[])[true, false])
        {
            LowRankPlus<double>[] matrices = stored ? problem.Stored(lapack) : problem.Revealed();
            TrainingTrajectory trajectory = problem.Train(matrices);
            NaiveNetwork naive = problem.Naive(matrices.Select(m => DeepLinearCase.Initial(m.Gaussian).ToArray()));
            for (int step = 0; step <= problem.Options.Steps; step++)
            {
                (double[] output, double loss) = naive.Evaluate();
                Assert.Equal(loss, trajectory.Loss[step], 1e-10);
                Assert.All(output.Zip(trajectory.Output[step]), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
                if (step < problem.Options.Steps)
                {
                    naive.Step(problem.Batch(step));
                }
            }

            // The matrices moved as those of the plain network, too: their singular values are what the outputs do not show.
            for (int layer = 0; stored && layer < matrices.Length; layer++)
            {
                double[] expected = Singular(NetworkCase.Scaled(naive.Hidden[layer], 1 / Math.Sqrt(NetworkCase.Width)));
                Assert.Equal(expected[0], Top(matrices[layer], trajectory, layer), 1e-10);
            }
        }

        Assert.True(Distance(without, problem.Train(problem.Stored(lapack))) > 0.01, "the convention must matter");
    }

    /// <summary>
    /// At equal preactivations: relu(h) in the reader's letters (M, gamma) is sqrt(2) relu(h) with M/sqrt(2), sqrt(2) gamma, half the rate on first layer and readout, a quarter on hidden
    /// matrices. In general a phi and a' phi: M a = M' a', gamma/a = gamma'/a', eta a^2 = eta' a'^2 at the ends, eta a^4 = eta' a'^4 between.
    /// </summary>
    [Theory]
    [InlineData(ActivationKind.Relu, 2, 1, 1.4142135623730951)]
    [InlineData(ActivationKind.Relu, 3, 1, 1.4142135623730951)]
    [InlineData(ActivationKind.Relu, 4, 1.4142135623730951, 1)]
    [InlineData(ActivationKind.Tanh, 3, 1, 2.5)]
    public void Gains_at_equal_preactivations_need_a_rate_of_their_own_for_hidden_matrices(ActivationKind activation, int depth, double from, double to)
    {
        double ratio = from / to;
        double half = ratio * ratio;
        using var theirs = new NetworkCase(activation, depth, miniBatches: true);
        NetworkOptions options = theirs.Options with { LearningRate = 0.2 / (from * from), ActivationGain = from, OutputScale = 1.7 };
        using var a = new NetworkCase(activation, depth, miniBatches: true) { Options = options };
        NetworkOptions Mapped(double hidden) => options with
        {
            ActivationGain = to,
            HiddenScale = options.HiddenScale * ratio,
            OutputScale = options.OutputScale / ratio,
            LearningRate = options.LearningRate * half,
            LearningRateFactors = new LearningRateFactors(1, [.. Enumerable.Repeat(hidden, depth - 1)], 1),
        };
        using var b = new NetworkCase(activation, depth, miniBatches: true) { Options = Mapped(half) };
        using var relabelled = new NetworkCase(activation, depth, miniBatches: true) { Options = Mapped(1) };
        foreach (bool stored in (bool[])[true, false])
        {
            LowRankPlus<double>[] first = stored ? a.Stored(lapack) : a.Revealed();
            LowRankPlus<double>[] second = stored ? b.Stored(lapack) : b.Revealed();
            TrainingTrajectory expected = a.Train(first);
            TrainingTrajectory mapped = b.Train(second);
            double[] outputs = [.. expected.Output.SelectMany(f => f)];
            Assert.True(Distance(outputs, mapped) < Rounding, $"with the map: {Distance(outputs, mapped)}");
            double without = Distance(outputs, relabelled.Train(stored ? relabelled.Stored(lapack) : relabelled.Revealed()));
            Assert.True(without > 1e-2, $"with one rate for all layers: {without}");
            if (stored)
            {
                Assert.Equal(Top(first[^1], expected, depth - 2) * ratio, Top(second[^1], mapped, depth - 2), 1e-11);
            }
        }
    }

    /// <summary>
    /// relu and linear are homogeneous: f = a^L F(W)/(gamma N), so that a is a matter of letters: the same W, gamma/a^L and eta a^(2L) the same, one rate for all layers. tanh is not.
    /// </summary>
    [Theory]
    [InlineData(ActivationKind.Relu, 2)]
    [InlineData(ActivationKind.Relu, 3)]
    [InlineData(ActivationKind.Relu, 4)]
    [InlineData(ActivationKind.Linear, 3)]
    [InlineData(ActivationKind.Tanh, 3)]
    public void The_gain_of_a_homogeneous_activation_is_a_matter_of_letters(ActivationKind activation, int depth)
    {
        using var plain = new NetworkCase(activation, depth, miniBatches: true);
        double gain = Math.Pow(2, 0.5 * depth);
        NetworkOptions options = plain.Options with { LearningRate = activation == ActivationKind.Relu ? 0.1 * gain * gain : 0.2, ActivationGain = 1 };
        using var theirs = new NetworkCase(activation, depth, miniBatches: true) { Options = options };
        using var ours = new NetworkCase(activation, depth, miniBatches: true)
        {
            Options = options with { ActivationGain = Math.Sqrt(2), OutputScale = options.OutputScale * gain, LearningRate = options.LearningRate / (gain * gain) },
        };
        foreach (bool stored in (bool[])[true, false])
        {
            LowRankPlus<double>[] first = stored ? theirs.Stored(lapack) : theirs.Revealed();
            LowRankPlus<double>[] second = stored ? ours.Stored(lapack) : ours.Revealed();
            TrainingTrajectory expected = theirs.Train(first), found = ours.Train(second);
            double distance = Distance([.. expected.Output.SelectMany(f => f)], found);
            if (activation == ActivationKind.Tanh)
            {
                Assert.InRange(distance, 1e-2, 10);
                continue;
            }

            // Four layers of relu leave all bounds at this rate, outputs reach 717, and rounding is relative to them.
            Assert.InRange(distance / Math.Max(1, expected.Output.Max(f => f.Max(Math.Abs))), 0, 0.1 * Rounding);
            Assert.True(expected.Output.Max(f => Math.Abs(f[0] - expected.Output[0][0])) > 0.05, "training must move");
            if (stored)
            {
                Assert.Equal(Top(first[^1], expected, depth - 2), Top(second[^1], found, depth - 2), 1e-11);
            }
        }
    }

    [Fact]
    public void The_rates_of_the_map_are_half_a_quarter_half_and_no_other_powers()
    {
        // From relu without to relu with sqrt(2), the rate of one kind of layer changed by one more factor of sqrt(2) either way: each must be seen.
        using var plain = new NetworkCase(ActivationKind.Relu, 3, miniBatches: false);
        NetworkOptions options = plain.Options with { LearningRate = 0.2, ActivationGain = 1 };
        using var theirs = new NetworkCase(ActivationKind.Relu, 3, miniBatches: false) { Options = options };
        double[] outputs = [.. theirs.Train(theirs.Stored(lapack)).Output.SelectMany(f => f)];
        double Deviation(double first, double hidden, double readout)
        {
            using var ours = new NetworkCase(ActivationKind.Relu, 3, miniBatches: false)
            {
                Options = options with
                {
                    ActivationGain = null,
                    HiddenScale = options.HiddenScale / Math.Sqrt(2),
                    OutputScale = options.OutputScale * Math.Sqrt(2),
                    LearningRateFactors = new LearningRateFactors(first, [hidden, hidden], readout),
                },
            };
            return Distance(outputs, ours.Train(ours.Stored(lapack)));
        }

        Assert.InRange(Deviation(0.5, 0.25, 0.5), 0, Rounding);
        foreach (double off in (double[])[Math.Sqrt(2), 1 / Math.Sqrt(2)])
        {
            Assert.InRange(Deviation(0.5 * off, 0.25, 0.5), 1e-3, 10);
            Assert.InRange(Deviation(0.5, 0.25 * off, 0.5), 1e-3, 10);
            Assert.InRange(Deviation(0.5, 0.25, 0.5 * off), 1e-3, 10);
        }
    }

    [Fact]
    public void The_sum_of_losses_has_the_rate_of_the_mean_over_the_samples()
    {
        using var mean = new NetworkCase(ActivationKind.Tanh, 3, miniBatches: false);
        using var sum = new NetworkCase(ActivationKind.Tanh, 3, miniBatches: false)
        {
            Options = mean.Options with { Loss = LossReduction.Sum, LearningRate = mean.Options.LearningRate / 3 },
        };
        double[] outputs = [.. mean.Train(mean.Stored(lapack)).Output.SelectMany(f => f)];
        Assert.InRange(Distance(outputs, sum.Train(sum.Stored(lapack))), 0, Rounding);
    }

    [Fact]
    public void A_gain_that_is_the_default_changes_no_bit()
    {
        using var plain = new NetworkCase(ActivationKind.Relu, 3, miniBatches: true);
        using var said = new NetworkCase(ActivationKind.Relu, 3, miniBatches: true)
        {
            Options = plain.Options with { ActivationGain = Math.Sqrt(2), LearningRateFactors = new LearningRateFactors(1, [1, 1], 1) },
        };
        Assert.Equal(plain.Train(plain.Revealed()).Output.SelectMany(f => f), said.Train(said.Revealed()).Output.SelectMany(f => f));
    }

    [Fact]
    public void The_exact_theory_has_the_same_map()
    {
        using DenseMatrix<double> gram = DenseMatrix<double>.FromArray(new[,] { { 1, 0.3 }, { 0.3, 1.2 } });
        var set = new TrainingSet(gram, [1, -1]);
        const double Gain = 1.6;
        var options = new NetworkOptions { Depth = 3, Activation = ActivationKind.Linear, LearningRate = 0.2, OutputScale = 2, HiddenScale = 0.6, Steps = 8, Width = 1 };
        NetworkOptions mapped = options with
        {
            ActivationGain = Gain,
            HiddenScale = options.HiddenScale / Gain,
            OutputScale = options.OutputScale * Gain,
            LearningRateFactors = new LearningRateFactors(Math.Pow(Gain, -2), [Math.Pow(Gain, -4), Math.Pow(Gain, -4)], Math.Pow(Gain, -2)),
        };
        DmftSolution Solve(NetworkOptions network) => TrainingDmft.Solve(network, set, DmftSolver.ExactLinear, 0, new NetworkStreams(1, 2, 3), ShardExecutor.Sequential);
        DmftSolution ours = Solve(options), theirs = Solve(mapped);
        Assert.InRange(Distance([.. ours.Trajectory.Output.SelectMany(f => f)], theirs.Trajectory), 0, 1e-10);
        for (int layer = 0; layer < 2; layer++)
        {
            double expected = new OutlierEquation(lapack, ours.Layers[layer].At(8), ours.Layers[layer].SpikesAt(8)).Outliers()[0];
            double found = new OutlierEquation(lapack, theirs.Layers[layer].At(8), theirs.Layers[layer].SpikesAt(8)).Outliers()[0];
            Assert.Equal(expected, Gain * found, 1e-9);
        }

        Assert.True(Distance([.. ours.Trajectory.Output.SelectMany(f => f)], Solve(mapped with { LearningRateFactors = new LearningRateFactors(Math.Pow(Gain, -2), [], Math.Pow(Gain, -2)) }).Trajectory) > 0.01);
    }

    [Fact]
    public void Factors_that_do_not_fit_are_refused_in_a_sentence()
    {
        using var plain = new NetworkCase(ActivationKind.Tanh, 3, miniBatches: false);
        foreach ((LearningRateFactors factors, string fragment) in ((LearningRateFactors, string)[])
            [(new(1, [1], 1), "1 learning rate factors of hidden matrices do not fit 2"), (new(0, [], 1), "not all positive"), (new(1, [1, -1], 1), "not all positive")])
        {
            using var problem = new NetworkCase(ActivationKind.Tanh, 3, miniBatches: false) { Options = plain.Options with { LearningRateFactors = factors } };
            Assert.Contains(fragment, Assert.Throws<ArgumentException>(() => problem.Train(problem.Stored(lapack))).Message, StringComparison.Ordinal);
            DeepLinearModel model = DeepLinearSets.Of("P5", 3) with { LearningRateFactors = factors };
            Assert.Contains(fragment, Assert.Throws<ArgumentException>(() => DeepLinearDmft.Solve(model)).Message, StringComparison.Ordinal);
        }
    }

    private static NetworkOptions With(NetworkOptions options, string what) => what switch
    {
        "gain" => options with { ActivationGain = 0.8 },
        "sum" => options with { Loss = LossReduction.Sum },
        "factors" => options with { LearningRateFactors = new LearningRateFactors(0.4, [1.5, 2.5], 0.7) },
        "centre" => options with { CentreOutput = true },
        _ => options with
        {
            ActivationGain = 1,
            Loss = LossReduction.Sum,
            LearningRateFactors = new LearningRateFactors(0.4, [1.5, 0.6], 0.7),
            CentreOutput = true,
        },
    };

    private double Top(LowRankPlus<double> matrix, TrainingTrajectory trajectory, int layer)
    {
        var spectrum = StoredSpectrum.Of(lapack, (StoredGaussian<double>)matrix.Gaussian, matrix.Spikes, trajectory.Marks[layer]);
        using DenseMatrix<double> whole = spectrum.Matrix(trajectory.Loss.Count - 1);
        return Singular(NetworkCase.ToArray(whole))[0];
    }

    private static double[] Singular(double[,] matrix) => [.. MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(matrix).Svd().S];

    private static double Distance(double[] outputs, TrainingTrajectory other) =>
        outputs.Zip(other.Output.SelectMany(f => f)).Max(pair => Math.Abs(pair.First - pair.Second));
}
