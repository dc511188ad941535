using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Classifiers;
using Numerics.Spectra.Models;
using Numerics.Spectra.Tests.Support;
using Numerics.Spectra.Theory.GaussianMixtures;

namespace Numerics.Spectra.Tests.Theory.GaussianMixtures;

/// <summary>The state evolution of several labels against numbers of another program, against that of two labels, and against closed forms.</summary>
public sealed class SoftmaxStateEvolutionTests
{
    [Fact]
    public void Numbers_of_another_program_three_alike()
    {
        SoftmaxFixedPoint found = SoftmaxStateEvolution.Solve(SoftmaxMixtures.S1);
        Assert.True(found.Residual <= 1e-11, $"residual {found.Residual}");
        for (int k = 0; k < 3; k++)
        {
            for (int l = 0; l < 3; l++)
            {
                Assert.Equal(k == l ? 1.61670619 : -0.8083531, found.MeanOverlap[k][l], 2e-8);
                for (int other = 0; other < 3; other++)
                {
                    Assert.Equal(l == other ? 0.92892649 : -0.46446325, found.SelfOverlap[k][l][other], 2e-8);
                    Assert.Equal(l == other ? 1.90699114 : -0.95349557, found.Susceptibility[k][l][other], 2e-8);
                }
            }
        }

        Assert.Equal(0.16061292707, found.TrainLoss, 1e-10);
        // By a million Sobol points there, and by 2^17.
        Assert.Equal(0.1254937, found.TestError, 2e-5);
        Assert.Equal(0.0015004, found.TrainError, 3e-5);
    }

    [Fact]
    public void Numbers_of_another_program_with_biases_and_two_classes_of_coordinates()
    {
        SoftmaxFixedPoint found = SoftmaxStateEvolution.Solve(SoftmaxMixtures.S2);
        Close([0.23283661, -0.12802464, -0.10481197], found.MeanOverlap[0], 1e-8);
        Close([-0.1162936, 0.20984962, -0.09355602], found.MeanOverlap[1], 1e-8);
        Close([-0.08583572, -0.09114158, 0.1769773], found.MeanOverlap[2], 1e-8);
        Close([0.04586619, -0.02608343, -0.01978275], found.SelfOverlap[0][0], 1e-8);
        Close([-0.0304014, 0.04821068, -0.01780928], found.SelfOverlap[1][1], 1e-8);
        Close([-0.03939313, -0.02762802, 0.06702116], found.SelfOverlap[2][2], 1e-8);
        Close([0.26011497, -0.12696665, -0.13314832], found.Susceptibility[0][0], 1e-8);
        Close([-0.14789442, -0.15326975, 0.30116416], found.Susceptibility[1][2], 1e-8);
        Close([-0.1991817, 0.41324995, -0.21406825], found.Susceptibility[2][1], 1e-8);
        Close([0.46023791, -0.01812596, -0.44211195], found.Bias, 1e-8);
        Assert.Equal(0.67062178550, found.TrainLoss, 1e-10);
        Assert.Equal(0.3880834, found.TestError, 3e-5);
        Assert.Equal(0.1815376, found.TrainError, 3e-4);
    }

    [Fact]
    public void Numbers_of_another_program_where_matrices_are_far_from_multiples_of_one()
    {
        SoftmaxFixedPoint found = SoftmaxStateEvolution.Solve(SoftmaxMixtures.S3);
        Close([2.5306360, -2.4529043, -0.0777317], found.MeanOverlap[0], 2e-7);
        Close([-0.0664827, -0.0737977, 0.1402804], found.MeanOverlap[2], 2e-7);
        Close([0.7650520, 0.8792533, 0.7757925], Diagonal(found.SelfOverlap[0]), 2e-7);
        Close([4.3500837, 4.0342137, 3.7597179], Diagonal(found.Susceptibility[0]), 2e-7);
        Close([0.0423563, 0.4116087, -0.4539649], found.Bias, 2e-7);
        Assert.Equal(0.0615437114, found.TrainLoss, 2e-9);
        Assert.Equal(0.1709608, found.TestError, 2e-5);
    }

