using MathNet.Numerics.LinearAlgebra;
using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Classifiers;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Tests.Theory.GaussianMixtures;
using Numerics.Spectra.Theory.GaussianMixtures;

namespace Numerics.Spectra.Tests.Classifiers;

/// <summary>Trained softmax classifiers against gradient descent over all weights, definitions, and the logistic classifier.</summary>
public sealed class TrainedSoftmaxTests
{
    private static readonly Lapack Provider = Lapack.Load();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Newton_ends_where_gradient_descent_over_all_weights_ends(bool fitBias)
    {
        SoftmaxModel model = SoftmaxMixtures.Shared with { FitBias = fitBias };
        using MixtureSample sample = Draw(model, 14, 3);
        TrainedSoftmax trained = TrainedSoftmax.Train(Provider, model, sample, CancellationToken.None);
        double[][] naive = Descend(model, sample);
        for (int l = 0; l < 3; l++)
        {
            for (int j = 0; j < 14; j++)
            {
                Assert.Equal(naive[l][j], trained.Weights[l][j], 1e-6);
            }

            Assert.Equal(fitBias ? naive[l][14] : 0, trained.Bias[l], 1e-6);
        }

        // The penalty picks weights that sum to zero, of descent as of Newton; descent starts there and a common shift of the biases is not trained.
        Assert.All(Enumerable.Range(0, 14), j => Assert.Equal(0, naive.Sum(w => w[j]), 1e-10));
        Assert.Equal(Naive(model, sample, naive).Loss / sample.Samples, trained.TrainLoss, 1e-7);
        Assert.InRange(trained.DualityGap, 0, 1e-11);
        Assert.True(!fitBias || Math.Abs(trained.Bias[0]) > 1e-3);
    }

    [Fact]
    public void Weak_duality_holds_at_any_point()
    {
        SoftmaxModel model = SoftmaxMixtures.Shared with { FitBias = false };
        using MixtureSample sample = Draw(model, 20, 4);
        var contrasts = new LabelContrasts(3);
        var objective = new SoftmaxObjective(Provider, sample.Signed, 20, TrainedSoftmax.LabelsOf(model, sample), contrasts, model.Regularization);
        double[] best = new SoftmaxFit(Provider, objective, CancellationToken.None).Minimise();
        double F(double[] theta) => Naive(model, sample, [.. Enumerable.Range(0, 3).Select(l => Enumerable.Range(0, 20).Select(j => (contrasts.Row(l)[0] * theta[j]) + (contrasts.Row(l)[1] * theta[20 + j])).ToArray())]).Objective;
        double least = F(best);
        var random = new TestRandom(5);
        foreach (double size in new[] { 1e-3, 0.03, 0.3 })
        {
            for (int trial = 0; trial < 10; trial++)
            {
                double[] other = [.. best.Select(value => value + (size * random.Gaussian()))];
                double above = F(other) - least;
                Assert.True(above > -1e-9 && objective.Gap(other) >= above - 1e-9, $"{objective.Gap(other)} below {above}");
            }
        }
    }

    [Fact]
    public void Two_labels_are_the_logistic_classifier_at_half_the_penalty()
    {
        GaussianMixture signs = Mixtures.T2;
        GeneralizedLinearModel logistic = new(signs, 2, 0.1) { Loss = MarginLoss.Logistic, FitBias = true };
        SoftmaxModel softmax = new(signs with { Labels = [.. signs.Labels.Select(label => label > 0 ? 1 : 2)] }, 2, 0.2) { FitBias = true };
        static StreamKey Key(uint matrix) => StreamKey.Derive(1, 99, 8, matrix);
        TrainedClassifier one = TrainedClassifier.Train(Provider, logistic, 30, Key, ShardExecutor.Sequential, CancellationToken.None);
        TrainedSoftmax two = TrainedSoftmax.Train(Provider, softmax, 30, Key, ShardExecutor.Sequential, CancellationToken.None);
        for (int j = 0; j < 30; j++)
        {
            Assert.Equal(one.Weights[j], two.Weights[0][j] - two.Weights[1][j], 1e-6);
        }

        Assert.Equal(one.Bias, two.Bias[0] - two.Bias[1], 1e-6);
        Assert.Equal(one.TrainLoss, two.TrainLoss, 1e-8);
        Assert.Equal(one.TrainError, two.TrainError, 1e-12);
        for (int k = 0; k < 3; k++)
        {
            double[][] q = two.SelfOverlap[k], v = two.Susceptibility![k];
            Assert.Equal(one.MeanOverlap[k], two.MeanOverlap[k][0] - two.MeanOverlap[k][1], 1e-6);
            Assert.Equal(one.SelfOverlap[k], q[0][0] + q[1][1] - (2 * q[0][1]), 1e-6);
            Assert.Equal(one.Susceptibility![k], v[0][0] + v[1][1] - (2 * v[0][1]), 1e-6);
        }
    }

