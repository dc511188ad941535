using MathNet.Numerics.LinearAlgebra;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Classifiers;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Tests.Theory.GaussianMixtures;
using Numerics.Spectra.Theory.GaussianMixtures;

namespace Numerics.Spectra.Tests.Classifiers;

/// <summary>Drawn samples and trained classifiers against definitions, naive minimisers and perturbed problems.</summary>
public sealed class TrainedClassifierTests
{
    private static readonly Lapack Provider = Lapack.Load();

    public static TheoryData<MarginLoss, WeightPenalty, double> Problems => new()
    {
        { MarginLoss.Square, WeightPenalty.L2, 0.1 },
        { MarginLoss.Logistic, WeightPenalty.L2, 0.01 },
        { MarginLoss.Hinge, WeightPenalty.L2, 0.1 },
        { MarginLoss.Square, WeightPenalty.L1, 0.2 },
        { MarginLoss.Logistic, WeightPenalty.L1, 0.1 },
    };

    [Fact]
    public void Counts_are_rounded_with_the_right_means_and_sum_to_the_total()
    {
        double[] fractions = [0.3, 0.5, 0.2];
        var sums = new double[3];
        for (int i = 0; i < 1000; i++)
        {
            int[] counts = SystematicCounts.Of(fractions, 37, (i + 0.5) / 1000);
            Assert.Equal(37, counts.Sum());
            for (int k = 0; k < 3; k++)
            {
                Assert.InRange(counts[k], Math.Floor(37 * fractions[k]), Math.Ceiling(37 * fractions[k]));
                sums[k] += counts[k] / 1000.0;
            }
        }

        Assert.Equal(37 * 0.3, sums[0], 2e-3);
        Assert.Equal(37 * 0.5, sums[1], 2e-3);
    }

    [Fact]
    public void A_sample_has_the_Gram_matrices_exactly_and_the_covariances_in_the_mean()
    {
        using MixtureSample sample = Draw(Mixtures.Of("T2", MarginLoss.Square, 40), 60, 3);
        int first = 0;
        for (int c = 0; c < 2; c++)
        {
            for (int k = 0; k < 3; k++)
            {
                for (int l = 0; l < 3; l++)
                {
                    double gram = SpanProducts.Dot(sample.Means.Column(k).Slice(first, sample.ClassCounts[c]), sample.Means.Column(l).Slice(first, sample.ClassCounts[c])) / sample.ClassCounts[c];
                    Assert.Equal(Mixtures.T2.MeanGram[c][k][l], gram, 1e-12);
                }
            }

            first += sample.ClassCounts[c];
        }

        // Rows are y x/sqrt(d), and x has mean mu/sqrt(d).
        int rows = sample.ClusterCounts[0];
        double sum = 0;
        for (int j = 0; j < sample.ClassCounts[0]; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                double z = (sample.Signed[i, j] * Math.Sqrt(60)) - (sample.Means[j, 0] / Math.Sqrt(60));
                sum += z * z;
            }
        }

        int count = rows * sample.ClassCounts[0];
        Assert.Equal(0.3, sum / count, 5 * 0.3 * Math.Sqrt(2.0 / count));
        Assert.Equal(1, sample.Signed[0, 60]);
        Assert.Equal(-1, sample.Signed[rows, 60]);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Training_reaches_the_minimum_and_the_gap_bounds_what_is_left(MarginLoss loss, WeightPenalty penalty, double lambda)
    {
        GeneralizedLinearModel model = new(Mixtures.T2, 2, lambda) { Loss = loss, Penalty = penalty };
        using MixtureSample sample = Draw(model, 24, 5);
        TrainedClassifier trained = TrainedClassifier.Train(Provider, sample, CancellationToken.None);
        double[] w = [.. trained.Weights];
        double least = Naive(sample, w);
        double gap = trained.DualityGap!.Value;
        Assert.InRange(gap, -1e-12, loss == MarginLoss.Hinge ? 1e-6 : 1e-9);
        var objective = new ConvexObjective(Provider, sample);
        MarginFunction smooth = MarginFunction.Path(loss)[^1];
        var random = new TestRandom(3);
        foreach (double size in new[] { 1e-3, 0.03, 0.3 })
        {
            for (int trial = 0; trial < 20; trial++)
            {
                double[] other = [.. w.Select(value => trial % 2 == 0 ? value + (size * random.Gaussian()) : value * (1 + size))];
                double above = Naive(sample, other);
                Assert.True(above >= least - (sample.Samples * (gap + 1e-12)), $"{above} below {least}");
                // Weak duality: the gap at any point is at least its distance to the minimum.
                Assert.True(objective.Gap(MarginFunction.Of(loss), smooth, other) >= above - least - 1e-9, $"gap at size {size}");
            }
        }
    }

