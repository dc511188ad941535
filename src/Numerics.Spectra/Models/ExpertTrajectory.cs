namespace Numerics.Spectra.Models;

/// <summary>What is seen of a mixture-of-experts layer over training, in the limit or at finite size; times 0 to the last step that was reached.</summary>
/// <param name="samples">P.</param>
public sealed class ExpertTrajectory(int samples)
{
    private readonly List<double[]> output = [];
    private readonly List<double[]> hidden = [];
    private readonly List<double[]> router = [];
    private readonly List<double> loss = [];
    private readonly List<double> readout = [];
    private readonly List<double> gradient = [];

    /// <summary>Number of samples P.</summary>
    public int Samples { get; } = samples;

    /// <summary>f_p(t).</summary>
    public IReadOnlyList<double[]> Output => output;

    /// <summary>sum_p (y_p - f_p)^2/(2P).</summary>
    public IReadOnlyList<double> Loss => loss;

    /// <summary>Mean square of omega.</summary>
    public IReadOnlyList<double> ReadoutSecondMoment => readout;

    /// <summary>Mean square of v over experts and their neurons.</summary>
    public IReadOnlyList<double> GradientSecondMoment => gradient;

    /// <summary>Mean square of h_p.</summary>
    public IReadOnlyList<double[]> HiddenSecondMoment => hidden;

    /// <summary>Mean router logit over experts, by sample.</summary>
    public IReadOnlyList<double[]> RouterLogit => router;

    /// <summary>Step at which the dynamics left every bound; null if they did not.</summary>
    public int? DivergedAt { get; private set; }

    /// <summary>Takes the values of the next step; false if they left every bound.</summary>
    /// <param name="f">Outputs.</param>
    /// <param name="targets">y.</param>
    /// <param name="readoutMoment">Mean square of omega.</param>
    /// <param name="hiddenMoments">Mean squares of h.</param>
    /// <param name="logits">Mean router logits.</param>
    internal bool Add(double[] f, IReadOnlyList<double> targets, double readoutMoment, double[] hiddenMoments, double[] logits)
    {
        double current = f.Select((value, p) => (targets[p] - value) * (targets[p] - value)).Sum() / (2 * Samples);
        bool isFinite = double.IsFinite(current + readoutMoment) && hiddenMoments.All(double.IsFinite) && logits.All(double.IsFinite);
        if (!isFinite || current > 1e6 * Math.Max(0.5, loss.Count == 0 ? 0.5 : loss[0]))
        {
            DivergedAt = loss.Count;
            return false;
        }

        output.Add(f);
        loss.Add(current);
        readout.Add(readoutMoment);
        hidden.Add(hiddenMoments);
        router.Add(logits);
        return true;
    }

    /// <summary>Takes what the backward pass of the same step shows; false if that left every bound.</summary>
    internal bool AddGradient(double moment)
    {
        gradient.Add(moment);
        DivergedAt = double.IsFinite(moment) ? null : gradient.Count - 1;
        return DivergedAt is null;
    }
}
