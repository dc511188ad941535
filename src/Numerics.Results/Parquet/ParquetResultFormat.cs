using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Results.Json;
using Numerics.Studies.Records;
using global::Parquet;
using global::Parquet.Schema;

namespace Numerics.Results.Parquet;

/// <summary>
/// Writes <c>result.parquet</c>: one row per value of each observable, in the order of the observables and of their flattened arrays; an axis an
/// observable does not have is null. Missing is null, never NaN. The manifest is in the key-value metadata of the file.
/// </summary>
public sealed class ParquetResultFormat : IResultFormat
{
    /// <summary>Where the columns of numbers come from, in the order of <see cref="ParquetColumns.Trailing"/>.</summary>
    private static readonly Func<ObservableResult, IReadOnlyList<double?>?>[] Numbers =
    [
        observable => observable.Theory?.Value,
        observable => observable.Theory?.StandardError,
        observable => observable.Simulation?.Mean,
        observable => observable.Simulation?.StandardError,
        observable => observable.Comparison?.ZScore,
        observable => observable.Comparison?.RawScore,
        observable => observable.Comparison?.DetectableDeviation,
        observable => observable.Comparison?.Fit?.Limit,
        observable => observable.Comparison?.Fit?.StandardError,
        observable => observable.Comparison?.Fit?.Slope,
    ];

    /// <summary>Keys of the file's metadata: schema version, manifest as JSON, units and definitions of the observables as JSON, verdict with ladder and distortions as JSON.</summary>
    public static IReadOnlyList<string> MetadataKeys { get; } = ["schema", "manifest", "observables", "comparison"];

    /// <inheritdoc/>
    public string Name => "parquet";

    /// <inheritdoc/>
    public IReadOnlyList<string> Write(RunResult result, string directory)
    {
        ResultValidation.Check(result);
        using MemoryStream stream = new();

        // The library has only asynchronous calls; on a memory stream they complete at once.
        EncodeAsync(result, stream).GetAwaiter().GetResult();
        string path = Path.Combine(directory, RunFiles.Parquet);
        AtomicFile.Write(path, stream.GetBuffer().AsMemory(0, (int)stream.Length));
        return [path];
    }

    private static async Task EncodeAsync(RunResult result, MemoryStream stream)
    {
        IReadOnlyList<string> axes = ParquetColumns.Axes(result.Observables.Select(observable => observable.Shape));
        List<DataField> text = [.. ParquetColumns.Leading.Select(name => new DataField<string>(name, nullable: false))];
        List<DataField> coordinates = [.. axes.Select(axis => IsText(result, axis)
            ? new DataField<string>(ParquetColumns.Column(axis))
            : (DataField)new DataField<double?>(ParquetColumns.Column(axis)))];
        List<DataField> numbers =
        [
            .. ParquetColumns.Trailing.SkipLast(1).Select(name => new DataField<double?>(name)),
        ];
        DataField<int?> replicas = new(ParquetColumns.Trailing[^1]);
        ParquetSchema schema = new([.. text, .. coordinates, .. numbers, replicas]);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream);
        writer.CustomMetadata = Metadata(result);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        await group.WriteAsync(text[0], Rows(result, (_, _) => result.Manifest.Study));
        await group.WriteAsync(text[1], Rows(result, (observable, _) => observable.Shape.Name));
        for (int axis = 0; axis < axes.Count; axis++)
        {
            string name = axes[axis];
            if (IsText(result, name))
            {
                await group.WriteAsync(coordinates[axis], Rows(result, (observable, row) => Coordinate(observable.Shape, name, row)?.Label));
            }
            else
            {
                await group.WriteAsync<double>(coordinates[axis], Rows(result, (observable, row) => Coordinate(observable.Shape, name, row)?.Value));
            }
        }

        for (int i = 0; i < Numbers.Length; i++)
        {
            Func<ObservableResult, IReadOnlyList<double?>?> source = Numbers[i];
            await group.WriteAsync<double>(numbers[i], Rows(result, (observable, row) => source(observable)?[row]));
        }

        await group.WriteAsync<int>(replicas, Rows(result, (observable, _) => observable.Simulation?.Replicas));
    }

    private static T[] Rows<T>(RunResult result, Func<ObservableResult, int, T> value) =>
        [.. result.Observables.SelectMany(observable => Enumerable.Range(0, observable.Shape.Length).Select(row => value(observable, row)))];

    /// <summary>Whether an axis of that name has words for coordinates.</summary>
    private static bool IsText(RunResult result, string name) => result.Observables.SelectMany(observable => observable.Shape.Axes)
        .Any(axis => axis.Labels is not null && string.Equals(axis.Name, name, StringComparison.OrdinalIgnoreCase));

    private static (double Value, string Label)? Coordinate(ObservableShape shape, string name, int row)
    {
        int stride = 1;
        for (int axis = shape.Axes.Count - 1; axis >= 0; axis--)
        {
            IReadOnlyList<double> values = shape.Axes[axis].Values;
            if (string.Equals(shape.Axes[axis].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                int index = row / stride % values.Count;
                return (values[index], shape.Axes[axis].Labels?[index] ?? values[index].ToString("R"));
            }

            stride *= values.Count;
        }

        return null;
    }

    private static Dictionary<string, string> Metadata(RunResult result) => new(StringComparer.Ordinal)
    {
        [MetadataKeys[0]] = ResultSchema.Version.ToString(),
        [MetadataKeys[1]] = ManifestJson.ToText(result.Manifest),
        [MetadataKeys[3]] = WrittenRecords.Text(
            new(result.Verdict is { } verdict ? Judgements.Word(verdict) : null, result.Ladder, result.Distortions), WrittenRecords.Default.ParquetComparison),
        [MetadataKeys[2]] = WrittenRecords.Text(
            result.Observables.ToDictionary(
                observable => observable.Shape.Name,
                observable => new ParquetObservable(observable.Shape.Unit, observable.Shape.Definition, [.. observable.Shape.Axes.Select(axis => axis.Name)])),
            WrittenRecords.Default.ParquetObservables),
    };
}
