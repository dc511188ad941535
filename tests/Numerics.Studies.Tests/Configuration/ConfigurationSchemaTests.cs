using System.Text.Json.Nodes;
using Numerics.Studies.Catalog;
using Numerics.Studies.Configuration;
using Numerics.Studies.Contract;
using Numerics.Studies.Tests.Fakes;

namespace Numerics.Studies.Tests.Configuration;

public sealed class ConfigurationSchemaTests
{
    private readonly JsonObject schema = ConfigurationSchema.Of(new FakeStudy());

    [Fact]
    public void Nothing_but_the_parameters_is_allowed()
    {
        Assert.False(schema["additionalProperties"]!.GetValue<bool>());
        Assert.False(schema["properties"]!["law"]!["additionalProperties"]!.GetValue<bool>());
        Assert.Contains("resolution", schema["properties"]!.AsObject().Select(pair => pair.Key));
        Assert.Contains("seed", schema["properties"]!.AsObject().Select(pair => pair.Key));
        Assert.DoesNotContain("computedFromWidth", schema["properties"]!.AsObject().Select(pair => pair.Key));
    }

    /// <summary>What <c>--print-config</c> writes of a parameter that is not given must be allowed.</summary>
    [Fact]
    public void A_default_of_null_is_allowed()
    {
        foreach (IStudy study in AllStudies.Catalog.Studies)
        {
            foreach ((string name, JsonNode? property) in ConfigurationSchema.Of(study)["properties"]!.AsObject())
            {
                JsonObject described = property!.AsObject();
                if (described.ContainsKey("default") && described["default"] is null)
                {
                    Assert.True(AllowsNull(described), $"{study.Card.Name}: {name}: {described}");
                }
            }
        }
    }

    private static bool AllowsNull(JsonObject schema) =>
        (schema["type"] is JsonArray types && types.Any(type => type!.GetValue<string>() == "null"))
        || (schema["type"] is JsonValue single && single.GetValue<string>() == "null")
        || (schema["enum"] is JsonArray values && values.Contains(null))
        || (schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices && choices.Any(choice => AllowsNull(choice!.AsObject()));

    [Fact]
    public void Ranges_choices_descriptions_and_defaults_are_in_it()
    {
        JsonNode width = schema["properties"]!["width"]!;
        JsonNode number = width["anyOf"]![0]!;
        Assert.Equal("integer", number["type"]!.GetValue<string>());
        Assert.Equal(2, number["minimum"]!.GetValue<double>());
        Assert.Equal(number.ToJsonString(), width["anyOf"]![1]!["items"]!.ToJsonString());
        Assert.Equal(50, width["default"]!.GetValue<int>());
        Assert.Equal("Number of samples in a replica; a list makes a ladder of sizes [N]", width["description"]!.GetValue<string>());
        Assert.Equal(0, schema["properties"]!["law"]!["properties"]!["variance"]!["exclusiveMinimum"]!.GetValue<double>());
        Assert.Equal(1000, schema["properties"]!["steps"]!["items"]!["maximum"]!.GetValue<double>());
        Assert.Equal(2, schema["properties"]!["law"]!["properties"]!["name"]!["enum"]!.AsArray().Count);
        Assert.NotNull(schema["properties"]!["batch"]!["anyOf"]);
    }
}