    /// <summary>H over all weights has the eigenvalue lambda along common shifts: its inverse without that part is the one on weights that sum to zero.</summary>
    [Fact]
    public void The_susceptibility_is_a_trace_of_the_inverse_Hessian()
    {
        SoftmaxModel model = SoftmaxMixtures.S2 with { FitBias = false, SampleRatio = 2, Regularization = 0.3 };
        const int D = 16;
        using MixtureSample sample = Draw(model, D, 9);
        TrainedSoftmax trained = TrainedSoftmax.Train(Provider, model, sample, CancellationToken.None);
        Matrix<double> hessian = Matrix<double>.Build.DenseDiagonal(3 * D, 3 * D, model.Regularization);
        for (int i = 0; i < sample.Samples; i++)
        {
            double[] s = Shares(sample, [.. trained.Weights], i);
            for (int row = 0; row < 3 * D; row++)
            {
                for (int column = 0; column < 3 * D; column++)
                {
                    double curvature = ((row / D == column / D ? 1 : 0) - s[column / D]) * s[row / D];
                    hessian[row, column] += curvature * sample.Signed[i, row % D] * sample.Signed[i, column % D];
                }
            }
        }

        Matrix<double> inverse = hessian.Inverse();
        for (int k = 0; k < 3; k++)
        {
            for (int l = 0; l < 3; l++)
            {
                for (int other = 0; other < 3; other++)
                {
                    double expected = Enumerable.Range(0, D).Sum(j => model.Mixture.Variances[k][sample.ClassOf[j]] * (inverse[(l * D) + j, (other * D) + j] - (1 / (3 * model.Regularization)))) / D;
                    Assert.Equal(expected, trained.Susceptibility![k][l][other], 1e-8);
                    double overlap = Enumerable.Range(0, D).Sum(j => model.Mixture.Variances[k][sample.ClassOf[j]] * trained.Weights[l][j] * trained.Weights[other][j]) / D;
                    Assert.Equal(overlap, trained.SelfOverlap[k][l][other], 1e-10);
                }
            }
        }
    }

    [Fact]
    public void The_error_of_overlaps_is_the_error_on_drawn_points()
    {
        SoftmaxModel model = SoftmaxMixtures.Shared;
        const int D = 20;
        using MixtureSample sample = Draw(model, D, 11);
        TrainedSoftmax trained = TrainedSoftmax.Train(Provider, model, sample, CancellationToken.None);
        double expected = SoftmaxFixedPoint.Error(model, trained.MeanOverlap, trained.SelfOverlap, trained.Bias);
        var random = new MathNet.Numerics.Distributions.Normal(0, 1, new MathNet.Numerics.Random.MersenneTwister(7));
        const int Points = 60_000;
        double wrong = 0;
        for (int k = 0; k < 4; k++)
        {
            for (int i = 0; i < Points; i++)
            {
                double[] x = [.. Enumerable.Range(0, D).Select(j => (sample.Means[j, k] / Math.Sqrt(D)) + (Math.Sqrt(model.Mixture.Variances[k][sample.ClassOf[j]]) * random.Sample()))];
                double[] u = [.. trained.Weights.Select((w, l) => (w.Zip(x, (a, b) => a * b).Sum() / Math.Sqrt(D)) + trained.Bias[l])];
                wrong += model.Mixture.ClusterProbabilities[k] / Points * (Array.IndexOf(u, u.Max()) + 1 != model.Mixture.Labels[k] ? 1 : 0);
            }
        }

        Assert.Equal(expected, wrong, 5 * Math.Sqrt(0.25 / (4 * Points)));
    }

