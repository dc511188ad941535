using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>
/// Correlations of errors and input-side gradients within one covariance mode, which the averages over modes have lost.
/// </summary>
/// <remarks>Source: derived here, docs/deep-linear.md, section 4; the theory is that of C. Lauditi, C. Pehlevan and B. Bordelon, Spectral Dynamics in Deep Networks, arXiv 2605.07870 (2026).</remarks>
internal sealed class InputCorrelations
{
    private InputCorrelations(InputMode mode, TimeMatrix errors, TimeMatrix gradientError, TimeMatrix gradients)
    {
        Mode = mode;
        Errors = errors;
        GradientError = gradientError;
        Gradients = gradients;
    }

    /// <summary>The mode.</summary>
    public InputMode Mode { get; }

    /// <summary>&lt;v v&gt;.</summary>
    public TimeMatrix Errors { get; }

    /// <summary>&lt;s(t) v(r)&gt;.</summary>
    public TimeMatrix GradientError { get; }

    /// <summary>&lt;s s&gt;.</summary>
    public TimeMatrix Gradients { get; }

    /// <summary>The first <paramref name="count"/> times of mode <paramref name="mode"/> of a solution.</summary>
    public static InputCorrelations Of(DeepLinearSolution solution, InputMode mode, int count)
    {
        double variance = solution.Model.AspectRatio(0) * solution.Model.OperatorScale(0) * solution.Model.OperatorScale(0);
        TimeMatrix field = solution.GradientCorrelations(1);
        var result = new InputCorrelations(mode, new TimeMatrix(count), new TimeMatrix(count), new TimeMatrix(count));
        var weights = new double[count];
        var samples = new double[count];
        for (int t = 0; t < count; t++)
        {
            Weigh(solution, variance, field, mode.ErrorOnWeights, mode.ErrorOnSamples, t, weights, samples);
            Fill(t, t + 1, mode.TargetPower * mode.ErrorOnTarget[t], mode.ErrorOnTarget, mode.ErrorOnWeights, mode.ErrorOnSamples, weights, samples, result.Errors);
            result.Mirror(t);
            Weigh(solution, variance, field, mode.GradientOnWeights, mode.GradientOnSamples, t, weights, samples);
            double target = mode.TargetPower * mode.GradientOnTarget[t];
            Fill(t, count, target, mode.ErrorOnTarget, mode.ErrorOnWeights, mode.ErrorOnSamples, weights, samples, result.GradientError);
            Fill(t, count, target, mode.GradientOnTarget, mode.GradientOnWeights, mode.GradientOnSamples, weights, samples, result.Gradients);
        }

        return result;
    }

    private static void Weigh(
        DeepLinearSolution solution, double variance, TimeMatrix field, TimeMatrix onWeights, TimeMatrix? onSamples, int t, double[] weights, double[] samples)
    {
        field.SymmetricProduct(variance, onWeights.Leading(t, t + 1), weights);
        samples.AsSpan().Clear();
        if (onSamples is not null)
        {
            int length = solution.Sample.FixedSet ? weights.Length : t + 1;
            solution.Sample.Covariance(onSamples.Leading(t, t + 1), samples.AsSpan(0, length));
        }
    }

    private static void Fill(
        int t, int length, double target, double[] onTarget, TimeMatrix onWeights, TimeMatrix? onSamples, double[] weights, double[] samples, TimeMatrix into)
    {
        for (int r = 0; r < length; r++)
        {
            into[t, r] = (target * onTarget[r]) + onWeights.LowerDot(weights, r) + (onSamples?.LowerDot(samples, r) ?? 0);
        }
    }

    private void Mirror(int t)
    {
        for (int r = 0; r < t; r++)
        {
            Errors[r, t] = Errors[t, r];
        }
    }
}
