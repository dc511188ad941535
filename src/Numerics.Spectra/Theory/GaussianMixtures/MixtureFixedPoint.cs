using Numerics.Spectra.Models;

namespace Numerics.Spectra.Theory.GaussianMixtures;

/// <summary>The trained classifier in the limit of large dimension: the fixed point of <see cref="StateEvolution"/> and what follows from it.</summary>
/// <param name="MeanOverlap">m_k = w.mu_k/d.</param>
/// <param name="SelfOverlap">q_k = w' Sigma_k w/d.</param>
/// <param name="Susceptibility">V_k = (1/d) tr Sigma_k H^-1, H the Hessian of the trained objective.</param>
/// <param name="Bias">b.</param>
/// <param name="Residual">Largest change of another sweep: relative of q and V, of m relative to the largest of them and 1.</param>
/// <param name="Sweeps">Evaluations of the equations.</param>
public sealed record MixtureFixedPoint(
    IReadOnlyList<double> MeanOverlap, IReadOnlyList<double> SelfOverlap, IReadOnlyList<double> Susceptibility, double Bias, double Residual, int Sweeps)
{
    /// <summary>Probability that a new sample is classified wrongly.</summary>
    public double TestError { get; private init; }

    /// <summary>Mean loss of a training sample, without the penalty.</summary>
    public double TrainLoss { get; private init; }

    /// <summary>Fraction of training samples that are classified wrongly.</summary>
    public double TrainError { get; private init; }

    /// <summary>With losses and errors.</summary>
    internal MixtureFixedPoint Measured(GeneralizedLinearModel model)
    {
        double[] m = [.. MeanOverlap], q = [.. SelfOverlap], v = [.. Susceptibility];
        var samples = new SampleFields(model);
        double loss = 0, wrong = 0;
        for (int k = 0; k < m.Length; k++)
        {
            MarginAverages margin = samples.Margin(k, m, q, v, Bias);
            loss += model.Mixture.ClusterProbabilities[k] * margin.Loss;
            wrong += model.Mixture.ClusterProbabilities[k] * margin.Wrong;
        }

        return this with { TestError = ClassificationError.Of(model.Mixture, m, q, Bias), TrainLoss = loss, TrainError = wrong };
    }
}
