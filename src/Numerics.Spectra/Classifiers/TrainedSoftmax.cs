using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Classifiers;

/// <summary>A softmax classifier trained on a drawn sample of a Gaussian mixture, and what is measured of it; sums over labels are zero.</summary>
/// <param name="Weights">w_l, [label].</param>
/// <param name="MeanOverlap">w_l.mu_k/d, [cluster][label].</param>
/// <param name="SelfOverlap">w_l' Sigma_k w_l'/d, [cluster][label][label].</param>
/// <param name="Susceptibility">(1/d) tr Sigma_k of the block l, l' of H^-1, H the Hessian at the minimum on weights that sum to zero, [cluster][label][label]; null where H is singular.</param>
/// <param name="Bias">b_l, 0 unless trained.</param>
/// <param name="TrainLoss">Mean cross-entropy of the training samples, without the penalty.</param>
/// <param name="TrainError">Fraction of training samples whose label has not the largest field; ties are shared.</param>
/// <param name="DualityGap">Objective less dual value, per sample.</param>
public sealed record TrainedSoftmax(
    IReadOnlyList<double[]> Weights,
    IReadOnlyList<double[]> MeanOverlap,
    IReadOnlyList<double[][]> SelfOverlap,
    IReadOnlyList<double[][]>? Susceptibility,
    IReadOnlyList<double> Bias,
    double TrainLoss,
    double TrainError,
    double DualityGap)
{
    /// <summary>Draws a sample and trains on it.</summary>
    /// <param name="lapack">Dense linear algebra.</param>
    /// <param name="model">Mixture and penalty.</param>
    /// <param name="dimension">d.</param>
    /// <param name="key">Streams 0 to 2.</param>
    /// <param name="executor">Threads.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">The model has a fault.</exception>
    /// <exception cref="ArithmeticException">No minimum was reached; one sentence.</exception>
    public static TrainedSoftmax Train(Lapack lapack, SoftmaxModel model, int dimension, Func<uint, StreamKey> key, ShardExecutor executor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(key);
        model.RequireSound();
        using MixtureSample sample = MixtureSample.Draw(lapack, model.Unsigned, dimension, key, executor);
        return Train(lapack, model, sample, cancellation);
    }

    /// <summary>Label of each row of a sample, from 0.</summary>
    internal static int[] LabelsOf(SoftmaxModel model, MixtureSample sample) =>
        [.. sample.ClusterCounts.SelectMany((count, k) => Enumerable.Repeat(model.Mixture.Labels[k] - 1, count))];

    /// <summary>Trains on a sample of <see cref="SoftmaxModel.Unsigned"/>.</summary>
    internal static TrainedSoftmax Train(Lapack lapack, SoftmaxModel model, MixtureSample sample, CancellationToken cancellation)
    {
        var contrasts = new LabelContrasts(model.Labels);
        var objective = new SoftmaxObjective(lapack, sample.Signed, sample.Dimension, LabelsOf(model, sample), contrasts, model.Regularization);
        double[] theta = new SoftmaxFit(lapack, objective, cancellation).Minimise();
        double[] fields = objective.Fields(theta);
        double[] Part(int a) => theta[(a * objective.Inputs)..((a * objective.Inputs) + sample.Dimension)];
        double[][] parts = [.. Enumerable.Range(0, contrasts.Count).Select(Part)];
        double[] bias = [.. Enumerable.Range(1, contrasts.Count).Select(a => model.FitBias ? theta[(a * objective.Inputs) - 1] : 0)];
        return new TrainedSoftmax(
            WeightsOf(contrasts, parts, sample.Dimension),
            [.. Enumerable.Range(0, model.Mixture.Clusters).Select(k => contrasts.ToLabels([.. parts.Select(part => SpanProducts.Dot(sample.Means.Column(k), part) / sample.Dimension)]))],
            ByCluster(model, sample, contrasts, (j, a, b) => parts[a][j] * parts[b][j]),
            Inverse(lapack, objective, fields) is { } inverse ? Susceptibilities(model, sample, contrasts, objective, inverse) : null,
            contrasts.ToLabels(bias),
            objective.Loss(fields, new double[fields.Length]) / sample.Samples,
            objective.Wrong(fields),
            objective.Gap(theta) / sample.Samples);
    }

    private static double[][] WeightsOf(LabelContrasts contrasts, double[][] parts, int dimension)
    {
        double[][] weights = [.. Enumerable.Range(0, contrasts.Labels).Select(_ => new double[dimension])];
        for (int l = 0; l < weights.Length; l++)
        {
            for (int a = 0; a < parts.Length; a++)
            {
                SpanProducts.Add(contrasts.Row(l)[a], parts[a], weights[l]);
            }
        }

        return weights;
    }

    private static double[][][] Susceptibilities(SoftmaxModel model, MixtureSample sample, LabelContrasts contrasts, SoftmaxObjective objective, DenseMatrix<double> inverse)
    {
        using (inverse)
        {
            return ByCluster(model, sample, contrasts, (j, a, b) => inverse[(a * objective.Inputs) + j, (b * objective.Inputs) + j]);
        }
    }

    /// <summary>(1/d) sum over coordinates of the variance of each cluster times a matrix, in labels.</summary>
    private static double[][][] ByCluster(SoftmaxModel model, MixtureSample sample, LabelContrasts contrasts, Func<int, int, int, double> value)
    {
        int n = contrasts.Count;
        double[][] sums = [.. sample.ClassCounts.Select(_ => new double[n * n])];
        for (int j = 0; j < sample.Dimension; j++)
        {
            double[] sum = sums[sample.ClassOf[j]];
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += 0.5 * (value(j, i / n, i % n) + value(j, i % n, i / n)) / sample.Dimension;
            }
        }

        double[] OfCluster(double[] variances) => [.. Enumerable.Range(0, n * n).Select(i => variances.Zip(sums, (variance, sum) => variance * sum[i]).Sum())];
        return [.. model.Mixture.Variances.Select(variances => contrasts.MatrixToLabels(OfCluster(variances)))];
    }

    /// <summary>H^-1; null if it is singular to rounding.</summary>
    private static DenseMatrix<double>? Inverse(Lapack lapack, SoftmaxObjective objective, double[] fields)
    {
        using DenseMatrix<double> hessian = objective.Hessian(fields), identity = DenseMatrix<double>.Identity(objective.Parameters);
        using LuFactorization<double> factors = LinearSolve.Factor(lapack, hessian);
        if (!factors.Evidence.Converged)
        {
            return null;
        }

        DenseMatrix<double> inverse = factors.Solve(identity);
        if (Enumerable.Range(0, objective.Parameters).All(j => inverse[j, j] >= 0 && double.IsFinite(inverse[j, j])))
        {
            return inverse;
        }

        inverse.Dispose();
        return null;
    }
}
