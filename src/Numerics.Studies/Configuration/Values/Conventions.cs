using System.Globalization;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Configuration.Values;

/// <summary>x = s or s^2.</summary>
public enum SpectrumAxis
{
    /// <summary>Singular values.</summary>
    SingularValue,

    /// <summary>Their squares: eigenvalues of W W^T.</summary>
    Squared,
}

/// <summary>Of which matrix.</summary>
public enum WeightScale
{
    /// <summary>W/sqrt(columns), as it acts.</summary>
    Scaled,

    /// <summary>W, with entries of order 1.</summary>
    Raw,
}

/// <summary>What time counts.</summary>
public enum TimeAxis
{
    /// <summary>Gradient steps.</summary>
    Steps,

    /// <summary>Learning rate times steps.</summary>
    EtaT,
}

/// <summary>In which letters a run is shown: choices that relabel its output and change no dynamics (docs/conventions.md).</summary>
/// <remarks>Studies work in singular values s of W/sqrt(columns) and in steps; this turns these into the reader's x and t as the last thing before they are recorded.</remarks>
public sealed record Conventions
{
    /// <summary>s or s^2.</summary>
    [Parameter("spectra of weights as singular values, or squared: eigenvalues of W W^T")]
    public SpectrumAxis Spectrum { get; init; } = SpectrumAxis.SingularValue;

    /// <summary>W/sqrt(columns) or W.</summary>
    [Parameter("spectra of weights scaled, of W/sqrt(columns) as it acts (edges of order 1), or raw, of W itself")]
    public WeightScale Weights { get; init; } = WeightScale.Scaled;

    /// <summary>t or eta t.</summary>
    [Parameter("time in gradient steps (axis step), or etaT: the learning rate times the step (axis time)")]
    public TimeAxis Time { get; init; } = TimeAxis.Steps;

    /// <summary>Whether spectra are recorded as the studies have them.</summary>
    public bool KeepsSpectra => Spectrum == SpectrumAxis.SingularValue && Weights == WeightScale.Scaled;

    /// <summary>Why spectra of several sizes have no common limit; null if they have.</summary>
    public string? WhyNoLadder => Weights == WeightScale.Raw
        ? "Spectra of raw weights grow with the size and have no limit to extrapolate to; take conventions.weights \"scaled\", or a single size." : null;

    /// <summary>Name of the time axis.</summary>
    public string TimeName => Time == TimeAxis.Steps ? "step" : "time";

    /// <summary>x of s.</summary>
    /// <param name="s">Singular value of W/sqrt(columns).</param>
    /// <param name="columns">Columns of W, or N wherever W is divided by sqrt(N).</param>
    public double Of(double s, double columns)
    {
        double x = Weights == WeightScale.Raw ? s * Math.Sqrt(columns) : s;
        return Spectrum == SpectrumAxis.Squared ? x * x : x;
    }

    /// <summary>s of x, the inverse of <see cref="Of(double, double)"/>.</summary>
    public double Back(double x, double columns)
    {
        double raw = Spectrum == SpectrumAxis.Squared ? Math.Sqrt(x) : x;
        return Weights == WeightScale.Raw ? raw / Math.Sqrt(columns) : raw;
    }

    /// <summary>Turns recorded singular values into x, errors by the slope of x at the value.</summary>
    /// <param name="r">What a theory or a replica wrote.</param>
    /// <param name="observables">Singular values; null where there is none.</param>
    /// <param name="columns">Columns of the matrix that an entry belongs to, by the index of the entry and the length of the observable.</param>
    public void Relabel(Recorder r, IEnumerable<Observable?> observables, Func<int, int, double> columns)
    {
        ArgumentNullException.ThrowIfNull(r);
        ArgumentNullException.ThrowIfNull(columns);
        if (KeepsSpectra)
        {
            return;
        }

        foreach (Observable observable in observables.OfType<Observable>())
        {
            Recorder.Entries all = r.Of(observable);
            for (int i = 0; i < all.Values.Length; i++)
            {
                if (all.Values[i] is { } s)
                {
                    double n = columns(i, all.Values.Length);
                    double unit = Of(1, n);
                    all.Errors[i] *= Spectrum == SpectrumAxis.Squared ? 2 * s * unit : unit;
                    all.Values[i] = Of(s, n);
                }
            }
        }
    }

