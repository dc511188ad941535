using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Numerics.Studies.Records;

namespace Numerics.Results.Json;

/// <summary>
/// How whole records are written: by code made at build time, because finding it out from the types takes a tenth of a second of every run. The same text as by <see cref="JsonSettings.Compact"/>, by
/// which they are read: code made at build time would not know the default of a key that an older file lacks.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(Ladder))]
[JsonSerializable(typeof(Resolution))]
[JsonSerializable(typeof(ComparisonRule))]
[JsonSerializable(typeof(IReadOnlyList<FigureSpecification>), TypeInfoPropertyName = "Figures")]
[JsonSerializable(typeof(IReadOnlyList<TableSpecification>), TypeInfoPropertyName = "Tables")]
[JsonSerializable(typeof(IReadOnlyList<RivalResult>), TypeInfoPropertyName = "Rivals")]
[JsonSerializable(typeof(IReadOnlyList<string>), TypeInfoPropertyName = "Sentences")]
[JsonSerializable(typeof(IReadOnlyDictionary<string, double>), TypeInfoPropertyName = "Factors")]
[JsonSerializable(typeof(ParquetComparison))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, ParquetObservable>), TypeInfoPropertyName = "ParquetObservables")]
internal sealed partial class WrittenRecords : JsonSerializerContext
{
    /// <summary>Text of a record.</summary>
    /// <param name="value">Record.</param>
    /// <param name="type">Its property here.</param>
    /// <param name="indented">Over several lines.</param>
    public static string Text<T>(T value, JsonTypeInfo<T> type, bool indented = false)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, JsonSettings.Writer(indented)))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}

/// <summary>Verdict, ladder and distortions in the metadata of a Parquet file.</summary>
internal sealed record ParquetComparison(string? Verdict, Ladder? Ladder, IReadOnlyDictionary<string, double> Distortions);

/// <summary>Unit, definition and axes of an observable in the metadata of a Parquet file.</summary>
internal sealed record ParquetObservable(string Unit, string Definition, IReadOnlyList<string> Axes);
