using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.Bulk.Laws;
using Numerics.Spectra.Theory.Outliers;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Tests.Theory.Outliers;

/// <summary>Outliers of the hidden matrices of deep linear networks: reference values, other routes, identities.</summary>
public sealed class DeepLinearOutlierTests : IDisposable
{
    private readonly Lapack lapack = Lapack.Load();

    public void Dispose() => lapack.Dispose();

    [Theory]
    [InlineData("P1", 0, "1.4262095758 1.8542829393 1.9400475911")]
    [InlineData("P2", 0, "none 1.2275093196 1.2541682421")]
    [InlineData("P2", 1, "none 1.5598908696 1.6332584235")]
    [InlineData("P3", 0, "1.6668755180 1.9262157905 1.9562872588")]
    [InlineData("P3", 1, "1.4334877760 1.5603580489 1.5784963729")]
    [InlineData("P4", 0, "1.0075991727 1.4795443247 1.4927775296")]
    [InlineData("P4", 1, "none 1.5405713021 1.5483831446")]
    [InlineData("P5", 0, "none none 1.3197885662")]
    [InlineData("P5", 1, "none none 1.4601705630")]
    [InlineData("P5", 2, "none none 1.4644792950")]
    [InlineData("P6", 0, "1.1232532442 1.8542386370 1.9155041400")]
    public void Reference_outliers_at_steps_4_8_and_12(string set, int matrix, string expected)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of(set, 12));
        string[] words = expected.Split(' ');
        for (int i = 0; i < words.Length; i++)
        {
            using var companion = new ProbeCompanion(lapack, solution.History(matrix, 4 * (i + 1)));
            Assert.Equal(0, companion.Unphysical);
            Assert.Empty(companion.Below);
            if (words[i] == "none")
            {
                Assert.Empty(companion.Above);
                continue;
            }

            Assert.Equal(double.Parse(words[i], System.Globalization.CultureInfo.InvariantCulture), Assert.Single(companion.Above), 0.6e-10);
            Assert.InRange(companion.VectorsAbove(0).Imbalance, 0, 1e-9);
        }
    }

    [Theory]
    [InlineData(0, 1.2572, 1.4284)]
    [InlineData(1, 1.2696, 1.4504)]
    public void Outliers_with_a_power_law_covariance(int matrix, double at12, double at20)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of("P7"));
        foreach ((int step, double expected) in new[] { (12, at12), (20, at20) })
        {
            using var companion = new ProbeCompanion(lapack, solution.History(matrix, step));
            Assert.Equal(expected, Assert.Single(companion.Above), 0.6e-4);
        }

        using var early = new ProbeCompanion(lapack, solution.History(matrix, 8));
        Assert.Empty(early.Above);
    }

    [Fact]
    public void Mini_batches_change_the_correlations_only()
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(
            DeepLinearSets.Model(2, 2, 1.5, Parameterization.MuP, 0.05, 3, [0.6, 0.6, 0.6], 0.2, 12) with { Batch = new BatchSampling.Fraction(0.5) });
        using var first = new ProbeCompanion(lapack, solution.History(0, 12));
        using var second = new ProbeCompanion(lapack, solution.History(1, 12));
        Assert.Equal(1.91759, Assert.Single(first.Above), 0.6e-5);
        Assert.Equal(1.43278, Assert.Single(second.Above), 0.6e-5);
    }

    [Fact]
    public void Long_training_stays_smooth()
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Model(1, 1, 2, Parameterization.MuP, 0.1, 4, [0.5, 0.5], 0.1, 200));
        foreach ((int step, double expected) in new[] { (20, 2.00399), (50, 2.04476), (100, 2.05001), (200, 2.05040) })
        {
            using var companion = new ProbeCompanion(lapack, solution.History(0, step));
            Assert.Equal(0, companion.Unphysical);
            Assert.Equal(expected, Assert.Single(companion.Above), 0.6e-5);
        }
    }

    // The companion against the scanned determinant of order 4k, at every step of a run with weight decay and momentum, two matrices.
    [Theory]
    [InlineData("P2")]
    [InlineData("P3")]
    [InlineData("P6")]
    public void Companion_and_scanned_probe_form_agree(string set)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of(set, 14));
        for (int matrix = 0; matrix < solution.Model.Depth; matrix++)
        {
            for (int step = 1; step <= 14; step++)
            {
                LayerHistory history = solution.History(matrix, step);
                using var companion = new ProbeCompanion(lapack, history);
                using var probe = new ProbeOutlierEquation(lapack, history);
                double[] scanned = probe.Above();
                Assert.Equal(scanned.Length, companion.Above.Length);
                Assert.All(scanned.Zip(companion.Above), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
            }
        }
    }

    // While the Gram matrices have full rank the Gram form, whose count is an inertia, must give the same roots, overlaps and captured lengths.
    [Theory]
    [InlineData("P1", 0)]
    [InlineData("P3", 0)]
    [InlineData("P3", 1)]
    [InlineData("P4", 1)]
    public void Companion_and_Gram_form_agree_on_roots_and_cosines(string set, int matrix)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of(set, 8));
        for (int step = 1; step <= 8; step++)
        {
            LayerHistory history = solution.History(matrix, step);
            using var companion = new ProbeCompanion(lapack, history);
            using var gram = new OutlierEquation(lapack, history.ToConditionedLayer(lapack, 1e-13), history.Spikes);
            double[] roots = gram.Outliers();
            Assert.Equal(roots.Length, companion.Above.Length);
            for (int rank = 0; rank < roots.Length; rank++)
            {
                Assert.Equal(roots[rank], companion.Above[rank], 1e-6);
                ProbeVectors probe = companion.VectorsAbove(rank);
                OutlierVectors vectors = gram.SingularVectors(rank);
                for (int s = 0; s < step; s++)
                {
                    Assert.Equal(Math.Abs(vectors.LeftCosine(s)), Math.Abs(probe.LeftCosines[s]), 1e-4);
                    Assert.Equal(Math.Abs(vectors.RightCosine(s)), Math.Abs(probe.RightCosines[s]), 1e-4);
                }
            }
        }
    }

    [Theory]
    [InlineData("P4", 1, "0.6565 0.9188 0.9626", "0.5926 0.8507 0.7901")]
    [InlineData("P3", 0, "0.5867 0.9609 0.9646", "0.9185 0.8627 0.2459")]
    public void Overlaps_with_past_gradients_and_features(string set, int matrix, string left, string right)
    {
        DeepLinearSolution solution = DeepLinearDmft.Solve(DeepLinearSets.Of(set, 8));
        using var companion = new ProbeCompanion(lapack, solution.History(matrix, 8));
        ProbeVectors vectors = companion.VectorsAbove(0);
        int[] past = [0, 4, 7];
        Assert.Equal(left, string.Join(' ', past.Select(s => Math.Abs(vectors.LeftCosines[s]).ToString("F4", System.Globalization.CultureInfo.InvariantCulture))));
        Assert.Equal(right, string.Join(' ', past.Select(s => Math.Abs(vectors.RightCosines[s]).ToString("F4", System.Globalization.CultureInfo.InvariantCulture))));
        Assert.InRange(vectors.Imbalance, 0, 1e-10);
    }

    [Fact]
    public void First_step_reference_values_and_the_error_of_ignoring_the_spike_bulk_correlation()
    {
        DeepLinearModel model = DeepLinearSets.Model(2, 0.5, 2, Parameterization.MuP, 2, 1, [0.8, 0.8, 0.8], 0, 1);
        Assert.Equal(1.42579, FirstStepOutlier.SingularValue(model, 0)!.Value, 0.6e-5);
        Assert.Equal(2.18371, FirstStepOutlier.SingularValue(model, 1)!.Value, 0.6e-5);
        double independent = FirstStepOutlier.SquaredStrength(model, 0) + (2 * model.SpikeSize * 0.5 * Math.Pow(0.8, 6) * model.OutputMultiplier);
        Assert.Equal(1.715, BulkResolvent.ForScale(0.8, 0.5).SingularValue(independent), 0.6e-3);
    }

    [Fact]
    public void First_step_closed_form_is_the_companion_for_every_variant()
    {
        DeepLinearModel one = DeepLinearSets.Model(3, 0.5, 2, Parameterization.MuP, 2, 1, [0.8, 0.9, 0.7, 1.1], 0.3, 1);
        DeepLinearModel[] models =
        [
            one,
            one with { Batch = new BatchSampling.Fraction(0.4) },
            one with { Batch = new BatchSampling.OnePass(1.5), Optimizer = new OptimizerMemory(1, 0.9, 0.1, [0.7]) },
            one with { SampleRatio = double.PositiveInfinity, Covariance = CovarianceSpectrum.PowerLaw(0.8, 7) },
            one with { Covariance = CovarianceSpectrum.PowerLaw(0.5, 3), Parameterization = Parameterization.Ntk },
            one with { WidthRatio = 4, OutputScale = 0.3, LearningRate = 0.05 },
        ];
        foreach (DeepLinearModel model in models)
        {
            DeepLinearSolution solution = DeepLinearDmft.Solve(model);
            for (int matrix = 0; matrix < model.Depth; matrix++)
            {
                using var companion = new ProbeCompanion(lapack, solution.History(matrix, 1));
                double[] found = [.. companion.Above, .. companion.Below];
                double? expected = FirstStepOutlier.SingularValue(model, matrix);
                Assert.Equal(expected is null ? 0 : 1, found.Length);
                if (expected is { } value)
                {
                    Assert.Equal(value, found[0], 1e-12 * value);
                }
            }
        }
    }

    // A large initial output turns the first spike against A_0: one singular value drops below the bulk. Dense check at 200 x 800, mean of 4 draws,
    // whose standard errors are 0.007 for the value and for the cosine (measured over 24 draws); with a bias of up to 1/200 the tolerances are five of them.
    [Fact]
    public void An_anti_aligned_spike_pushes_a_singular_value_below_the_bulk()
    {
        DeepLinearModel model = DeepLinearSets.Model(1, 0.25, 4, Parameterization.MuP, 0.8, 0.25, [1, 1], 0, 1);
        double expected = FirstStepOutlier.SingularValue(model, 0) ?? 0;
        Assert.InRange(expected, 0.3, 0.45);
        DeepLinearSolution solution = DeepLinearDmft.Solve(model);
        LayerHistory history = solution.History(0, 1);
        using var companion = new ProbeCompanion(lapack, history);
        Assert.Equal(expected, Assert.Single(companion.Below), 1e-12);
        Assert.Empty(companion.Above);
        using var probe = new ProbeOutlierEquation(lapack, history);
        Assert.Equal(expected, Assert.Single(probe.Below()), 1e-9);
        ProbeVectors vectors = companion.VectorsBelow(0);
        Assert.InRange(vectors.Imbalance, 0, 1e-10);

        (double smallest, double cosine) = SampledFirstStep(model, 800, 4);
        Assert.Equal(expected, smallest, 0.04);
        Assert.Equal(Math.Abs(vectors.LeftCosines[0]), cosine, 0.04);
    }

    /// <summary>Means over draws of the smallest singular value of A_0 after one step and of its left vector's cosine with the readout.</summary>
    private (double Smallest, double Cosine) SampledFirstStep(DeepLinearModel model, int inputs, int draws)
    {
        int width = (int)(model.WidthRatio * inputs);
        int samples = (int)(model.SampleRatio * inputs);
        double smallest = 0;
        double cosine = 0;
        for (uint draw = 0; draw < draws; draw++)
        {
            var random = new TestRandom(77 + draw);
            using DenseMatrix<double> a = random.GaussianMatrix(width, inputs, model.InitialScales[0] / Math.Sqrt(inputs));
            using DenseMatrix<double> x = random.GaussianMatrix(samples, inputs);
            using DenseMatrix<double> w = random.GaussianMatrix(width, 1, model.InitialScales[1]);
            using DenseMatrix<double> v = random.GaussianMatrix(inputs, 1);
            SpanProducts.Scale(Math.Sqrt(inputs) / SpanProducts.Norm(v.Column(0)), v.Column(0));
            Multiply.Into(lapack, true, a, false, w, -model.OutputMultiplier, 1, v);
            using DenseMatrix<double> residuals = Multiply.Product(lapack, x, v);
            using DenseMatrix<double> s = Multiply.Product(lapack, x, residuals, transposeA: true);
            Multiply.Into(lapack, false, w, true, s, model.SpikeSize / inputs / samples, 1, a);
            using SingularVectors<double> svd = SingularValueDecomposition.Compute(lapack, a);
            smallest += svd.Values[^1] / draws;
            ReadOnlySpan<double> left = svd.U.Column(width - 1);
            cosine += Math.Abs(SpanProducts.Dot(left, w.Column(0))) / SpanProducts.Norm(w.Column(0)) / draws;
        }

        return (smallest, cosine);
    }
}
