namespace Numerics.Spectra.Models;

/// <summary>
/// A linear classifier of several labels trained on a Gaussian mixture: weights w_l and biases b_l of each label l minimise the sum over n = alpha d samples of the cross-entropy plus an l2 penalty.
/// </summary>
/// <remarks>
/// <code>
/// sum_i [ log sum_l exp(u_il) - u_i,y_i ] + (lambda/2) sum_l |w_l|^2,   u_il = w_l.x_i/sqrt(d) + b_l
/// </code>
/// <para>
/// The sum is not divided by n, and the biases are not penalised. A common shift of all w_l or b_l changes no probability: the penalty picks sum_l w_l = 0, and sum_l b_l = 0 is set. Two labels are the
/// logistic loss at half the penalty, with w = w_1 - w_2.
/// </para>
/// </remarks>
/// <param name="Mixture">Where samples come from; labels are the numbers 1, 2, ..., each of at least one cluster.</param>
/// <param name="SampleRatio">alpha = n/d, positive.</param>
/// <param name="Regularization">lambda, at least 1e-9.</param>
public sealed record SoftmaxModel(GaussianMixture Mixture, double SampleRatio, double Regularization)
{
    /// <summary>Most labels: the theory integrates over a space of one dimension less than labels.</summary>
    public const int MostLabels = 4;

    private const double SmallestPenalty = 1e-9;

    /// <summary>Whether the biases are trained; otherwise they are 0.</summary>
    public bool FitBias { get; init; }

    /// <summary>L.</summary>
    public int Labels => Mixture.Labels.Max();

    /// <summary>The same points with the sign 1 for every cluster: rows of a sample of it are x/sqrt(d).</summary>
    internal GeneralizedLinearModel Unsigned =>
        new(Mixture with { Labels = [.. Enumerable.Repeat(1, Mixture.Clusters)] }, SampleRatio, Regularization) { Loss = MarginLoss.Logistic, FitBias = FitBias };

    /// <summary>What is wrong with it, nothing if it has a minimum that theory and simulation know.</summary>
    public IEnumerable<MixtureFault> Faults()
    {
        MixtureFault[] faults = [.. Mixture.FaultsOfNumberedLabels()];
        return faults.Length > 0 ? faults : OwnFaults();
    }

    /// <exception cref="ArgumentException">It has a fault.</exception>
    internal void RequireSound()
    {
        if (Faults().FirstOrDefault() is { } fault)
        {
            throw new ArgumentException($"{fault.Parameter}: {fault.Sentence}");
        }
    }

    private IEnumerable<MixtureFault> OwnFaults()
    {
        if (Labels is < 2 or > MostLabels)
        {
            yield return new(
                "labels",
                Labels < 2 ? "All clusters have label 1, and there is nothing to tell apart; give at least two labels."
                    : $"There are {Labels} labels; the softmax has at most {MostLabels}, since its theory integrates over one dimension less than labels: give clusters the same label, or leave some out.");
        }

        if (!(SampleRatio > 0) || double.IsInfinity(SampleRatio))
        {
            yield return new("sampleRatio", $"{SampleRatio} samples per dimension; a positive number is needed.");
        }

        if (!(Regularization >= SmallestPenalty) || double.IsInfinity(Regularization))
        {
            yield return new(
                "regularization",
                $"The softmax at regularization {Regularization:G4}: without a penalty its weights have no bound where samples are separable, and with a smaller one than {SmallestPenalty:G1} rounding has none; give at least that.");
        }
    }
}