    /// <summary>
    /// The rule for x from that for s: relative to the theory, and the same as for s at the smallest value that is judged. Nothing else of a verdict changes.
    /// </summary>
    /// <param name="rule">Rule in the unit of s.</param>
    /// <param name="smallest">The smallest s that is judged: the edge of the bulk.</param>
    public ComparisonRule Of(ComparisonRule rule, double smallest)
    {
        ArgumentNullException.ThrowIfNull(rule);
        double factor = (Spectrum == SpectrumAxis.Squared ? 2 : 1) / smallest;
        return KeepsSpectra || rule.Relative ? rule : rule with { Relative = true, AllowanceConstant = factor * rule.AllowanceConstant, ReplicaDeviation = factor * rule.ReplicaDeviation };
    }

    /// <summary>What spectra are of, in a definition: "singular values of W/sqrt(width)" and its likes.</summary>
    /// <param name="values">"singular values", with an adjective if need be.</param>
    /// <param name="scaled">The matrix as it acts.</param>
    /// <param name="raw">The matrix itself.</param>
    public string Say(string values, string scaled, string raw) =>
        (Spectrum == SpectrumAxis.Squared ? values.Replace("singular value", "squared singular value", StringComparison.Ordinal) : values) + " of " + (Weights == WeightScale.Raw ? raw : scaled);

    /// <summary>The axis over some steps.</summary>
    /// <param name="steps">Steps, increasing.</param>
    /// <param name="learningRate">eta.</param>
    /// <param name="schedule">Factor of eta in each step; null: 1.</param>
    public Axis Steps(IEnumerable<int> steps, double learningRate, IReadOnlyList<double>? schedule = null) => Time == TimeAxis.Steps
        ? Axis.Of(TimeName, steps)
        : new Axis(TimeName, [.. steps.Select(step => learningRate * (schedule?.Take(step).Sum() ?? step))]);

    /// <summary>A figure over steps as one over this time.</summary>
    public Figure Of(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return Time == TimeAxis.EtaT && figure.Horizontal == "step" ? figure with { Horizontal = TimeName, HorizontalLabel = "learning rate times step" } : figure;
    }

    /// <summary>What cannot be done, each with the path of the choice.</summary>
    /// <param name="path">Path of this value in the configuration.</param>
    /// <param name="spectra">Whether spectra of weights are recorded.</param>
    /// <param name="schedule">Factor of the learning rate in each step; null: 1.</param>
    public IEnumerable<ConfigurationError> Errors(string path, bool spectra, IReadOnlyList<double>? schedule = null)
    {
        if (!spectra && Spectrum == SpectrumAxis.Squared)
        {
            yield return new ConfigurationError($"{path}.spectrum", "\"squared\" needs spectra of weights, and recordSteps is empty; name a step, or take \"singularValue\".");
        }

        if (!spectra && Weights == WeightScale.Raw)
        {
            yield return new ConfigurationError($"{path}.weights", "\"raw\" needs spectra of weights, and recordSteps is empty; name a step, or take \"scaled\".");
        }

        if (Time == TimeAxis.EtaT && schedule is not null && schedule.Any(factor => factor == 0))
        {
            int still = schedule.ToList().IndexOf(0);
            yield return new ConfigurationError(
                $"{path}.time", string.Create(CultureInfo.InvariantCulture, $"\"etaT\" stands still in step {still}, where the schedule is 0; take \"steps\" or a positive factor."));
        }
    }
}
