using System.Text.Json;
using System.Text.Json.Serialization;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Targets of a training set: one number for every sample, or a row of them, one for every output of the network.</summary>
/// <param name="Rows">One row per sample; its numbers are those of the outputs.</param>
/// <param name="IsVector">Whether the configuration writes numbers instead of rows.</param>
[JsonConverter(typeof(TargetTable.Converter))]
public sealed record TargetTable(IReadOnlyList<double[]> Rows, bool IsVector)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "type": "array", "items": { "type": "number", "minimum": -1e6, "maximum": 1e6 } }, { "type": "array", "items": { "type": "array", "items": { "type": "number", "minimum": -1e6, "maximum": 1e6 } } } ] }""";

    private const double Largest = 1e6;

    /// <summary>C, the number of outputs; 0 without samples.</summary>
    public int Outputs => Rows.Count == 0 ? 0 : Rows[0].Length;

    /// <summary>All numbers, those of the first sample first.</summary>
    public IReadOnlyList<double> Values => [.. Rows.SelectMany(row => row)];

    /// <summary>One output.</summary>
    public static TargetTable Of(IEnumerable<double> targets) => new([.. targets.Select(target => new[] { target })], IsVector: true);

    /// <summary>What is wrong with the rows; null if nothing is.</summary>
    public string? Refusal
    {
        get
        {
            int ragged = Rows.ToList().FindIndex(row => row.Length != Outputs || row.Length == 0);
            return ragged < 0 ? null : Outputs == 0 ? "Row 0 has no targets; give every sample one target for each output, at least one." : $"Row {ragged} has {Rows[ragged].Length} targets and row 0 has {Outputs}; give every sample one target for each output, at least one.";
        }
    }

    /// <summary>Reads and writes it.</summary>
    public sealed class Converter : JsonConverter<TargetTable>
    {
        /// <inheritdoc/>
        public override TargetTable Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("Targets are a list with one number for every sample, or with one list of numbers for every sample.");
            }

            List<double[]> rows = [];
            bool isVector = true;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                bool isRow = reader.TokenType == JsonTokenType.StartArray;
                if (rows.Count > 0 && isRow == isVector)
                {
                    throw new JsonException("Targets mix numbers and lists; give every sample a number, or every sample a list.");
                }

                isVector = !isRow;
                rows.Add(isRow ? Row(ref reader) : [Number(ref reader)]);
            }

            return new TargetTable(rows, isVector);
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, TargetTable value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.IsVector)
            {
                JsonSerializer.Serialize(writer, value.Values, options);
                return;
            }

            JsonSerializer.Serialize(writer, value.Rows, options);
        }

        private static double[] Row(ref Utf8JsonReader reader)
        {
            List<double> row = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                row.Add(Number(ref reader));
            }

            return [.. row];
        }

        private static double Number(ref Utf8JsonReader reader) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && Math.Abs(value) <= Largest
                ? value
                : throw new JsonException("A target is a number from -1e6 to 1e6.");
    }
}
