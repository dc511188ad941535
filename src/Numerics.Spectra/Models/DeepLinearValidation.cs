namespace Numerics.Spectra.Models;

/// <summary>The ranges of a <see cref="DeepLinearModel"/>.</summary>
internal static class DeepLinearValidation
{
    /// <summary>Refuses a model with a number outside its range, naming it.</summary>
    /// <exception cref="ArgumentException">A number outside its range.</exception>
    public static void Require(DeepLinearModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        RequireThat(model.Depth >= 1, $"A depth of {model.Depth} is not at least 1; count the hidden layers.");
        RequirePositive(model.WidthRatio, "widthRatio (nu = N/D)");
        RequirePositive(model.SampleRatio, "sampleRatio (alpha = P/D)", infinite: true);
        RequirePositive(model.LearningRate, "learningRate (eta)");
        RequirePositive(model.OutputScale, "outputScale (gamma0)");
        RequireThat(model.ResidualScale >= 0 && double.IsFinite(model.ResidualScale), $"residualScale (beta0) of {model.ResidualScale} is not a finite number from 0 on; 0 leaves the branches out.");
        RequireThat(model.HiddenWidthsRefusal is null, model.HiddenWidthsRefusal ?? "");
        RequireThat(model.LabelNoise >= 0 && double.IsFinite(model.LabelNoise), $"labelNoise of {model.LabelNoise} is not a finite number from 0 on.");
        RequireThat(model.DivergenceFactor > 1, $"A divergence factor of {model.DivergenceFactor} is not above 1.");
        RequireThat(
            model.InitialScales.Count == model.Depth + 1,
            $"{model.InitialScales.Count} initial scales do not fit depth {model.Depth}: give {model.Depth + 1}, one for each matrix and one for the readout.");
        RequireThat(
            model.InitialScales.All(scale => scale >= 0 && double.IsFinite(scale)), $"Initial scales ({string.Join(", ", model.InitialScales)}) must be finite and from 0 on.");
        RequireThat(model.LearningRateFactors.Refusal(model.Depth - 1) is null, model.LearningRateFactors.Refusal(model.Depth - 1) ?? "");
        RequireBatch(model.Batch);
        RequireSpectrum(model.Covariance);
    }

    private static void RequireBatch(BatchSampling batch)
    {
        switch (batch)
        {
            case BatchSampling.OnePass fresh:
                RequirePositive(fresh.Ratio, "batch.onePass (b, samples per step over D)", infinite: true);
                break;
            case BatchSampling.Fraction part:
                RequireThat(part.Probability is > 0 and <= 1, $"batch.fraction of {part.Probability} is outside (0, 1]; it is the probability of a sample in one step.");
                break;
        }
    }

    private static void RequireSpectrum(CovarianceSpectrum spectrum)
    {
        int modes = spectrum.Modes;
        RequireThat(
            modes >= 1 && spectrum.Weights.Count == modes && spectrum.TargetPowers.Count == modes,
            $"A covariance with {modes} eigenvalues, {spectrum.Weights.Count} weights and {spectrum.TargetPowers.Count} target powers; give one of each per mode.");
        RequireThat(
            spectrum.Eigenvalues.Concat(spectrum.Weights).Concat(spectrum.TargetPowers).All(value => value >= 0 && double.IsFinite(value)),
            "Eigenvalues, weights and target powers of a covariance must be finite and not negative.");
        RequireThat(Math.Abs(spectrum.Weights.Sum() - 1) < 1e-9, $"The weights of a covariance sum to {spectrum.Weights.Sum()}, not to 1; divide by the sum.");
    }

    private static void RequirePositive(double value, string name, bool infinite = false) => RequireThat(
        value > 0 && (infinite || double.IsFinite(value)), $"{name} of {value} is not positive{(infinite ? string.Empty : " and finite")}.");

    private static void RequireThat(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
