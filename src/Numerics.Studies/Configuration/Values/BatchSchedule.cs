using System.Text.Json.Serialization;
using System.Text.Json;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Which samples enter each step: all of them ("full"), B at a time in one pass over them ({ "onePass": B }), or a list of index lists, one per step.</summary>
[JsonConverter(typeof(BatchSchedule.Converter))]
public sealed record BatchSchedule
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "const": "full" }, { "type": "object", "properties": { "onePass": { "type": "integer", "minimum": 1, "maximum": 1000000 } }, "required": ["onePass"], "additionalProperties": false }, { "type": "array", "items": { "type": "array", "items": { "type": "integer", "minimum": 0 } } } ] }""";

    private const int LargestBatch = 1_000_000;

    private BatchSchedule(IReadOnlyList<int[]>? lists, int? onePass) => (Lists, OnePass) = (lists, onePass);

    /// <summary>Every sample at every step.</summary>
    public static BatchSchedule Full { get; } = new(null, null);

    /// <summary>Sample indices from 0, one list per step; null for full batch and for one pass.</summary>
    public IReadOnlyList<int[]>? Lists { get; }

    /// <summary>B: step t takes samples t B to (t + 1) B - 1; null if batches are not those of one pass.</summary>
    public int? OnePass { get; }

    /// <summary>The given samples at every step.</summary>
    /// <param name="lists">Sample indices from 0, one list per step.</param>
    public static BatchSchedule OfLists(IReadOnlyList<int[]> lists)
    {
        ArgumentNullException.ThrowIfNull(lists);
        return new(lists, null);
    }

    /// <summary>One pass over the samples.</summary>
    /// <param name="size">B, 1 to 1,000,000 samples at a step.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public static BatchSchedule Pass(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestBatch);
        return new(null, size);
    }

    /// <summary>Sample indices of every step; null for full batch.</summary>
    /// <param name="steps">Number of steps.</param>
    /// <param name="samples">Number of samples.</param>
    /// <exception cref="ConfigurationException">One pass has more batches than the samples make.</exception>
    public IReadOnlyList<int[]>? Of(int steps, int samples)
    {
        if (OnePass is not { } size)
        {
            return Lists;
        }

        return (long)steps * size <= samples
            ? [.. Enumerable.Range(0, steps).Select(step => Enumerable.Range(step * size, size).ToArray())]
            : throw new ConfigurationException(
                "configuration",
                "batch",
                $"{steps} steps of {size} samples need {(long)steps * size}, and there are {samples}: one pass uses each of them once; {Remedy(steps, size, samples)}.");
    }

    private static string Remedy(int steps, int size, int samples) =>
        size <= samples ? $"set steps to {samples / size} at most, or give more samples"
            : steps <= samples ? $"set onePass to {samples / steps} at most, or give more samples"
            : $"set steps and onePass so that their product is {samples} at most, or give more samples";

    /// <summary>Reads and writes it: the text "full", { "onePass": B } or a list of lists of sample indices.</summary>
    public sealed class Converter : JsonConverter<BatchSchedule>
    {
        private const string Expected = "A batch schedule is \"full\", { \"onePass\": samples per step } or a list of lists of sample indices, one list per step.";

        /// <inheritdoc/>
        public override BatchSchedule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                string? text = reader.GetString();
                return text == "full"
                    ? BatchSchedule.Full
                    : throw new JsonException($"\"{text}\" is not \"full\", {{ \"onePass\": samples per step }} or a list of lists of sample indices, one list per step.");
            }

            if (reader.TokenType == JsonTokenType.StartObject)
            {
                return ReadOnePass(ref reader);
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException(Expected);
            }

            var lists = new List<int[]>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                lists.Add(ReadList(ref reader));
            }

            return OfLists(lists);
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, BatchSchedule value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
            if (value.OnePass is { } size)
            {
                writer.WriteStartObject();
                writer.WriteNumber("onePass", size);
                writer.WriteEndObject();
                return;
            }

            if (value.Lists is null)
            {
                writer.WriteStringValue("full");
                return;
            }

            writer.WriteStartArray();
            foreach (int[] list in value.Lists)
            {
                writer.WriteStartArray();
                foreach (int sample in list)
                {
                    writer.WriteNumberValue(sample);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        private static BatchSchedule ReadOnePass(ref Utf8JsonReader reader)
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonProperty[] keys = [.. document.RootElement.EnumerateObject()];
            if (keys.Select(key => key.Name).FirstOrDefault(name => name != "onePass") is { } unknown)
            {
                throw new JsonException($"Unknown key '{unknown}'. {Expected}");
            }

            if (keys.Length != 1)
            {
                throw new JsonException(Expected);
            }

            return keys[0].Value.ValueKind == JsonValueKind.Number && keys[0].Value.TryGetInt32(out int size) && size is >= 1 and <= LargestBatch
                ? Pass(size)
                : throw new JsonException($"onePass is {keys[0].Value}: it is a number of samples per step, an integer from 1 to {LargestBatch}.");
        }

        private static int[] ReadList(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("Every batch is a list of sample indices, for example [[0], [1]].");
            }

            var list = new List<int>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                list.Add(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int sample)
                    ? sample
                    : throw new JsonException("Sample indices are integers from 0."));
            }

            return [.. list];
        }
    }
}
