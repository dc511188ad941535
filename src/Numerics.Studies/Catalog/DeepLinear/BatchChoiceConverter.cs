using System.Text.Json;
using System.Text.Json.Serialization;
using Numerics.Spectra.Models;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>Reads and writes a <see cref="BatchChoice"/>: "full", { "onePass": b } or { "fraction": m }.</summary>
public sealed class BatchChoiceConverter : JsonConverter<BatchChoice>
{
    private const string Expected = "A batch is \"full\", { \"onePass\": samples per step over inputDimension } or { \"fraction\": probability of a sample in a step }.";

    /// <inheritdoc/>
    public override BatchChoice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement root = document.RootElement;
        if (root.ValueKind == JsonValueKind.String && root.GetString() == "full")
        {
            return BatchChoice.Full;
        }

        if (root.ValueKind != JsonValueKind.Object || root.EnumerateObject().Count() != 1)
        {
            throw new JsonException(Expected);
        }

        JsonProperty choice = root.EnumerateObject().Single();
        return choice.Name switch
        {
            "onePass" => new BatchChoice(new BatchSampling.OnePass(choice.Value.Deserialize<Ratio>(options).Value)),
            "fraction" => new BatchChoice(new BatchSampling.Fraction(Fraction(choice.Value))),
            _ => throw new JsonException($"Unknown key '{choice.Name}'. {Expected}"),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BatchChoice value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        switch (value.Sampling)
        {
            case BatchSampling.OnePass fresh:
                writer.WriteStartObject();
                writer.WritePropertyName("onePass");
                JsonSerializer.Serialize(writer, new Ratio(fresh.Ratio), options);
                writer.WriteEndObject();
                break;
            case BatchSampling.Fraction part:
                writer.WriteStartObject();
                writer.WriteNumber("fraction", part.Probability);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue("full");
                break;
        }
    }

    private static double Fraction(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.GetDouble() is > 0 and <= 1 and var fraction
            ? fraction
            : throw new JsonException($"The batch fraction {value} is outside (0, 1].");
}
