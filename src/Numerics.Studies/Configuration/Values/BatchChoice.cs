using Numerics.Spectra.Models;
using System.Text.Json.Serialization;
using System.Text.Json;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Which samples enter a step, as a configuration writes it.</summary>
/// <param name="Sampling">The rule.</param>
[JsonConverter(typeof(BatchChoice.Converter))]
public sealed record BatchChoice(BatchSampling Sampling)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "const": "full" }, { "type": "object", "properties": { "onePass": { "oneOf": [ { "type": "number", "minimum": 1e-6, "maximum": 1e6 }, { "const": "infinite" } ] }, "fraction": { "type": "number", "minimum": 1e-6, "maximum": 1 } }, "minProperties": 1, "maxProperties": 1, "additionalProperties": false } ] }""";

    /// <summary>All samples at every step.</summary>
    public static BatchChoice Full { get; } = new(BatchSampling.Full);

    /// <summary>What is wrong with the batch.</summary>
    /// <param name="path">Path of this value in the configuration.</param>
    /// <param name="samples">Samples that there are to choose from.</param>
    public IEnumerable<ConfigurationError> Errors(string path, Ratio samples)
    {
        if (Sampling is BatchSampling.Fraction && double.IsInfinity(samples.Value))
        {
            yield return new ConfigurationError(path, "A fraction of infinitely many samples is not defined; give a finite sampleRatio or another batch.");
        }
    }

    /// <summary>Reads and writes it: "full", { "onePass": b } or { "fraction": m }.</summary>
    public sealed class Converter : JsonConverter<BatchChoice>
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
            value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double fraction) && fraction is >= 1e-6 and <= 1
                ? fraction
                : throw new JsonException($"The batch fraction {value} is outside [1e-6, 1].");
    }
}
