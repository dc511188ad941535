using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Numerics.Studies.Contract;
using Numerics.Studies.Sweeps;

namespace Numerics.Studies.Configuration;

/// <summary>
/// Reads the key <c>sweep</c>: <c>{ path: list }</c> or <c>{ path: { "from": a, "to": b, "points": n } }</c>, in constant ratio from a positive number to a larger one (or, with
/// <c>"spacing": "linear"</c>, in equal steps). Nested objects are longer paths; null takes a parameter of a preset's sweep out.
/// </summary>
/// <param name="study">The study whose parameters are swept.</param>
/// <param name="errors">Gets everything that is wrong.</param>
internal sealed class SweepReader(IStudy study, List<ConfigurationError> errors)
{
    private const string Expected =
        "is neither a list of values nor a range { \"from\": a, \"to\": b, \"points\": n }.";

    internal static readonly string[] RangeKeys = ["from", "to", "points", "spacing"];

    /// <summary>Why some keys of a configuration are no parameters that could be swept.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["seed"] = "all points use the same random numbers, so that differences along the sweep are not blurred by those between systems; run again with another --seed",
        ["replicas"] = "every point is visited by every replica; set replicas beside the sweep",
        ["study"] = "a sweep is of one study; run the studies one after the other",
        ["sweep"] = "a sweep is not swept; write all parameters in one sweep",
    };

    private readonly IReadOnlyList<ParameterListing> parameters = ParameterListing.Of(study);

    /// <summary>The sweep of a configuration; null if nothing is swept.</summary>
    /// <param name="given">The key's value, null for none.</param>
    /// <param name="fixedParameters">Paths that the configuration sets: they leave the preset's sweep.</param>
    public Sweep? Read(JsonNode? given, IReadOnlyCollection<string> fixedParameters)
    {
        Dictionary<string, JsonNode?> explicitly = [];
        Flatten(given, "", explicitly);
        HashSet<string> named = [.. explicitly.Keys];
        List<KeyValuePair<string, JsonNode?>> entries = [];
        foreach ((string path, JsonNode? value) in study.PresetSweep ?? [])
        {
            bool replaced = explicitly.Remove(path, out JsonNode? own);
            if (replaced ? own is not null : !fixedParameters.Contains(path))
            {
                entries.Add(KeyValuePair.Create(path, replaced ? own : value));
            }
        }

        entries.AddRange(explicitly.Where(entry => entry.Value is not null || !IsParameter(entry.Key)));
        SweepAxis[] axes = [.. entries.Where(entry => entry.Value is not null).Select(entry => Axis(entry.Key, entry.Value!)).OfType<SweepAxis>()];
        foreach (SweepAxis axis in axes.Where(axis => named.Contains(axis.Path) && fixedParameters.Contains(axis.Path)))
        {
            Add(axis.Path, "The parameter is given and swept; leave one of the two out.");
        }

        if (axes.GroupBy(axis => axis.Name).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            Add(same.Last().Path, $"Two swept parameters would both name an axis '{same.Key}'; sweep one of them.");
        }

        var sweep = new Sweep(axes);
        if (sweep.Count > Sweep.MostPoints)
        {
            errors.Add(new ConfigurationError(
                "sweep", $"{sweep.Count.ToString("0", CultureInfo.InvariantCulture)} points are more than {Sweep.MostPoints}; shorten the lists or sweep fewer parameters."));
        }

        return axes.Length == 0 ? null : sweep;
    }

    private void Flatten(JsonNode? node, string prefix, Dictionary<string, JsonNode?> found)
    {
        if (node is null)
        {
            return;
        }

        if (node is not JsonObject entries)
        {
            Add(prefix, $"{ScalarKind.Short(node)} {Expected}");
            return;
        }

        foreach ((string path, JsonNode? value) in Entries(entries, prefix))
        {
            found[path] = value;
        }
    }

    /// <summary>The entries of a sweep by paths; an object that is no range has longer paths.</summary>
    internal static IEnumerable<KeyValuePair<string, JsonNode?>> Entries(JsonObject sweep, string prefix)
    {
        foreach ((string key, JsonNode? value) in sweep)
        {
            string path = prefix.Length == 0 ? key : $"{prefix}.{key}";
            if (value is JsonObject { Count: > 0 } inner && !inner.Any(entry => RangeKeys.Contains(entry.Key, StringComparer.Ordinal)))
            {
                foreach (KeyValuePair<string, JsonNode?> entry in Entries(inner, path))
                {
                    yield return entry;
                }
            }
            else
            {
                yield return KeyValuePair.Create(path, value);
            }
        }
    }

    private SweepAxis? Axis(string path, JsonNode value)
    {
        int before = errors.Count;
        if (!IsParameter(path))
        {
            return null;
        }

        IReadOnlyList<JsonNode?> values = value switch
        {
            JsonArray { Count: 0 } => Wrong(path, "The list is empty; give at least one value."),
            JsonArray list when list.FirstOrDefault(IsBeyondNumbers) is { } beyond => Wrong(path, $"{ScalarKind.Short(beyond)} is not a finite number."),
            JsonArray list when Repeated(list) is { } twice => Wrong(path, $"The value {twice} is given twice; a sweep has different values, and replicas says how often each point is simulated."),
            JsonArray list => [.. list.Select(item => item?.DeepClone())],
            JsonObject { Count: 0 } => Wrong(path, "Nothing is given; give a list of values or a range { \"from\": a, \"to\": b, \"points\": n }."),
            JsonObject range => Range(path, range),
            _ => Wrong(path, $"{ScalarKind.Short(value)} {Expected}"),
        };
        return errors.Count > before ? null : new SweepAxis(path, Sorted(values))
        {
            Symbol = ParameterSymbol.Of(parameters.FirstOrDefault(parameter => parameter.Path == path)?.Letter ?? ""),
        };
    }

    /// <summary>Whether the path is one of a parameter, or leads into a list of one.</summary>
    private bool IsParameter(string path)
    {
        if (Refused.TryGetValue(path, out string? reason))
        {
            return Wrong(path, $"'{path}' cannot be swept: {reason}.").Count > 0;
        }

        bool known = parameters.Any(parameter => parameter.Path == path || path.StartsWith(parameter.Path + ".", StringComparison.Ordinal)
            || parameter.Path.StartsWith(path + ".", StringComparison.Ordinal));
        return known || Wrong(path, $"There is no parameter '{path}' to sweep.{ParameterSuggestion.Of(path, parameters.Select(parameter => (parameter.Path, parameter.Letter)), [.. parameters.Select(parameter => parameter.Path)])}").Count > 0;
    }

    private IReadOnlyList<JsonNode?> Range(string path, JsonObject range)
    {
        string? unknown = range.Select(entry => entry.Key).FirstOrDefault(key => !RangeKeys.Contains(key, StringComparer.Ordinal));
        if (unknown is not null)
        {
            return Wrong(path, $"Unknown key '{unknown}' of a range.{NearestName.Suggestion(unknown, RangeKeys)}");
        }

        string spacing = range["spacing"] is { } word ? SweepAxis.Word(word) : "ratio";
        bool linear = spacing == "linear";
        if (spacing is not ("ratio" or "linear"))
        {
            return Wrong(path, $"The spacing \"{spacing}\" is neither \"ratio\" nor \"linear\".");
        }

        if (Number(range["from"]) is not { } from || Number(range["to"]) is not { } to || Number(range["points"]) is not { } points)
        {
            return Wrong(path, "A range has the numbers \"from\", \"to\" and \"points\".");
        }

        if (points != Math.Floor(points) || points < 2)
        {
            return Wrong(path, $"{ReadableNumber.Of(points)} points are not a whole number of at least 2.");
        }

        if (points > Sweep.MostPoints)
        {
            return Wrong(path, $"{points.ToString("0", CultureInfo.InvariantCulture)} points are more than {Sweep.MostPoints}; lower points.");
        }

        if (!(to > from) || (!linear && from <= 0))
        {
            return Wrong(path, $"A range goes from a {(linear ? "" : "positive ")}number to a larger one, not from {ReadableNumber.Of(from)} to {ReadableNumber.Of(to)}.");
        }

        double[] values = [.. Enumerable.Range(0, (int)points).Select(i => i == (int)points - 1 ? to
            : linear ? from + ((to - from) * i / (points - 1))
            : double.IsFinite(to / from) ? from * Math.Pow(to / from, i / (points - 1))
            : Math.Exp(Math.Log(from) + ((Math.Log(to) - Math.Log(from)) * i / (points - 1))))];
        return IsInteger(path)
            ? [.. values.Select(value => (long)Math.Round(value)).Distinct().Select(value => (JsonNode)JsonValue.Create(value))]
            : [.. values.Select(value => (JsonNode)JsonValue.Create(value))];
    }

    /// <summary>Whether the default of a parameter is written as an integer and its type takes nothing else.</summary>
    private bool IsInteger(string path) => ParameterListing.TypeOf(study.ParametersType, path) is { } type && (type == typeof(int) || type == typeof(long));

    /// <summary>The first value that is there twice, in short; null if all are different.</summary>
    private static string? Repeated(JsonArray list) => list
        .GroupBy(item => Number(item) is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : Fingerprint.Canonical(item))
        .FirstOrDefault(group => group.Count() > 1) is { } twice ? twice.First() is { } value ? ScalarKind.Short(value) : "null" : null;

    /// <summary>Numbers ascending, everything else in the order given.</summary>
    private static JsonNode?[] Sorted(IReadOnlyList<JsonNode?> values) => values.All(value => value?.GetValueKind() == JsonValueKind.Number)
        ? [.. values.OrderBy(value => Number(value)).Select(value => JsonValue.Create(Number(value)!.Value))]
        : [.. values];

    /// <summary>A number that double precision does not have: "1e999".</summary>
    private static bool IsBeyondNumbers(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number && Number(node) is null;

    /// <summary>A finite number; null for anything else.</summary>
    internal static double? Number(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && double.TryParse(node.ToJsonString(), CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private IReadOnlyList<JsonNode?> Wrong(string path, string message)
    {
        Add(path, message);
        return [];
    }

    private void Add(string path, string message) => errors.Add(new ConfigurationError(path.Length == 0 ? "sweep" : $"sweep.{path}", message));
}
