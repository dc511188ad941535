using System.Text.Json.Nodes;
using Numerics.Studies.Configuration;
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
