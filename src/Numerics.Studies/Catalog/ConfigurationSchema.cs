using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Numerics.Studies.Catalog;

/// <summary>The JSON schema of a study's configuration, for editors: types, defaults, ranges, choices, descriptions; nothing else allowed.</summary>
public static class ConfigurationSchema
{
    /// <summary>The schema of a whole configuration file.</summary>
    public static JsonObject Of(IStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        JsonSchemaExporterOptions exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };
        JsonObject schema = ConfigurationJson.Options.GetJsonSchemaAsNode(study.ParametersType, exporter).AsObject();
        JsonObject properties = new()
        {
            ["study"] = new JsonObject { ["const"] = study.Name, ["description"] = study.Summary },
            ["seed"] = new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = 0,
                ["default"] = ConfigurationReader.DefaultSeed,
                ["description"] = "Root seed; with the study and the index of a replica it fixes every random number.",
            },
        };
        JsonObject defaults = ConfigurationReader.Defaults(study.ParametersType);
        foreach ((string name, JsonNode? node) in schema["properties"]?.AsObject() ?? [])
        {
            JsonObject property = node as JsonObject ?? [];
            property = property.DeepClone().AsObject();
            property["default"] = defaults[name]?.DeepClone();
            properties[name] = property;
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = study.Name,
            ["description"] = study.Summary,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray("study"),
            ["additionalProperties"] = false,
        };
    }

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        if (context.PropertyInfo is not { } property || ParameterValidator.Describe(property) is not { } parameter)
        {
            return node;
        }

        // A property's own node comes with PropertyInfo set; elements of its list are reached through "items".
        JsonObject result = parameter.Schema.Length > 0 ? JsonNode.Parse(parameter.Schema)!.AsObject()
            : node as JsonObject ?? [];
        result["description"] = Description(parameter);
        AddLimits(result["items"] as JsonObject ?? result, parameter);
        return result;
    }

    private static string Description(ParameterAttribute parameter)
    {
        string letter = parameter.Letter.Length == 0 ? "" : $" [{parameter.Letter}]";
        string unit = parameter.Unit is "1" or "" ? "" : $" Unit: {parameter.Unit}.";
        return parameter.Description + letter + unit;
    }

    private static void AddLimits(JsonObject target, ParameterAttribute parameter)
    {
        if (!double.IsNegativeInfinity(parameter.Minimum))
        {
            target[parameter.ExclusiveMinimum ? "exclusiveMinimum" : "minimum"] = parameter.Minimum;
        }

        if (!double.IsPositiveInfinity(parameter.Maximum))
        {
            target["maximum"] = parameter.Maximum;
        }

        if (parameter.Choices.Length > 0)
        {
            target["enum"] = new JsonArray([.. parameter.Choices.Select(choice => (JsonNode)choice)]);
        }
    }
}
