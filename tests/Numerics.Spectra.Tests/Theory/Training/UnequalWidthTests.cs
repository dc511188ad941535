using CsCheck;
using Numerics.LinearAlgebra.Interop;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.TangentKernel;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.Training;

/// <summary>
/// Hidden layers of different widths: numbers of an independent program whose theory was met by its own networks (table in docs/deep-linear.md, section 9), the first step in closed form, and
/// limits that do not depend on the widths.
/// </summary>
public sealed class UnequalWidthTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    /// <summary>Sets U1 to U3: a narrow and a wide layer in muP, NTK parameterization, and NTK with momentum, decay and learning rates of the layers.</summary>
    private static DeepLinearModel Set(string name) => name switch
    {
        "U1" => DeepLinearSets.Model(3, 1, 3, Parameterization.MuP, 0.025, 4, [0.6, 0.7, 0.6, 0.7], 0.2, 16) with { HiddenWidths = [1, 0.5, 1.5] },
        "U2" => DeepLinearSets.Model(2, 0.75, 2, Parameterization.Ntk, 0.06, 3, [0.6, 0.7, 0.8], 0.1, 12) with { HiddenWidths = [2, 0.5] },
        _ => DeepLinearSets.Model(3, 1, 3, Parameterization.Ntk, 0.03, 4, [0.7, 0.6, 0.7, 0.6], 0.1, 12) with
        {
            HiddenWidths = [0.5, 2, 1],
            Optimizer = new OptimizerMemory(12, 0.4, 0.01),
            LearningRateFactors = new LearningRateFactors(0.8, [1.2, 1], 1.3),
        },
    };

    /// <summary>kappa, c; test and train loss at steps 0, 1, T/4, T/2, T.</summary>
    [Theory]
    [InlineData("U1", 0.1, 0.1666666667, new[] { 1.0012965400, 0.9864926246, 0.9284495783, 0.6535705382, 0.0730245854 }, new[] { 1.0412965400, 1.0213636182, 0.9432293066, 0.5852305231, 0.0492940785 })]
    [InlineData("U2", 0.2939387691, 0.5443310540, new[] { 1.0125440000, 0.9301805718, 0.7434648685, 0.3484105823, 0.1023687572 }, new[] { 1.0225440000, 0.8994927358, 0.6277005040, 0.1667736794, 0.0290264168 })]
    [InlineData("U3", 0.12, 0.25, new[] { 1.0019448100, 0.9828909523, 0.9298465057, 0.7437368504, 0.1105041309 }, new[] { 1.0119448100, 0.9865142642, 0.9153981345, 0.6697191923, 0.0502986283 })]
    public void Losses(string set, double kappa, double c, double[] test, double[] train)
    {
        DeepLinearModel model = Set(set);
        Assert.Equal(kappa, model.SpikeSize, 1e-10);
        Assert.Equal(c, model.OutputMultiplier, 1e-10);
        DeepLinearSolution solution = DeepLinearDmft.Solve(model);
        int[] steps = [0, 1, model.Steps / 4, model.Steps / 2, model.Steps];
        Assert.Equal(test, steps.Select(step => solution.TestLoss[step]), (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.Equal(train, steps.Select(step => solution.TrainLoss[step]), (x, y) => Math.Abs(x - y) < 1e-9);

        // What a theory without the ratios of the widths says is far off.
        Assert.True(Math.Abs(DeepLinearDmft.Solve(model with { HiddenWidths = [] }).TestLoss[model.Steps / 2] - test[3]) > 0.004);
    }

    /// <summary>G, C, K, a, b at (T/2, T/2 - 2).</summary>
    [Theory]
    [InlineData("U1", 1, new[] { 1.5775234148, 0.4940869131, 0.5565520867, 0.0813453953, 0.2273953276 })]
    [InlineData("U1", 2, new[] { 3.0446540612, 0.8130430299, 1.3361855056, 0.0877457839, 0.3199104638 })]
    [InlineData("U1", 3, new[] { 0.7169523820, 0.5554484286, 0.5579164835, 0.1126527509, 0.0998941600 })]
    [InlineData("U2", 1, new[] { 0.4713628452, 0.0779620782, 0.0616126637, 0.0825668309, 0.1763963872 })]
    [InlineData("U2", 2, new[] { 2.0193889138, 0.1919937960, 0.3165229795, 0.0605213874, 0.2856426413 })]
    [InlineData("U3", 1, new[] { 1.0917143931, 0.5807001313, 0.5471974726, 0.1235926907, 0.2738317514 })]
    [InlineData("U3", 2, new[] { 0.2021216549, 0.2857720651, 0.1736553131, 0.1514346195, 0.0944694460 })]
    [InlineData("U3", 3, new[] { 0.6063159575, 0.2849449929, 0.3953236298, 0.1125294234, 0.2079219755 })]
    public void Order_parameters(string set, int layer, double[] expected)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(Set(set));
        int t = Set(set).Steps / 2;
        double[] found =
        [
            solution.GradientCorrelations(layer)[t, t - 2], solution.FeatureCorrelations(layer)[t, t - 2], solution.FeatureGradientCorrelations(layer)[t, t - 2],
            solution.FeatureResponses(layer)[t, t - 2], solution.GradientResponses(layer)[t, t - 2],
        ];
        Assert.Equal(expected, found, (x, y) => Math.Abs(x - y) < 1e-9);
    }

    /// <summary>Upper bulk edge, outlier (NaN: none) and its cosines with the gradient and the features of step 0, layer by layer.</summary>
    [Theory]
    [InlineData("U1", 8, new[] { 1.2, 1.2145271620, 0.2786805695, 0.5419254522, 1.1949747468, 1.2199959237, 0.4157435015, 0.4243893316, 1.6392304845, 1.6895827890, 0.4751691526, 0.4627479425 })]
    [InlineData("U1", 16, new[] { 1.2, 1.4470957772, 0.4547150277, 0.8946097644, 1.1949747468, 1.4742876975, 0.5940032853, 0.6218073964, 1.6392304845, 2.0640940029, 0.6846647295, 0.6021978759 })]
    [InlineData("U2", 6, new[] { 1.3348469228, 1.3700388531, 0.3922324012, 0.6907627140, 1.05, 1.1085066001, 0.6595345952, 0.4353478654 })]
    [InlineData("U2", 12, new[] { 1.3348469228, 1.4212601603, 0.4704106545, 0.7959868443, 1.05, 1.1721515287, 0.7238867837, 0.4716720046 })]
    [InlineData("U3", 6, new[] { 1.1250450032, double.NaN, 0, 0, 1.6946642689, 1.7081926822, 0.2852365108, 0.4979243589, 1.1250450032, double.NaN, 0, 0 })]
    [InlineData("U3", 12, new[] { 1.0592075377, 1.2689207196, 0.3536132966, 0.9009128830, 1.5954927691, 2.0639326693, 0.5603961180, 0.8087875508, 1.0592075377, 1.1264544151, 0.5794179026, 0.4453849364 })]
    public void Edges_outliers_and_overlaps_of_rectangular_matrices(string set, int step, double[] expected)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(Set(set));
        for (int layer = 0; layer < Set(set).Depth; layer++)
        {
            double[] at = expected[(4 * layer)..((4 * layer) + 4)];
            var spectrum = new DeepLinearSpectrum(lapack, solution, layer, step);
            Assert.Equal(at[0], spectrum.Bulk.UpperEdge, 1e-9);
            if (double.IsNaN(at[1]))
            {
                Assert.Empty(spectrum.Above);
                continue;
            }

            Assert.Equal(at[1], Assert.Single(spectrum.Above), 1e-8);
            ProbeVectors vectors = spectrum.Vectors(0);
            Assert.Equal(at[2], Math.Abs(vectors.LeftCosines[0]), 1e-7);
            Assert.Equal(at[3], Math.Abs(vectors.RightCosines[0]), 1e-7);
            Assert.InRange(vectors.Imbalance, 0, 1e-9);
        }
    }

    /// <summary>Kernel on the training set: edge and outlier (NaN: none) at steps 0, T/2, T.</summary>
    [Theory]
    [InlineData("U1", new[] { 1.907755, double.NaN, 7.891944, 12.35511606, 33.273428, 54.07742913 })]
    [InlineData("U2", new[] { 3.336316, double.NaN, 12.591708, 16.99301488, 17.239399, 20.77550428 })]
    [InlineData("U3", new[] { 2.417484, double.NaN, 5.087069, 6.82299663, 20.208319, 35.69946189 })]
    public void Edges_and_outliers_of_the_tangent_kernel(string set, double[] expected)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(Set(set));
        for (int i = 0; i < 3; i++)
        {
            var kernel = new NeuralTangentKernel(lapack, solution, i * Set(set).Steps / 2, NtkOperator.TrainingSet);
            Assert.Equal(expected[2 * i], kernel.BulkEdge, 3e-7 * expected[2 * i]);
            if (double.IsNaN(expected[(2 * i) + 1]))
            {
                Assert.Empty(kernel.Outliers);
            }
            else
            {
                Assert.Equal(expected[(2 * i) + 1], kernel.Outliers[0], 1e-6);
            }
        }
    }

    [Fact]
    public void Equal_hidden_widths_are_those_of_the_width_ratio_to_the_bit()
    {
        DeepLinearModel model = Set("U3") with { HiddenWidths = [] };
        DeepLinearSolution plain = DeepLinearDmft.Solve(model);
        foreach (DeepLinearModel same in new[] { model with { HiddenWidths = [1, 1, 1] }, model with { WidthRatio = 0.25, HiddenWidths = [4, 4, 4] } })
        {
            DeepLinearSolution solution = DeepLinearDmft.Solve(same);
            Assert.Equal(plain.TestLoss, solution.TestLoss);
            Assert.Equal(plain.TrainLoss, solution.TrainLoss);
            Assert.Equal(new DeepLinearSpectrum(lapack, plain, 1, 12).Above, new DeepLinearSpectrum(lapack, solution, 1, 12).Above);
            Assert.Equal(
                new NeuralTangentKernel(lapack, plain, 12, NtkOperator.TrainingSet).LargestEigenvalue, new NeuralTangentKernel(lapack, solution, 12, NtkOperator.TrainingSet).LargestEigenvalue);
        }
    }

    /// <summary>Random widths and models: outliers of the first step in closed form, and none where there is none.</summary>
    [Fact]
    public void First_step_in_closed_form()
    {
        int above = 0;
        Gen.Select(Gen.Double[0.3, 3].Array[3], Gen.Double[0.3, 3], Gen.Double[0.5, 4], Gen.Double[0.05, 2], Gen.Double[0.5, 4], Gen.Double[0.3, 0.9], Gen.Bool).Sample(
            (widths, nu, alpha, eta, gamma, sigma, muP) =>
                above += FirstStep(DeepLinearSets.Model(3, nu, alpha, muP ? Parameterization.MuP : Parameterization.Ntk, eta, gamma, [sigma, 0.8, sigma, 0.9], 0.2, 1) with
                {
                    HiddenWidths = widths,
                }).Above,
            iter: 60, threads: 1);
        Assert.InRange(above, 20, 180);
    }

    /// <summary>
    /// Each layer much narrower than the one below and a large initial output: the spike is turned against the matrix, and a singular value leaves the bulk downwards. With the output alone x is
    /// -(2f - f^2) sigma_l^2/S_l at f times the learning rate nu_L sigma_l^2/(S_l G^l prod_{j below l} sigma_j^2), where S_0 = 1 + 1/alpha and S_{l+1} = 1 + q_l S_l.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void First_step_below_the_bulk_in_closed_form(int layer)
    {
        int below = 0;
        Gen.Select(Gen.Double[0.1, 0.3].Array[3], Gen.Double[2, 6], Gen.Double[0.5, 1].Array[4], Gen.Double[0.01, 0.03], Gen.Double[0.8, 1.2], Gen.Bool).Sample(
            (ratios, alpha, sigma, gamma, factor, muP) =>
            {
                double[] widths = [ratios[0], ratios[0] * ratios[1], ratios[0] * ratios[1] * ratios[2]];
                double sum = 1 + (1 / alpha);
                double gradients = sigma[3] * sigma[3];
                for (int l = 2; l >= layer; l--)
                {
                    gradients *= ratios[l] * sigma[l] * sigma[l];
                }

                double rate = widths[2] * sigma[layer] * sigma[layer];
                for (int l = 0; l < layer; l++)
                {
                    sum = 1 + (ratios[l] * sum);
                    rate /= sigma[l] * sigma[l];
                }

                DeepLinearModel model = DeepLinearSets.Model(3, 1, alpha, muP ? Parameterization.MuP : Parameterization.Ntk, factor * rate / (sum * gradients), gamma, sigma, 0.2, 1);
                below += FirstStep(model with { HiddenWidths = widths }, layer).Below;
            },
            iter: 20, threads: 1);
        Assert.InRange(below, 3, 20);
    }

    /// <summary>Checks the outliers of the first step of all matrices, or of one, against the closed form; how many there are.</summary>
    private (int Above, int Below) FirstStep(DeepLinearModel model, int? only = null)
    {
        const double Margin = 1e-9;
        (int above, int below) = (0, 0);
        DeepLinearSolution solution = DeepLinearDmft.Solve(model with { DivergenceFactor = 1e12 });
        for (int layer = only ?? 0; layer < (only + 1 ?? model.Depth); layer++)
        {
            double? expected = FirstStepOutlier.SingularValue(model, layer);
            var spectrum = new DeepLinearSpectrum(lapack, solution, layer, 1);
            (double lower, double upper) = (spectrum.Bulk.LowerEdge * (1 - Margin), spectrum.Bulk.UpperEdge * (1 + Margin));

            // Closer to an edge than rounding there may be one or none.
            double[] found = [.. spectrum.Above.Where(value => value > upper), .. spectrum.Below.Where(value => value < lower)];
            if (expected is { } value && (value > upper || value < lower))
            {
                above += value > upper ? 1 : 0;
                below += value < lower ? 1 : 0;
                Assert.Equal(value > upper ? 1 : 0, spectrum.Above.Count(other => other > upper));
                Assert.Equal(value, Assert.Single(found), Margin * Math.Max(value, upper * upper / value));
            }
            else if (expected is null)
            {
                Assert.Empty(found);
            }
        }

        return (above, below);
    }

    // Kernel regression: as N -> infinity at any ratios of the widths the kernel is K_inf, and the function at the start has variance prod sigma^2/gamma^2.
    [Fact]
    public void Infinitely_wide_networks_do_not_see_the_ratios()
    {
        DeepLinearModel model = DeepLinearSets.Model(3, 1e8, 2, Parameterization.Ntk, 0.1, 2, [0.6, 0.7, 0.8, 0.9], 0.2, 8);
        DeepLinearSolution equal = DeepLinearDmft.Solve(model);
        DeepLinearSolution unequal = DeepLinearDmft.Solve(model with { HiddenWidths = [0.5, 3, 1.2] });
        Assert.Equal(equal.TestLoss, unequal.TestLoss, (x, y) => Math.Abs(x - y) < 1e-6);
        double expected = LazyTraining.LargestEigenvalue(model.InitialScales, 2);
        Assert.Equal(expected, new NeuralTangentKernel(lapack, unequal, 0, NtkOperator.TrainingSet).BulkEdge, 1e-3 * expected);
    }

    // As in NeuralTangentKernelTests: eigenvalues enter one by one, each with a real eigenvalue of the history system through 1.
    [Fact]
    public void The_parity_of_the_count_changes_at_the_roots() =>
        Gen.Select(Gen.Int[1, 3], Gen.Double[0.3, 3].Array[3], Gen.Double[0.5, 4], Gen.Double[0.02, 0.1], Gen.Double[1, 4], Gen.Double[0.4, 0.9], Gen.Int[1, 7]).Sample(
            (depth, widths, sampleRatio, rate, scale, sigma, step) =>
            {
                DeepLinearModel model = DeepLinearSets.Model(depth, 1, sampleRatio, Parameterization.MuP, rate, scale, [.. Enumerable.Repeat(sigma, depth + 1)], 0.2, step) with
                {
                    HiddenWidths = widths[..depth],
                    Covariance = new CovarianceSpectrum([0.4, 1.2, 1.9], [0.4, 0.4, 0.2], [0.5, 1, 2]),
                };
                DeepLinearSolution solution = DeepLinearDmft.Solve(model);
                var ntk = new NeuralTangentKernel(lapack, solution, solution.LastStep, NtkOperator.TrainingSet);
                double top = 1.5 * ntk.LargestEigenvalue;
                for (int i = 20; i >= 1; i--)
                {
                    double lambda = ntk.BulkEdge + ((top - ntk.BulkEdge) * i * i / 400);
                    Assert.Equal(ntk.Outliers.Count(root => root > lambda) % 2, ntk.RealAboveOne(lambda) % 2);
                }
            },
            iter: 20, threads: 1);

    [Theory]
    [InlineData(new[] { 1.0, 2 }, 0, "2 hidden widths (1, 2) do not fit depth 3: give 3")]
    [InlineData(new[] { 1.0, 0, 1 }, 0, "(1, 0, 1) are not all positive")]
    [InlineData(new[] { 1.0, 2, 1 }, 0.5, "(1, 2, 1) do not allow at residualScale 0.5")]
    public void Refuses_widths_that_do_not_fit(double[] widths, double residualScale, string part) => Assert.Contains(
        part, Assert.Throws<ArgumentException>(() => DeepLinearDmft.Solve(Set("U1") with { HiddenWidths = widths, ResidualScale = residualScale })).Message, StringComparison.Ordinal);

    [Fact]
    public void Residual_branches_take_equal_hidden_widths()
    {
        DeepLinearModel model = Set("U1") with { ResidualScale = 1, HiddenWidths = [] };
        DeepLinearSolution plain = DeepLinearDmft.Solve(model with { WidthRatio = 2 });
        Assert.Equal(plain.TestLoss, DeepLinearDmft.Solve(model with { HiddenWidths = [2, 2, 2] }).TestLoss);
    }
}