    /// <summary>
    /// The gap of the hinge at any scale of the samples, with as many samples as weights (separable, where the last steps are few) and more. The dual value is computed here, from the slopes at the weights.
    /// </summary>
    [Theory]
    [InlineData(1e6, 1, 0.1)]
    [InlineData(1e6, 2, 0.1)]
    [InlineData(1e6, 4, 0.01)]
    [InlineData(1e-6, 1, 0.1)]
    [InlineData(1e-6, 4, 0.01)]
    [InlineData(0.5, 1, 1e-4)]
    public void The_gap_of_the_hinge_holds_at_any_scale(double variance, double alpha, double lambda)
    {
        GaussianMixture mixture = Mixtures.Mirrored(1, variance, 0);
        for (uint replica = 20; replica < 26; replica++)
        {
            using MixtureSample sample = Draw(new(mixture, alpha, lambda) { Loss = MarginLoss.Hinge }, 40, replica);
            TrainedClassifier trained = TrainedClassifier.Train(Provider, sample, CancellationToken.None);
            double[] w = [.. trained.Weights], t = Margins(sample, w), force = new double[40];
            // Dual point 0 <= a <= 1: -sum loss*(-a) - |Z'a|^2/(2 lambda) with loss*(-a) = -a.
            double[] a = [.. t.Select(margin => Math.Clamp((1 - margin) / 1e-6, 0, 1))];
            for (int i = 0; i < a.Length; i++)
            {
                for (int j = 0; j < 40; j++)
                {
                    force[j] += a[i] * sample.Signed[i, j];
                }
            }

            double gap = (Naive(sample, w) - a.Sum() + (force.Sum(value => value * value) / (2 * lambda))) / sample.Samples;
            Assert.InRange(gap, -1e-12, 3e-7);
            Assert.InRange(trained.DualityGap!.Value, -1e-12, 3e-7);
        }
    }

    /// <summary>The slope along a trained bias is a part of the gap, which a large penalty does not shrink; the fit of a good replica must not be refused for it.</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(10)]
    public void The_gap_of_the_hinge_holds_with_a_bias(double lambda)
    {
        for (uint replica = 40; replica < 60; replica++)
        {
            using MixtureSample sample = Draw(new(Mixtures.T2, 2, lambda) { Loss = MarginLoss.Hinge, FitBias = true }, 20, replica);
            Assert.InRange(TrainedClassifier.Train(Provider, sample, CancellationToken.None).DualityGap!.Value, -1e-12, 3e-7);
        }
    }

