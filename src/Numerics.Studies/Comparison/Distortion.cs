using System.Globalization;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>
/// The theory of an observable times a factor, before it is judged: the user's own check that a run would notice a wrong theory (<c>--distort outlier=1.01</c>).
/// Every output says so.
/// </summary>
public static class Distortion
{
    /// <summary>Largest factor, and one over the smallest: beyond, nothing is learned about a verdict.</summary>
    private const double Largest = 1e6;

    /// <summary>Parses "observable=factor".</summary>
    /// <exception cref="ConfigurationException">Not of that form, 1, or beyond 1e-6 to 1e6 in size.</exception>
    public static KeyValuePair<string, double> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('=');
        if (parts.Length != 2 || parts[0].Trim().Length == 0 || !double.TryParse(parts[1], CultureInfo.InvariantCulture, out double factor))
        {
            throw new ConfigurationException("command line", "--distort", $"'{text}' is not of the form observable=factor.");
        }

        return factor != 1 && Math.Abs(factor) is >= 1 / Largest and <= Largest ? KeyValuePair.Create(parts[0].Trim(), factor)
            : throw new ConfigurationException("command line", "--distort", factor == 1
                ? $"The factor 1 of '{parts[0].Trim()}' distorts nothing; give another, such as 1.01."
                : $"The factor '{parts[1]}' of '{parts[0].Trim()}' is not between 1e-6 and 1e6 in size; give one such as 1.01.");
    }

    /// <summary>Refuses observables that are not judged.</summary>
    /// <exception cref="ConfigurationException">Names the observable and the nearest one.</exception>
    /// <param name="distortions">Factors by observable.</param>
    /// <param name="judged">Names of the observables that are judged.</param>
    public static void Check(IReadOnlyDictionary<string, double> distortions, IReadOnlyList<string> judged)
    {
        ArgumentNullException.ThrowIfNull(distortions);
        ArgumentNullException.ThrowIfNull(judged);
        if (distortions.Keys.FirstOrDefault(name => !judged.Contains(name, StringComparer.Ordinal)) is { } other)
        {
            throw new ConfigurationException(
                "command line", "--distort", $"'{other}' is no observable that is judged; those are {string.Join(", ", judged)}.");
        }
    }

    /// <summary>The distorted theory.</summary>
    public static IReadOnlyDictionary<string, ObservableEstimate> Apply(
        IReadOnlyDictionary<string, ObservableEstimate> theory, IReadOnlyDictionary<string, double> distortions)
    {
        ArgumentNullException.ThrowIfNull(theory);
        ArgumentNullException.ThrowIfNull(distortions);
        return distortions.Count == 0 ? theory : theory.ToDictionary(
            pair => pair.Key,
            pair => distortions.TryGetValue(pair.Key, out double factor)
                ? new ObservableEstimate([.. pair.Value.Value.Select(value => value * factor)], [.. pair.Value.StandardError.Select(error => error * Math.Abs(factor))])
                : pair.Value);
    }

    /// <summary>Factors after factors: what a theory that was multiplied already is multiplied by in all.</summary>
    public static IReadOnlyDictionary<string, double> Combine(IReadOnlyDictionary<string, double> earlier, IReadOnlyDictionary<string, double> later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        Dictionary<string, double> combined = new(earlier);
        foreach ((string name, double factor) in later)
        {
            combined[name] = combined.GetValueOrDefault(name, 1) * factor;
        }

        return combined;
    }

    /// <summary>A warning for each.</summary>
    public static IEnumerable<Fact> Facts(IReadOnlyDictionary<string, double> distortions)
    {
        ArgumentNullException.ThrowIfNull(distortions);
        return distortions.Select(pair => Fact.Warning(
            $"distorted {pair.Key}", string.Create(CultureInfo.InvariantCulture, $"The theory of {pair.Key} was multiplied by {pair.Value:R} before judging, as asked by --distort: this is a check of the verdict, not a result.")));
    }
}
