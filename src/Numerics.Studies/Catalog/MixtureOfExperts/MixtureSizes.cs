using Numerics.Spectra.Models;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.MixtureOfExperts;

/// <summary>Sizes of the networks at every scale: what the configuration says, with <see cref="MixtureSizeDefaults"/> for null.</summary>
/// <param name="p">Parameters.</param>
internal sealed class MixtureSizes(MixtureOfExpertsParameters p)
{
    private const int Most = 1_000_000;

    private readonly bool isInfinite = p.Experiment == MixtureExperiment.InfiniteScale;
    private readonly MixtureSizeDefaults defaults = MixtureSizeDefaults.Of(p.Regime, p.Experiment == MixtureExperiment.InfiniteScale);

    /// <summary>Scales, ascending.</summary>
    public IReadOnlyList<double> Scales => p.Scales?.Values ?? defaults.Scales;

    /// <summary>rho_e.</summary>
    public double ExpertWidthRatio => p.ExpertWidthRatio ?? MixtureSizeDefaults.ExpertWidthRatio;

    /// <summary>rho.</summary>
    public double ExpertCountRatio => p.ExpertCountRatio ?? defaults.ExpertCountRatio;

    /// <summary>M in regime I.</summary>
    public int ExpertCount => p.ExpertCount ?? MixtureSizeDefaults.ExpertCount;

    /// <summary>N_e in regime II.</summary>
    public int ExpertWidth => p.ExpertWidth ?? defaults.ExpertWidth;

    /// <summary>Sizes at a scale that <see cref="Errors"/> accepts.</summary>
    public ExpertSizes At(double scale) => Checked(scale, _ => { });

    /// <summary>What is wrong with the sizes at the smallest scale at which something is: one size that is no whole number tells the reader enough.</summary>
    public IEnumerable<ConfigurationError> Errors()
    {
        List<ConfigurationError> errors = [];
        foreach (double scale in Scales)
        {
            Checked(scale, errors.Add);
        }

        return errors.Take(1);
    }

    private ExpertSizes Checked(double scale, Action<ConfigurationError> refuse)
    {
        int baseWidth = p.BaseWidth ?? defaults.BaseWidth;
        bool many = p.Regime != ExpertRegime.I, wide = p.Regime != ExpertRegime.II;
        int width = Whole("width N", "scales", scale * baseWidth, $"{baseWidth} x {scale:R}", scale, refuse);
        int experts = many ? Whole("number of experts M", "expertCountRatio", ExpertCountRatio * scale * baseWidth, $"{ExpertCountRatio:R} x {scale * baseWidth:R}", scale, refuse) : ExpertCount;
        int expertWidth = wide ? Whole("expert width N_e", "expertWidthRatio", ExpertWidthRatio * scale * baseWidth, $"{ExpertWidthRatio:R} x {scale * baseWidth:R}", scale, refuse) : ExpertWidth;
        int active = p.ActiveExperts is not { } given ? experts
            : many && !isInfinite ? Whole("number of active experts K", "activeExperts", given * scale, $"{given} x {scale:R}", scale, refuse) : given;
        if (active > experts && experts > 0)
        {
            refuse(new ConfigurationError("activeExperts", $"{active} active experts at scale {scale:R} are more than the {experts} experts there are; lower activeExperts to at most {Math.Max(1, Math.Floor(experts / (many ? scale : 1))):R}."));
            active = experts;
        }

        if ((double)width * experts * expertWidth > int.MaxValue)
        {
            refuse(new ConfigurationError("scales", $"At scale {scale:R} the experts have {(double)width * experts * expertWidth:G3} weights in a layer, more than {int.MaxValue}; lower the scale."));
        }

        return new ExpertSizes(width, experts, expertWidth, active);
    }

    private static int Whole(string what, string path, double value, string how, double scale, Action<ConfigurationError> refuse)
    {
        double whole = Math.Round(value);
        if (whole is >= 1 and <= Most && Math.Abs(value - whole) <= 1e-9 * whole)
        {
            return (int)whole;
        }

        refuse(whole > Most
            ? new ConfigurationError("scales", $"At scale {scale:R} the {what} would be {value:G6}, at most {Most} is possible; lower the scale.")
            : new ConfigurationError(path, $"At scale {scale:R} the {what} would be {how} = {value:G6}, which is not a whole number from 1 on; choose scales, baseWidth and ratios that divide."));
        return 1;
    }
}
