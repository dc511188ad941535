using System.Text.Json;
using System.Text.Json.Serialization;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Numbers of excitatory and inhibitory neurons, as a configuration writes them: [N_E, N_I].</summary>
/// <param name="Excitatory">N_E.</param>
/// <param name="Inhibitory">N_I.</param>
[JsonConverter(typeof(PopulationSizes.Converter))]
public sealed record PopulationSizes(int Excitatory, int Inhibitory) : ILadderSize
{
    /// <summary>Fewest neurons of a population.</summary>
    public const int Least = 4;

    /// <summary>Most neurons of both populations together.</summary>
    public const int Most = 200_000;

    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema = """{ "type": "array", "items": { "type": "integer", "minimum": 1 }, "minItems": 2, "maxItems": 2 }""";

    /// <summary>Neurons of both populations.</summary>
    public int Count => Excitatory + Inhibitory;

    /// <inheritdoc/>
    double ILadderSize.Total => Count;

    /// <summary>Reads and writes it.</summary>
    public sealed class Converter : JsonConverter<PopulationSizes>
    {
        // Two of them have a sum of 32 bits.
        private const int LargestNumber = 1_000_000_000;

        private const int LongestQuote = 60;

        /// <inheritdoc/>
        public override PopulationSizes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 2 && Number(root[0]) is { } excitatory && Number(root[1]) is { } inhibitory
                ? new PopulationSizes(excitatory, inhibitory)
                : throw new JsonException($"{Quoted(root.GetRawText())} is no pair [N_E, N_I] of whole numbers from {Least} on, {Most} at most together; give one, or a list of pairs for a ladder.");
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, PopulationSizes value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            JsonSerializer.Serialize<int[]>(writer, [value.Excitatory, value.Inhibitory], options);
        }

        private static string Quoted(string text) => text.Length > LongestQuote ? text[..LongestQuote] + "..." : text;

        private static int? Number(JsonElement element) =>
            element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && value is >= 1 and <= LargestNumber && Math.Floor(value) == value ? (int)value : null;
    }
}
