using System.Text.Json;
using System.Text.Json.Nodes;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Configuration;

/// <summary>
/// Reads the key <c>resolution</c>: the relative deviation that a verdict must be able to see, a number for all observables or <c>{ observable: number, "default": number }</c>.
/// It changes no number of a run, and so does not make it another run.
/// </summary>
internal static class ResolutionReader
{
    /// <summary>Key of the configuration.</summary>
    public const string Key = "resolution";

    private const string Default = "default";

    /// <summary>Takes it out of a configuration.</summary>
    public static Resolution Take(JsonObject given, List<ConfigurationError> errors, out JsonNode? written)
    {
        written = given[Key];
        given.Remove(Key);
        switch (written)
        {
            case null:
                return Resolution.Default;
            case JsonObject own:
                Dictionary<string, double> numbers = own.ToDictionary(entry => entry.Key, entry => Number($"{Key}.{entry.Key}", entry.Value, errors), StringComparer.Ordinal);
                double all = numbers.Remove(Default, out double stated) ? stated : Resolution.Default.Relative;
                return new Resolution(all, numbers);
            default:
                return new Resolution(Number(Key, written, errors), new Dictionary<string, double>());
        }
    }

    private static double Number(string path, JsonNode? node, List<ConfigurationError> errors)
    {
        if (node?.GetValueKind() == JsonValueKind.Number && node.GetValue<double>() is > 0 and < double.PositiveInfinity and var number)
        {
            return number;
        }

        errors.Add(new ConfigurationError(path, $"{(node is null ? "null" : ScalarKind.Short(node))} is not a positive relative deviation such as 0.01."));
        return Resolution.Default.Relative;
    }
}