    /// <summary>Two labels are the logistic loss at half the penalty: w = w_1 - w_2, so m, q, V of the margin are those of the difference of the fields.</summary>
    [Theory]
    [InlineData(0.02, 0.5, false)]
    [InlineData(0.02, 3, true)]
    [InlineData(2, 1, true)]
    public void Two_labels_are_the_logistic_loss_at_half_the_penalty(double lambda, double alpha, bool fitBias)
    {
        GaussianMixture signs = Mixtures.T2;
        MixtureFixedPoint logistic = StateEvolution.Solve(new(signs, alpha, 0.5 * lambda) { Loss = MarginLoss.Logistic, FitBias = fitBias });
        GaussianMixture numbers = signs with { Labels = [.. signs.Labels.Select(label => label > 0 ? 1 : 2)] };
        SoftmaxFixedPoint softmax = SoftmaxStateEvolution.Solve(new(numbers, alpha, lambda) { FitBias = fitBias });
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(logistic.MeanOverlap[k], softmax.MeanOverlap[k][0] - softmax.MeanOverlap[k][1], 1e-9);
            Assert.Equal(logistic.SelfOverlap[k], OfDifference(softmax.SelfOverlap[k]), 1e-9 * Math.Max(1, logistic.SelfOverlap[k]));
            Assert.Equal(logistic.Susceptibility[k], OfDifference(softmax.Susceptibility[k]), 1e-9 * Math.Max(1, logistic.Susceptibility[k]));
        }

