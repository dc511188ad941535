using System.Text.Json;
using System.Text.Json.Serialization;
using Numerics.Spectra.Models;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>A number for each pair of populations, [[EE, EI], [IE, II]] with the target first; a single number stands for all four.</summary>
/// <param name="Value">The numbers.</param>
/// <param name="IsNumber">Whether the configuration writes one number.</param>
[JsonConverter(typeof(BlockMatrix.Converter))]
public sealed record BlockMatrix(PopulationMatrix Value, bool IsNumber)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "type": "number" }, { "type": "array", "items": { "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 }, "minItems": 2, "maxItems": 2 } ] }""";

    private static readonly string[][] Names = [["EE", "EI"], ["IE", "II"]];

    /// <summary>The same number in all blocks.</summary>
    public static BlockMatrix Of(double value) => new(PopulationMatrix.Uniform(value), IsNumber: true);

    /// <summary>Four numbers.</summary>
    public static BlockMatrix Of(double ee, double ei, double ie, double ii) => new(new PopulationMatrix(ee, ei, ie, ii), IsNumber: false);

    /// <summary>Says of the first block that a test refuses which it is and what it holds.</summary>
    /// <param name="path">Name of the parameter.</param>
    /// <param name="refuse">Whether a number is refused.</param>
    /// <param name="rule">The rest of the sentence: the limit and the remedy.</param>
    internal IEnumerable<ConfigurationError> Refused(string path, Func<double, bool> refuse, string rule)
    {
        for (int target = 0; target < 2; target++)
        {
            for (int source = 0; source < 2; source++)
            {
                if (refuse(Value[target, source]))
                {
                    return [new ConfigurationError(path, $"Block {Names[target][source]} is {ReadableNumber.Of(Value[target, source])}; {rule}.")];
                }
            }
        }

        return [];
    }

    /// <summary>Name of a block, target first.</summary>
    internal static string Name(int target, int source) => Names[target][source];

    /// <summary>Reads and writes it.</summary>
    public sealed class Converter : JsonConverter<BlockMatrix>
    {
        private const int LongestQuote = 60;

        /// <inheritdoc/>
        public override BlockMatrix Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            if (Number(root) is { } number)
            {
                return BlockMatrix.Of(number);
            }

            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 2 && Row(root[0]) is (var ee, var ei) && Row(root[1]) is (var ie, var ii))
            {
                return BlockMatrix.Of(ee, ei, ie, ii);
            }

            if (root.ValueKind == JsonValueKind.Object)
            {
                throw new JsonException("Single elements can be set only where all four are written as [[EE, EI], [IE, II]], and one number stands here; write that first.");
            }

            string text = root.GetRawText();
            throw new JsonException($"{(text.Length > LongestQuote ? text[..LongestQuote] + "..." : text)} is no number and no [[EE, EI], [IE, II]] with the target first; one of them is needed.");
        }

        private static (double First, double Second)? Row(JsonElement row) =>
            row.ValueKind == JsonValueKind.Array && row.GetArrayLength() == 2 && Number(row[0]) is { } first && Number(row[1]) is { } second ? (first, second) : null;

        private static double? Number(JsonElement element) =>
            element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value) ? value : null;

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, BlockMatrix value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            if (value.IsNumber)
            {
                writer.WriteNumberValue(value.Value.EE);
                return;
            }

            JsonSerializer.Serialize<double[][]>(writer, [[value.Value.EE, value.Value.EI], [value.Value.IE, value.Value.II]], options);
        }
    }
}
