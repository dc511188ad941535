namespace Numerics.Spectra.Models;

/// <summary>
/// A linear classifier trained on a Gaussian mixture: w and b minimise sum over n = alpha d samples of loss(y (w.x/sqrt(d) + b)) plus the penalty of w.
/// </summary>
/// <remarks>The sum is not divided by n, and b is not penalised.</remarks>
/// <param name="Mixture">Where samples come from.</param>
/// <param name="SampleRatio">alpha = n/d, positive.</param>
/// <param name="Regularization">lambda, at least 1e-9, or 0 where the minimum without a penalty exists.</param>
public sealed record GeneralizedLinearModel(GaussianMixture Mixture, double SampleRatio, double Regularization)
{
    private const double SmallestPenalty = 1e-9;

    /// <summary>Loss.</summary>
    public MarginLoss Loss { get; init; }

    /// <summary>Penalty of w.</summary>
    public WeightPenalty Penalty { get; init; }

    /// <summary>Whether b is trained; otherwise it is 0.</summary>
    public bool FitBias { get; init; }

    /// <summary>Whether weights are thresholded.</summary>
    public bool IsSparse => Penalty == WeightPenalty.L1 && Regularization > 0;

    /// <summary>What is wrong with it, nothing if it has a minimum that theory and simulation know.</summary>
    public IEnumerable<MixtureFault> Faults()
    {
        MixtureFault[] faults = [.. Mixture.Faults()];
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
        if (!(SampleRatio > 0) || double.IsInfinity(SampleRatio))
        {
            yield return new("sampleRatio", $"{SampleRatio} samples per dimension; a positive number is needed.");
        }

        if (!(Regularization >= 0) || double.IsInfinity(Regularization))
        {
            yield return new("regularization", $"{Regularization} is negative or not finite; without a convex penalty there is no minimum: give at least 0.");
        }

        if (Regularization is > 0 and < SmallestPenalty)
        {
            yield return new("regularization", $"{Regularization:G4} is positive and below {SmallestPenalty:G1}, where rounding hides the penalty; give at least that, or 0 where a minimum exists without a penalty.");
        }

        if (Loss == MarginLoss.Hinge && Penalty == WeightPenalty.L1)
        {
            yield return new("penalty", "The penalty l1 goes with the square and the logistic loss; for the hinge loss take \"l2\".");
        }

        if (FitBias && !Mixture.HasBothLabels)
        {
            yield return new("fitBias", "All clusters have the same label, and the bias alone would classify them; set fitBias to false or give clusters of both labels.");
        }

        if (Regularization == 0 || Penalty == WeightPenalty.L1)
        {
            foreach (MixtureFault fault in UnpenalisedFaults())
            {
                yield return fault;
            }
        }
    }

    private IEnumerable<MixtureFault> UnpenalisedFaults()
    {
        if (Enumerable.Range(0, Mixture.Classes).Any(c => Mixture.Variances.All(row => row[c] == 0)))
        {
            yield return new("variances", "A class of coordinates has variance 0 in every cluster, and without an l2 penalty its weights may have no bound; give it a variance or an l2 penalty.");
        }

        if (Regularization == 0 && Loss == MarginLoss.Hinge)
        {
            yield return new("regularization", "The hinge loss needs a positive regularization: without it the minimum is not unique.");
        }

        if (Regularization == 0 && Loss == MarginLoss.Square && SampleRatio <= 1)
        {
            yield return new(
                "regularization",
                $"At sampleRatio {SampleRatio:G6} there are fewer samples than weights, and without a penalty the minimum is not unique; give a positive regularization or a sampleRatio above 1.");
        }
    }
}
