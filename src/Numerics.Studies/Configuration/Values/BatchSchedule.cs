using System.Text.Json.Serialization;
using System.Text.Json;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Which samples enter each step: all of them ("full"), or a list of index lists, one per step.</summary>
/// <param name="Lists">Sample indices from 0, one list per step; null for full batch.</param>
[JsonConverter(typeof(BatchSchedule.Converter))]
public sealed record BatchSchedule(IReadOnlyList<int[]>? Lists)
{
    /// <summary>Every sample at every step.</summary>
    public static BatchSchedule Full { get; } = new((IReadOnlyList<int[]>?)null);

    /// <summary>Reads and writes it: the text "full" or a list of lists of sample indices.</summary>
    public sealed class Converter : JsonConverter<BatchSchedule>
    {
        /// <inheritdoc/>
        public override BatchSchedule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                string? text = reader.GetString();
                return text == "full"
                    ? BatchSchedule.Full
                    : throw new JsonException($"\"{text}\" is not \"full\" or a list of lists of sample indices, one list per step.");
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("A batch schedule is \"full\" or a list of lists of sample indices, one list per step.");
            }

            var lists = new List<int[]>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                lists.Add(ReadList(ref reader));
            }

            return new BatchSchedule(lists);
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, BatchSchedule value, JsonSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(writer);
            ArgumentNullException.ThrowIfNull(value);
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
