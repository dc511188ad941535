using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Classifiers;

/// <summary>A linear classifier trained on a drawn sample of a Gaussian mixture, and what is measured of it.</summary>
/// <param name="Weights">w.</param>
/// <param name="MeanOverlap">m_k = w.mu_k/d.</param>
/// <param name="SelfOverlap">q_k = w' Sigma_k w/d.</param>
/// <param name="Susceptibility">V_k = (1/d) tr Sigma_k H^-1, H the Hessian at the minimum (of l1: on the weights that are not zero); null where H is singular.</param>
/// <param name="Bias">b.</param>
/// <param name="TrainLoss">Mean loss of the training samples, without the penalty.</param>
/// <param name="TrainError">Fraction of training samples with a negative margin, a margin of 0 counts half.</param>
/// <param name="DualityGap">Objective less dual value, per sample; null without a penalty.</param>
public sealed record TrainedClassifier(
    IReadOnlyList<double> Weights,
    IReadOnlyList<double> MeanOverlap,
    IReadOnlyList<double> SelfOverlap,
    IReadOnlyList<double>? Susceptibility,
    double Bias,
    double TrainLoss,
    double TrainError,
    double? DualityGap)
{
    /// <summary>Draws a sample and trains on it.</summary>
    /// <param name="lapack">Dense linear algebra.</param>
    /// <param name="model">Mixture, loss and penalty.</param>
    /// <param name="dimension">d.</param>
    /// <param name="key">Streams 0 to 2.</param>
    /// <param name="executor">Threads.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">The model has a fault.</exception>
    /// <exception cref="ArithmeticException">No minimum was reached; one sentence.</exception>
    public static TrainedClassifier Train(Lapack lapack, GeneralizedLinearModel model, int dimension, Func<uint, StreamKey> key, ShardExecutor executor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(key);
        model.RequireSound();
        using MixtureSample sample = MixtureSample.Draw(lapack, model, dimension, key, executor);
        return Train(lapack, sample, cancellation);
    }

    // A quarter of the last rounding of the hinge for each sample, and what the fit may leave of the gradient.
    private const double MostHingeGap = 3e-7;

    /// <summary>Trains on a sample.</summary>
    internal static TrainedClassifier Train(Lapack lapack, MixtureSample sample, CancellationToken cancellation)
    {
        var objective = new ConvexObjective(lapack, sample);
        MarginFunction loss = MarginFunction.Of(sample.Model.Loss);
        IReadOnlyList<MarginFunction> path = MarginFunction.Path(sample.Model.Loss);
        double[] theta = objective.IsSparse
            ? new CoordinateDescentFit(objective, loss, cancellation).Minimise()
            : new NewtonFit(lapack, objective, cancellation).Minimise(path);
        double[] t = objective.Margins(theta);
        double? gap = objective.Gap(loss, path[^1], theta) / sample.Samples;
        if (sample.Model.Loss == MarginLoss.Hinge && !(gap <= MostHingeGap))
        {
            throw new ArithmeticException($"The fit of the hinge loss left a duality gap of {gap:G3} for each sample, at most {MostHingeGap:G1} is stated; raise the regularization or lower the variances.");
        }

        using DenseMatrix<double> hessian = objective.Hessian(path[^1], t);
        int[] active = objective.Active(theta);
        return new TrainedClassifier(
            theta[..sample.Dimension],
            [.. Enumerable.Range(0, sample.Model.Mixture.Clusters).Select(k => SpanProducts.Dot(sample.Means.Column(k), theta) / sample.Dimension)],
            ByCluster(sample, j => theta[j] * theta[j]),
            InverseDiagonal(objective, hessian, active) is { } inverse ? ByCluster(sample, j => inverse[j]) : null,
            sample.Model.FitBias ? theta[^1] : 0,
            ConvexObjective.Loss(loss, t) / sample.Samples,
            t.Sum(margin => 0.5 * (1 - Math.Sign(margin))) / sample.Samples,
            gap);
    }

    /// <summary>(1/d) sum over coordinates of the variance of each cluster times a value.</summary>
    private static double[] ByCluster(MixtureSample sample, Func<int, double> value)
    {
        var sums = new double[sample.ClassCounts.Length];
        for (int j = 0; j < sample.Dimension; j++)
        {
            sums[sample.ClassOf[j]] += value(j) / sample.Dimension;
        }

        return [.. sample.Model.Mixture.Variances.Select(row => row.Zip(sums, (variance, sum) => variance * sum).Sum())];
    }

    /// <summary>Diagonal of the inverse of the active block, 0 elsewhere; null if it is singular.</summary>
    private static double[]? InverseDiagonal(ConvexObjective objective, DenseMatrix<double> hessian, int[] active)
    {
        var diagonal = new double[hessian.Rows];
        using LuFactorization<double>? factors = objective.Factor(hessian, active);
        if (factors is null)
        {
            return null;
        }

        using DenseMatrix<double> identity = DenseMatrix<double>.Identity(active.Length);
        using DenseMatrix<double> inverse = factors.Solve(identity);
        for (int j = 0; j < active.Length; j++)
        {
            diagonal[active[j]] = inverse[j, j];
        }

        return Array.TrueForAll(diagonal, value => value >= 0 && double.IsFinite(value)) ? diagonal : null;
    }
}