    /// <summary>As many samples as weights and a small lambda: sweeps over single weights alone stop at a gap of 1e-7 there.</summary>
    [Theory]
    [InlineData(MarginLoss.Square, 0.02)]
    [InlineData(MarginLoss.Square, 0.1)]
    [InlineData(MarginLoss.Logistic, 0.02)]
    public void Sparse_training_reaches_its_gap_where_the_Hessian_is_nearly_singular(MarginLoss loss, double lambda)
    {
        GaussianMixture mixture = new([0.5, 0.5], [1, -1], [0.2, 0.8], [[0.5, 0.5], [0.5, 0.5]], [[[5, -5], [-5, 5]], [[0, 0], [0, 0]]]);
        using MixtureSample sample = Draw(new(mixture, 1, lambda) { Loss = loss, Penalty = WeightPenalty.L1 }, 120, 8);
        TrainedClassifier trained = TrainedClassifier.Train(Provider, sample, CancellationToken.None);
        Assert.InRange(trained.DualityGap!.Value, -1e-12, 1e-10);
        Assert.InRange(trained.Weights.Count(w => w == 0), 1, 119);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void A_trained_bias_balances_the_slopes(MarginLoss loss, WeightPenalty penalty, double lambda)
    {
        GeneralizedLinearModel model = new(Mixtures.T2, 2, lambda) { Loss = loss, Penalty = penalty, FitBias = true };
        using MixtureSample sample = Draw(model, 24, 6);
        TrainedClassifier trained = TrainedClassifier.Train(Provider, sample, CancellationToken.None);
        double[] theta = [.. trained.Weights, trained.Bias];
        double least = Naive(sample, theta);
        Assert.NotEqual(0, trained.Bias);
        Assert.True(Naive(sample, [.. trained.Weights, trained.Bias + 1e-3]) >= least - 1e-6);
        Assert.True(Naive(sample, [.. trained.Weights, trained.Bias - 1e-3]) >= least - 1e-6);
        Assert.InRange(trained.DualityGap!.Value, -1e-12, loss == MarginLoss.Hinge ? 1e-6 : 1e-8);
    }

    /// <summary>V from the definition with dense inverses; of the hinge from the projector off the samples on the margin.</summary>
    [Theory]
    [MemberData(nameof(Problems))]
    public void The_susceptibility_is_a_trace_of_the_inverse_Hessian(MarginLoss loss, WeightPenalty penalty, double lambda)
    {
        GeneralizedLinearModel model = new(Mixtures.T2, 2, lambda) { Loss = loss, Penalty = penalty };
        using MixtureSample sample = Draw(model, 24, 9);
        TrainedClassifier trained = TrainedClassifier.Train(Provider, sample, CancellationToken.None);
        double[] t = Margins(sample, [.. trained.Weights]);
        int[] active = [.. Enumerable.Range(0, 24).Where(j => trained.Weights[j] != 0)];
        Assert.True(penalty == WeightPenalty.L1 ? active.Length < 24 : active.Length == 24);
        int[] rows = [.. Enumerable.Range(0, sample.Samples).Where(i => loss != MarginLoss.Hinge || Math.Abs(t[i] - 1) < 1e-3)];
        var x = Matrix<double>.Build.Dense(rows.Length, active.Length, (i, j) => sample.Signed[rows[i], active[j]]
            * (loss == MarginLoss.Logistic ? 1 / (2 * Math.Cosh(0.5 * t[rows[i]])) : 1));
        Matrix<double> identity = Matrix<double>.Build.DenseIdentity(active.Length);
        Matrix<double> inverse = loss == MarginLoss.Hinge
            ? (identity - (x.Transpose() * (x * x.Transpose()).Inverse() * x)) / lambda
            : ((x.Transpose() * x) + (penalty == WeightPenalty.L2 ? lambda * identity : 0 * identity)).Inverse();
        for (int k = 0; k < 3; k++)
        {
            double expected = active.Select((j, i) => Mixtures.T2.Variances[k][sample.ClassOf[j]] * inverse[i, i]).Sum() / 24;
            Assert.Equal(expected, trained.Susceptibility![k], (loss == MarginLoss.Hinge ? 1e-3 : 1e-7) * expected);
        }
    }

    [Fact]
    public void The_error_of_overlaps_is_the_error_on_drawn_points()
    {
        GeneralizedLinearModel model = Mixtures.Of("T2", MarginLoss.Square, 2);
        using MixtureSample train = Draw(model, 40, 11);
        TrainedClassifier trained = TrainedClassifier.Train(Provider, train, CancellationToken.None);
        double[] m = [.. trained.MeanOverlap], q = [.. trained.SelfOverlap];
        double expected = ClassificationError.Of(model.Mixture, m, q, trained.Bias);
        // A score of cluster k is N(m_k + b, q_k) by definition of the overlaps: drawn, not integrated.
        var random = new MathNet.Numerics.Distributions.Normal(0, 1, new MathNet.Numerics.Random.MersenneTwister(7));
        const int Points = 400_000;
        double wrong = 0;
        for (int k = 0; k < 3; k++)
        {
            for (int i = 0; i < Points; i++)
            {
                wrong += model.Mixture.ClusterProbabilities[k] / Points * (model.Mixture.Labels[k] * (m[k] + trained.Bias + (Math.Sqrt(q[k]) * random.Sample())) < 0 ? 1 : 0);
            }
        }

        Assert.Equal(expected, wrong, 5 * Math.Sqrt(0.25 / Points));
        Assert.Equal(0.5, ClassificationError.Of(model.Mixture, new double[3], new double[3], 0));
        Assert.Equal(0.5, ClassificationError.Of(model.Mixture, new double[3], new double[3], 1), 1e-15);
    }

    [Fact]
    public void Separable_samples_without_a_penalty_are_one_sentence()
    {
        GeneralizedLinearModel model = Mixtures.Of("T1", MarginLoss.Logistic, 1.5) with { Regularization = 0 };
        ArithmeticException refused = Assert.Throws<ArithmeticException>(() => TrainedClassifier.Train(Provider, Draw(model, 20, 1), CancellationToken.None));
        Assert.Contains("separable", refused.Message, StringComparison.Ordinal);
    }

    private static double[] Margins(MixtureSample sample, double[] theta)
    {
        var t = new double[sample.Samples];
        for (int i = 0; i < t.Length; i++)
        {
            for (int j = 0; j < theta.Length; j++)
            {
                t[i] += sample.Signed[i, j] * theta[j];
            }
        }

        return t;
    }

    /// <summary>The objective by its definition.</summary>
    private static double Naive(MixtureSample sample, double[] theta)
    {
        double sum = Margins(sample, theta).Sum(t => sample.Model.Loss switch
        {
            MarginLoss.Square => 0.5 * (1 - t) * (1 - t),
            MarginLoss.Hinge => Math.Max(0, 1 - t),
            _ => Math.Log(1 + Math.Exp(-t)),
        });
        return sum + (sample.Model.Regularization * theta.Take(sample.Dimension).Sum(w => sample.Model.Penalty == WeightPenalty.L1 ? Math.Abs(w) : 0.5 * w * w));
    }

    private static MixtureSample Draw(GeneralizedLinearModel model, int dimension, uint replica) =>
        MixtureSample.Draw(Provider, model, dimension, matrix => StreamKey.Derive(1, 99, replica, matrix), ShardExecutor.Sequential);
}
