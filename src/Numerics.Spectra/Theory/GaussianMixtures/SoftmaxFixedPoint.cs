using Numerics.Spectra.Analysis;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>The trained softmax classifier in the limit of large dimension: the fixed point of <see cref="SoftmaxStateEvolution"/> and what follows from it.</summary>
/// <remarks>
/// In fields of labels: sums over a label are zero.
/// <para>Source: Loureiro et al. 2021, vector estimators.</para>
/// </remarks>
/// <param name="MeanOverlap">w_l.mu_k/d, [cluster k][label l].</param>
/// <param name="SelfOverlap">w_l' Sigma_k w_l'/d, [cluster k][label l][label l'].</param>
/// <param name="Susceptibility">(1/d) tr Sigma_k of the block l, l' of H^-1, H the Hessian of the trained objective on weights whose sum over labels is zero; [cluster k][label l][label l'].</param>
/// <param name="Bias">b_l, sum zero.</param>
/// <param name="Residual">Largest change of another sweep: of log q and log V, of m and b relative to the largest of them and 1.</param>
/// <param name="Sweeps">Evaluations of the equations.</param>
public sealed record SoftmaxFixedPoint(
    IReadOnlyList<double[]> MeanOverlap, IReadOnlyList<double[][]> SelfOverlap, IReadOnlyList<double[][]> Susceptibility, IReadOnlyList<double> Bias, double Residual, int Sweeps)
{
    /// <summary>Probability that a new sample is classified wrongly: integrals over cells, to 1e-10 with two labels, 1e-8 with three and 2e-6 with four.</summary>
    public double TestError { get; internal init; }

    /// <summary>Mean cross-entropy of a training sample, without the penalty.</summary>
    public double TrainLoss { get; internal init; }

    /// <summary>Fraction of training samples that are classified wrongly, to the accuracy of <see cref="TestError"/>.</summary>
    public double TrainError { get; internal init; }

    /// <summary>Probability that the largest of the fields w_l.x/sqrt(d) + b_l of a new sample is not that of its label: exact for any weights at any dimension.</summary>
    /// <param name="model">The mixture and its labels.</param>
    /// <param name="meanOverlap">w_l.mu_k/d, [cluster][label].</param>
    /// <param name="selfOverlap">w_l' Sigma_k w_l'/d, [cluster][label][label].</param>
    /// <param name="bias">b_l.</param>
    /// <param name="cancellation">Stops between lines.</param>
    public static double Error(
        SoftmaxModel model, IReadOnlyList<double[]> meanOverlap, IReadOnlyList<double[][]> selfOverlap, IReadOnlyList<double> bias, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(meanOverlap);
        ArgumentNullException.ThrowIfNull(selfOverlap);
        ArgumentNullException.ThrowIfNull(bias);
        var contrasts = new LabelContrasts(model.Labels);
        double right = 0;
        for (int k = 0; k < model.Mixture.Clusters; k++)
        {
            double[] centre = contrasts.ToContrasts([.. meanOverlap[k].Zip(bias, (m, b) => m + b)]);
            var cell = new FieldCell(contrasts, model.Mixture.Labels[k] - 1, centre, contrasts.MatrixToContrasts(selfOverlap[k]));
            right += model.Mixture.ClusterProbabilities[k] * cell.Probability(cancellation);
        }

        return Math.Clamp(1 - right, 0, 1);
    }
}
