using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

/// <summary>One parameter of a study as users see it.</summary>
/// <param name="Path">Path for <c>--set</c>.</param>
/// <param name="Default">Default as JSON text.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Range">Allowed range or choices, empty if free.</param>
/// <param name="Letter">The paper's letter, empty if none.</param>
/// <param name="Description">What it is.</param>
public sealed record ParameterListing(string Path, string Default, string Unit, string Range, string Letter, string Description)
{
    /// <summary>All parameters of a study, nested ones by their path, in the order of declaration.</summary>
    public static IReadOnlyList<ParameterListing> Of(IStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return [.. Of(study.ParametersType, ConfigurationReader.Defaults(study), "")];
    }

    /// <summary>Type of the parameter at a path, nullable types as what they hold; null if there is none.</summary>
    internal static Type? TypeOf(Type parametersType, string path)
    {
        Type type = parametersType;
        foreach (string key in path.Split('.'))
        {
            JsonTypeInfo info = ConfigurationJson.Options.GetTypeInfo(type);
            if (info.Kind != JsonTypeInfoKind.Object || info.Properties.FirstOrDefault(candidate => candidate.Name == key) is not { } property)
            {
                return null;
            }

            type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        }

        return type;
    }

    private static IEnumerable<ParameterListing> Of(Type type, JsonObject defaults, string prefix)
    {
        foreach (JsonPropertyInfo property in ConfigurationJson.Options.GetTypeInfo(type).Properties)
        {
            JsonNode? standard = defaults[property.Name];
            ParameterAttribute? parameter = ParameterValidator.Describe(property);
            if (ParameterValidator.IsRecord(property) && standard is JsonObject inner)
            {
                foreach (ParameterListing nested in Of(property.PropertyType, inner, $"{prefix}{property.Name}."))
                {
                    yield return nested;
                }

                continue;
            }

            string[] choices = ScalarKind.Choices(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, parameter);
            string range = choices.Length > 0 ? string.Join(" | ", choices) : parameter?.Range ?? "";
            yield return new ParameterListing(
                prefix + property.Name,
                standard?.ToJsonString(ConfigurationJson.Options) ?? "null",
                parameter?.Unit ?? "1",
                range,
                parameter?.Letter ?? "",
                parameter?.Text ?? "");
        }
    }
}