        Assert.Equal(logistic.Bias, softmax.Bias[0] - softmax.Bias[1], 1e-9);
        Assert.Equal(logistic.TrainLoss, softmax.TrainLoss, 1e-10);
        Assert.Equal(logistic.TrainError, softmax.TrainError, 1e-10);
        Assert.Equal(logistic.TestError, softmax.TestError, 1e-10);
    }

    /// <summary>A cluster split in two of the same law, and labels in another order, change nothing; four labels obey their sums.</summary>
    [Fact]
    public void Split_clusters_and_renamed_labels_change_nothing()
    {
        SoftmaxFixedPoint one = SoftmaxStateEvolution.Solve(SoftmaxMixtures.S2);
        GaussianMixture mixture = SoftmaxMixtures.S2.Mixture;
        double[][] Split(double[][] gram) => [.. new[] { 0, 1, 1, 2 }.Select(k => new[] { 0, 1, 1, 2 }.Select(l => gram[k][l]).ToArray())];
        GaussianMixture split = new(
            [0.5, 0.1, 0.2, 0.2], [3, 1, 1, 2], mixture.CoordinateFractions, [mixture.Variances[0], mixture.Variances[1], mixture.Variances[1], mixture.Variances[2]], [.. mixture.MeanGram.Select(Split)]);
        SoftmaxFixedPoint other = SoftmaxStateEvolution.Solve(SoftmaxMixtures.S2 with { Mixture = split });
        Assert.Equal(one.TestError, other.TestError, 1e-9);
        Assert.Equal(one.TrainError, other.TrainError, 1e-9);
        Assert.Equal(one.TrainLoss, other.TrainLoss, 1e-10);
        Assert.Equal(one.MeanOverlap[0][0], other.MeanOverlap[0][2], 1e-9);
        Assert.Equal(one.SelfOverlap[1][1][2], other.SelfOverlap[2][0][1], 1e-9);
        Assert.Equal(one.Bias[2], other.Bias[1], 1e-9);
    }

    /// <summary>Without means the fields are pure noise: overlaps vanish and the error is that of guessing, exactly so for three and four labels.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Without_means_the_error_is_that_of_guessing(int labels)
    {
        SoftmaxFixedPoint found = SoftmaxStateEvolution.Solve(NoMeans(labels, 3, 1));
        Assert.Equal(1 - (1.0 / labels), found.TestError, 1e-8);
        Assert.All(found.MeanOverlap, row => Assert.All(row, value => Assert.Equal(0, value, 1e-10)));
        Assert.All(found.SelfOverlap, square => Assert.Equal(-square[0][0] / (labels - 1), square[0][1], 1e-10));
        Assert.InRange(found.TrainError, 0.05, found.TestError - 0.05);
    }

    /// <summary>
    /// Without means and with equal variances maximum likelihood exists above alpha* = (L - 1)/(L - 1 - delta), delta the statistical dimension of a label's cell: 12/5 for three labels (a wedge of 120
    /// degrees has 7/6), 2 for two. Below it the training loss vanishes with the penalty, above it stays.
    /// </summary>
    [Fact]
    public void The_training_loss_leaves_zero_at_the_transition_of_three_labels()
    {
        double[] below = [.. new[] { 0.1, 0.03, 0.01 }.Select(lambda => SoftmaxStateEvolution.Solve(NoMeans(3, 1.6, lambda)).TrainLoss)];
        double[] above = [.. new[] { 0.1, 0.03, 0.01 }.Select(lambda => SoftmaxStateEvolution.Solve(NoMeans(3, 6, lambda)).TrainLoss)];
        Assert.True(below[1] < 0.65 * below[0] && below[2] < 0.6 * below[1], string.Join(", ", below));
        Assert.True(above[0] - above[1] < 0.02 * above[0] && above[1] - above[2] < 0.01 * above[1], string.Join(", ", above));
    }

    /// <summary>Every V_k replaced by its trace times 1, as if labels were alike: another fixed point, which trained classifiers refuse where their matrices are seen to fit.</summary>
    [Fact]
    public void Trained_classifiers_refuse_susceptibilities_that_are_multiples_of_one()
    {
        SoftmaxModel model = SoftmaxMixtures.S4;
        SoftmaxFixedPoint right = SoftmaxStateEvolution.Solve(model);
        // By plain sweeps: with V as it is they end where Newton's method does.
        SoftmaxFixedPoint swept = Sweeps(model, isotropic: false), wrong = Sweeps(model, isotropic: true);
        Assert.Equal(right.SelfOverlap[0][0][0], swept.SelfOverlap[0][0][0], 1e-7);
        Assert.Equal(right.MeanOverlap[1][2], swept.MeanOverlap[1][2], 1e-7);
        Assert.Equal(right.Susceptibility[2][1][1], swept.Susceptibility[2][1][1], 1e-7);
        (double Mean, double Error)[] measured = Extrapolated(model, Seen);
        double[] predicted = Seen(right.MeanOverlap, right.SelfOverlap, right.Susceptibility), refused = Seen(wrong.MeanOverlap, wrong.SelfOverlap, wrong.Susceptibility);
        for (int i = 0; i < measured.Length; i++)
        {
            Assert.True(Math.Abs(measured[i].Mean - predicted[i]) < 4 * measured[i].Error, $"{i}: {measured[i]}, theory {predicted[i]}");
        }

        Assert.True(measured.Zip(refused, (seen, other) => Math.Abs(seen.Mean - other) / seen.Error).Max() > 8);
        Assert.True(Math.Abs(measured[0].Mean - refused[0]) > 4 * measured[0].Error, $"{measured[0]}, wrong theory {refused[0]}");
    }

    /// <summary>Derivatives take the averages of a cluster again only where they depend on the unknown: the same numbers as whole sweeps, and close to central differences.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Derivatives_by_clusters_are_those_of_whole_sweeps(int which)
    {
        // Unequal variances with biases; without; and three clusters that share q and V.
        SoftmaxModel model = which == 0 ? SoftmaxMixtures.S2 : which == 1 ? SoftmaxMixtures.S4 : SoftmaxMixtures.S1;
        var sweep = new SoftmaxSweep(model, CancellationToken.None);
        var random = new TestRandom(17);
        double[] x = [.. sweep.Start().Select(value => value + (0.2 * random.Gaussian()))];
        double[][] columns = sweep.Derivatives(x, SoftmaxAverages.Coarse);
        double[] here = sweep.Change(x, SoftmaxAverages.Coarse);
        for (int j = 0; j < x.Length; j++)
        {
            double h = 1e-6 * Math.Max(1, Math.Abs(x[j]));
            double[] up = [.. x];
            up[j] += h;
            double[] above = sweep.Change(up, SoftmaxAverages.Coarse);
            Assert.Equal(above.Zip(here, (after, before) => (after - before) / h), columns[j]);
            double[] wide = [.. x], narrow = [.. x];
            wide[j] += 1e-4;
            narrow[j] -= 1e-4;
            double[] high = sweep.Change(wide, SoftmaxAverages.Fine), low = sweep.Change(narrow, SoftmaxAverages.Fine);
            for (int i = 0; i < x.Length; i++)
            {
                Assert.Equal((high[i] - low[i]) / 2e-4, columns[j][i], 1e-4);
            }
        }
    }

    /// <summary>What a plan expects is right within a factor of ten: ten times as many points are enough, and a tenth of them are not.</summary>
    [Fact]
    public void The_expected_work_is_of_the_right_order()
    {
        foreach (SoftmaxModel model in new[] { SoftmaxMixtures.S1, SoftmaxMixtures.S2, SoftmaxMixtures.S3, SoftmaxMixtures.S4, SoftmaxMixtures.Shared })
        {
            double expected = SoftmaxStateEvolution.ExpectedWork(model);
            Assert.True(SoftmaxStateEvolution.Solve(model, 10 * expected, CancellationToken.None).Residual <= SoftmaxStateEvolution.Tolerance);
            _ = Assert.Throws<ArithmeticException>(() => SoftmaxStateEvolution.Solve(model, 0.1 * expected, CancellationToken.None));
        }
    }

    [Fact]
    public void Too_many_points_are_one_sentence()
    {
        ArithmeticException failed = Assert.Throws<ArithmeticException>(() => SoftmaxStateEvolution.Solve(SoftmaxMixtures.S3, 5e4, CancellationToken.None));
        Assert.Contains("quadratures take more than 5E+04 points", failed.Message, StringComparison.Ordinal);
        Assert.Contains("raise the regularization", failed.Message, StringComparison.Ordinal);
        Assert.Contains($"and regularization {SoftmaxMixtures.S3.Regularization:G4}", failed.Message, StringComparison.Ordinal);
    }

    private static double[] Seen(IReadOnlyList<double[]> mean, IReadOnlyList<double[][]> self, IReadOnlyList<double[][]> response) =>
        [self[0][0][0], mean[0][0], mean[2][1], self[1][2][2], response[0][0][0], response[0][2][2]];

    /// <summary>Twice the mean at the larger of two dimensions less that at the smaller: a 1/d correction drops out.</summary>
    private static (double Mean, double Error)[] Extrapolated(SoftmaxModel model, Func<IReadOnlyList<double[]>, IReadOnlyList<double[][]>, IReadOnlyList<double[][]>, double[]> seen)
    {
        using Lapack lapack = Lapack.Load();
        (double Mean, double Error)[] At(int dimension, int replicas)
        {
            double[][] values = [.. Enumerable.Range(0, replicas).Select(replica =>
            {
                TrainedSoftmax trained = TrainedSoftmax.Train(
                    lapack, model, dimension, matrix => StreamKey.Derive(3, 99, (uint)((1000 * dimension) + replica), matrix), ShardExecutor.Sequential, CancellationToken.None);
                return seen(trained.MeanOverlap, trained.SelfOverlap, trained.Susceptibility!);
            })];
            return [.. Enumerable.Range(0, values[0].Length).Select(i =>
            {
                double mean = values.Average(row => row[i]);
                return (mean, Math.Sqrt(values.Sum(row => (row[i] - mean) * (row[i] - mean)) / replicas / (replicas - 1)));
            })];
        }

        (double Mean, double Error)[] small = At(40, 700), large = At(80, 400);
        return [.. small.Zip(large, (one, two) => ((2 * two.Mean) - one.Mean, Math.Sqrt((4 * two.Error * two.Error) + (one.Error * one.Error))))];
    }

    private static SoftmaxFixedPoint Sweeps(SoftmaxModel model, bool isotropic)
    {
        var contrasts = new LabelContrasts(3);
        var weights = new SoftmaxWeights(model.Mixture, model.Regularization, 2);
        double[][] m = [.. Enumerable.Range(0, 3).Select(k => contrasts.Row(k).ToArray())];
        double[][] q = [.. m.Select(_ => SmallMatrix.Scalar(2, 1))], v = [.. m.Select(_ => SmallMatrix.Scalar(2, 5))];
        for (int sweep = 0; sweep < 300; sweep++)
        {
            SoftmaxAverages[] averages = [.. Enumerable.Range(0, 3).Select(k => SoftmaxAverages.Of(contrasts, k, m[k], q[k], v[k], 22)!)];
            double[][] Hat(Func<SoftmaxAverages, double[]> part) => [.. averages.Select((one, k) => part(one).Select(value => model.SampleRatio * model.Mixture.ClusterProbabilities[k] * value).ToArray())];
            double[][] precision = Hat(one => one.Response);
            precision = isotropic ? [.. precision.Select(matrix => SmallMatrix.Scalar(2, 0.5 * (matrix[0] + matrix[3])))] : precision;
            (double[][] nextM, double[][] nextQ, double[][] nextV) = weights.Overlaps(precision, Hat(one => one.ForceSquare), Hat(one => one.Force));
            double[][] Damped(double[][] old, double[][] next) => [.. old.Zip(next, (a, b) => a.Zip(b, (x, y) => (0.75 * x) + (0.25 * y)).ToArray())];
            (m, q, v) = (Damped(m, nextM), Damped(q, nextQ), Damped(v, nextV));
        }

        return new([.. m.Select(row => contrasts.ToLabels(row))], [.. q.Select(contrasts.MatrixToLabels)], [.. v.Select(contrasts.MatrixToLabels)], new double[3], 0, 300);
    }

    internal static SoftmaxModel NoMeans(int labels, double alpha, double lambda)
    {
        int[] each = [.. Enumerable.Range(1, labels)];
        return new(
            new([.. each.Select(_ => 1.0 / labels)], each, [1], [.. each.Select(_ => new[] { 1.0 })], [[.. each.Select(_ => new double[labels])]]), alpha, lambda);
    }

    private static double OfDifference(double[][] square) => square[0][0] + square[1][1] - (2 * square[0][1]);

    private static double[] Diagonal(double[][] square) => [.. square.Select((row, i) => row[i])];

    private static void Close(double[] expected, IReadOnlyList<double> found, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], tolerance);
        }
    }
}
