using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

/// <summary>
/// Checks a JSON object against a parameter record: keys, types, ranges, choices, nulls. Collects every error instead of stopping at the first.
/// </summary>
public sealed class ParameterValidator
{
    private readonly List<ConfigurationError> errors = [];

    /// <summary>What was wrong, in the order of the configuration.</summary>
    public IReadOnlyList<ConfigurationError> Errors => errors;

    /// <summary>
    /// Returns the object with numbers normalised (1e5 becomes 100000 where an integer is wanted). Keys that are wrong are left out and reported.
    /// </summary>
    /// <param name="given">What the user wrote.</param>
    /// <param name="type">Record type.</param>
    /// <param name="path">Path of the object, empty for the root.</param>
    /// <param name="alsoKnown">Keys that are known here besides the properties (for suggestions only).</param>
    public JsonObject Check(JsonObject given, Type type, string path, params IReadOnlyList<string> alsoKnown)
    {
        JsonTypeInfo info = ConfigurationJson.Options.GetTypeInfo(type);
        string[] known = [.. alsoKnown, .. info.Properties.Select(property => property.Name)];
        JsonObject result = [];
        foreach ((string key, JsonNode? value) in given)
        {
            string here = path.Length == 0 ? key : $"{path}.{key}";
            JsonPropertyInfo? property = info.Properties.FirstOrDefault(candidate => candidate.Name == key);
            if (property is null)
            {
                Add(Shown(here), $"Unknown key '{Shown(key)}'.{ParameterSuggestion.Of(key, info.Properties.Select(one => (one.Name, Describe(one)?.Letter ?? "")), known)}");
            }
            else
            {
                result[key] = CheckProperty(value, property, here);
            }
        }

        return result;
    }

    /// <summary>
    /// Fills in defaults: what is given wins, nested records are merged key by key, lists are taken whole. A missing value without a default is an error.
    /// </summary>
    public JsonObject Resolve(JsonObject given, JsonObject defaults, Type type, string path = "")
    {
        JsonObject result = [];
        foreach (JsonPropertyInfo property in ConfigurationJson.Options.GetTypeInfo(type).Properties)
        {
            string here = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            JsonNode? standard = defaults[property.Name];
            if (!given.TryGetPropertyValue(property.Name, out JsonNode? value))
            {
                value = standard;
                if (value is null && !property.IsSetNullable)
                {
                    Add(here, "Required, and there is no default.");
                }
            }
            else if (value is JsonObject inner && standard is JsonObject innerDefaults && IsRecord(property))
            {
                value = Resolve(inner, innerDefaults, property.PropertyType, here);
            }

            result[property.Name] = value?.DeepClone();
        }

        return result;
    }

    /// <summary>The description that a parameter carries; null if none.</summary>
    public static ParameterAttribute? Describe(JsonPropertyInfo property)
        => property.AttributeProvider?.GetCustomAttributes(typeof(ParameterAttribute), inherit: true).OfType<ParameterAttribute>().FirstOrDefault();

    /// <summary>Whether a property is a nested record, as opposed to a value or a type with a converter of its own.</summary>
    public static bool IsRecord(JsonPropertyInfo property)
        => property.CustomConverter is null
            && ConfigurationJson.Options.GetTypeInfo(property.PropertyType).Kind == JsonTypeInfoKind.Object;

    private JsonNode? CheckProperty(JsonNode? value, JsonPropertyInfo property, string path)
    {
        if (value is null)
        {
            if (!property.IsSetNullable)
            {
                Add(path, $"null is not allowed; {Expected(property.PropertyType, Describe(property))} is needed.");
            }

            return null;
        }

        return property.CustomConverter is null
            ? CheckValue(value, property.PropertyType, Describe(property), path)
            : value.DeepClone();
    }

    private JsonNode? CheckValue(JsonNode? value, Type declared, ParameterAttribute? limits, string path)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (value is null)
        {
            if (type == declared)
            {
                Add(path, $"null is not allowed; {Expected(type, limits)} is needed.");
            }

            return null;
        }

        JsonTypeInfo info = ConfigurationJson.Options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when value is JsonObject inner:
                return Check(inner, type, path);
            case JsonTypeInfoKind.Enumerable when value is JsonArray items && info.ElementType is { } element:
                return new JsonArray([.. items.Select((item, i) => CheckValue(item, element, limits, $"{path}[{i}]"))]);
            case JsonTypeInfoKind.Object or JsonTypeInfoKind.Enumerable:
                return Refuse(value, type, limits, path);
            case JsonTypeInfoKind.None when type.IsEnum || ScalarKind.IsScalar(type):
                return ScalarKind.TryNormalise(value, type, limits, out JsonNode? normal, out string message)
                    ? normal
                    : Refuse(value, type, limits, path, message);
            default:
                return value.DeepClone();
        }
    }

    private JsonNode? Refuse(JsonNode value, Type type, ParameterAttribute? limits, string path, string? message = null)
    {
        Add(path, message ?? $"{ScalarKind.Short(value)} is not {Expected(type, limits)}.");
        return null;
    }

    private static string Expected(Type declared, ParameterAttribute? limits)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        JsonTypeInfo info = ConfigurationJson.Options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => "an object { ... }",
            JsonTypeInfoKind.Enumerable => $"a list [ ... ] of {ScalarKind.Name(info.ElementType!)}s",
            _ => ScalarKind.Expected(type, limits),
        };
    }

    /// <summary>A key as a sentence shows it.</summary>
    private static string Shown(string key) => key.Length <= 100 ? key : $"{key[..60]}... ({key.Length} characters)";

    private void Add(string path, string message) => errors.Add(new ConfigurationError(path, message));
}