    /// <summary>Without means a sample of three labels can be fitted without an error below 12/5 samples per dimension and not above: directly, by a penalty that hardly holds the weights.</summary>
    [Fact]
    public void Samples_are_separable_below_the_transition_of_three_labels()
    {
        int Separable(double alpha) => Enumerable.Range(0, 12).Count(replica =>
        {
            SoftmaxModel model = SoftmaxStateEvolutionTests.NoMeans(3, alpha, 1e-7);
            using MixtureSample sample = Draw(model, 50, (uint)replica);
            return TrainedSoftmax.Train(Provider, model, sample, CancellationToken.None).TrainError == 0;
        });
        Assert.InRange(Separable(2), 11, 12);
        Assert.InRange(Separable(2.8), 0, 1);
    }

    private static MixtureSample Draw(SoftmaxModel model, int dimension, uint replica) =>
        MixtureSample.Draw(Provider, model.Unsigned, dimension, matrix => StreamKey.Derive(1, 99, replica, matrix), ShardExecutor.Sequential);

    private static double[] Shares(MixtureSample sample, double[][] w, int i)
    {
        double[] e = [.. w.Select(row => Math.Exp(row.Select((value, j) => value * sample.Signed[i, j]).Sum()))];
        return [.. e.Select(value => value / e.Sum())];
    }

    private static (double Loss, double Objective) Naive(SoftmaxModel model, MixtureSample sample, double[][] w)
    {
        int[] labels = TrainedSoftmax.LabelsOf(model, sample);
        double loss = Enumerable.Range(0, sample.Samples).Sum(i => -Math.Log(Shares(sample, w, i)[labels[i]]));
        return (loss, loss + (0.5 * model.Regularization * w.Sum(row => row.Take(sample.Dimension).Sum(value => value * value))));
    }

    /// <summary>Gradient descent over the weights of all labels, from weights that do not sum to zero.</summary>
    private static double[][] Descend(SoftmaxModel model, MixtureSample sample)
    {
        int columns = (int)sample.Signed.Columns;
        int[] labels = TrainedSoftmax.LabelsOf(model, sample);
        double[][] w = [.. Enumerable.Range(0, 3).Select(l => Enumerable.Range(0, columns).Select(j => j < sample.Dimension ? 0.1 * (l + 1) : 0).ToArray())];
        // The curvature of the softmax is at most 1/2.
        double norm = Enumerable.Range(0, sample.Samples).Sum(i => Enumerable.Range(0, columns).Sum(j => sample.Signed[i, j] * sample.Signed[i, j]));
        double step = 1 / (model.Regularization + (0.5 * norm));
        for (int iteration = 0; iteration < 20_000; iteration++)
        {
            double[][] gradient = [.. w.Select(row => row.Select((value, j) => j < sample.Dimension ? model.Regularization * value : 0).ToArray())];
            for (int i = 0; i < sample.Samples; i++)
            {
                double[] s = Shares(sample, w, i);
                for (int l = 0; l < 3; l++)
                {
                    double slope = s[l] - (l == labels[i] ? 1 : 0);
                    for (int j = 0; j < columns; j++)
                    {
                        gradient[l][j] += slope * sample.Signed[i, j];
                    }
                }
            }

            double largest = 0;
            for (int l = 0; l < 3; l++)
            {
                for (int j = 0; j < columns; j++)
                {
                    w[l][j] -= step * gradient[l][j];
                    largest = Math.Max(largest, Math.Abs(gradient[l][j]));
                }
            }

            if (largest < 1e-11)
            {
                break;
            }
        }

        return w;
    }
}
