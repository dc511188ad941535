using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

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
            ["study"] = new JsonObject { ["const"] = study.Card.Name, ["description"] = study.Card.Summary },
            ["seed"] = new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = 0,
                ["default"] = ConfigurationReader.DefaultSeed,
                ["description"] = "Root seed; with the study and the index of a replica it fixes every random number.",
            },
            ["sweep"] = Sweep(study),
            ["resolution"] = Resolution(),
        };
        JsonObject defaults = ConfigurationReader.Defaults(study);
        string? size = LadderSettings.SizeParameter(study);
        foreach ((string name, JsonNode? node) in schema["properties"]?.AsObject() ?? [])
        {
            JsonObject property = node as JsonObject ?? [];
            property = property.DeepClone().AsObject();
            property["default"] = defaults[name]?.DeepClone();
            properties[name] = name == size || (size is not null && name == "replicas") ? OneOrMany(property) : property;
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = study.Card.Name,
            ["description"] = study.Card.Summary,
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray("study"),
            ["additionalProperties"] = false,
        };
    }

    /// <summary>Any path of a parameter with a list of values or a range; nested objects are longer paths.</summary>
    private static JsonObject Sweep(IStudy study) => new()
    {
        ["type"] = new JsonArray("object", "null"),
        ["default"] = study.PresetSweep,
        ["description"] = "Parameters that take several values, path to a list or { from, to, points }: every combination is a point, and every observable gets the swept parameters as axes.",
        ["additionalProperties"] = JsonNode.Parse("""{ "oneOf": [ { "type": "array", "minItems": 1 }, { "type": "object" }, { "type": "null" } ] }"""),
    };

    private static JsonObject Resolution()
    {
        JsonObject number = new() { ["type"] = "number", ["exclusiveMinimum"] = 0 };
        return new JsonObject
        {
            ["anyOf"] = new JsonArray(number, new JsonObject { ["type"] = "object", ["additionalProperties"] = number.DeepClone() }),
            ["default"] = Records.Resolution.Default.Relative,
            ["description"] = "Relative deviation that must be seen before a verdict is 'agrees', for all observables, or by observable with \"default\" for the others; changes no number of a run.",
        };
    }

    /// <summary>A number, or a list of them for a ladder of sizes.</summary>
    private static JsonObject OneOrMany(JsonObject property)
    {
        JsonObject number = property.DeepClone().AsObject();
        number.Remove("default");
        number.Remove("description");
        return new JsonObject
        {
            ["anyOf"] = new JsonArray(number, new JsonObject { ["type"] = "array", ["items"] = number.DeepClone(), ["minItems"] = 1 }),
            ["default"] = property["default"]?.DeepClone(),
            ["description"] = property["description"]?.DeepClone(),
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
        JsonObject number = result;
        while (number["items"] is JsonObject items)
        {
            number = items;
        }

        AddLimits(number, parameter);
        if (parameter.Schema.Length > 0 && property.IsSetNullable)
        {
            AllowNull(result);
        }

        return result;
    }

    /// <summary>A schema written by hand says nothing of null.</summary>
    private static void AllowNull(JsonObject schema)
    {
        var nothing = new JsonObject { ["type"] = "null" };
        if (schema["oneOf"] is JsonArray choices)
        {
            choices.Add(nothing);
        }
        else if (schema["type"] is JsonValue type && type.GetValueKind() == System.Text.Json.JsonValueKind.String)
        {
            schema["type"] = new JsonArray(type.GetValue<string>(), "null");
        }
    }

    private static string Description(ParameterAttribute parameter)
    {
        string letter = parameter.Letter.Length == 0 ? "" : $" [{parameter.Letter}]";
        string unit = parameter.Unit is "1" or "" ? "" : $" Unit: {parameter.Unit}.";
        return parameter.Text + letter + unit;
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
