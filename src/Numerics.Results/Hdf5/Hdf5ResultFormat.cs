using System.Text;
using System.Text.Json;
using Numerics.LinearAlgebra.Evidence;
using Numerics.Results.Contract;
using Numerics.Results.Files;
using Numerics.Results.Json;
using Numerics.Studies.Records;
using PureHDF;

namespace Numerics.Results.Hdf5;

/// <summary>
/// Writes <c>result.h5</c>: per observable the datasets <c>name_theory</c>, <c>name_theory_standard_error</c>, <c>name_mean</c>,
/// <c>name_standard_error</c>, <c>name_z</c> and further ones of the comparison (<see cref="Suffixes"/>) as far as they exist, row-major in the order of the axes, which are dimension scales; missing is NaN,
/// because HDF5 has no null. <c>xarray.open_dataset(path, engine="h5netcdf")</c> opens it without options.
/// </summary>
public sealed class Hdf5ResultFormat : IResultFormat
{
    /// <summary>Endings of the dataset names.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = ["theory", "theory_standard_error", "mean", "standard_error", "z", "raw", "detectable", "fit", "fit_standard_error", "fit_slope"];

    /// <summary>Length in bytes that HDF5's dimension scales ask of the attribute CLASS.</summary>
    internal const int ScaleStringLength = 16;

    private const string Order = "row-major: last dimension fastest; Julia and Fortran see the dimensions reversed";
    private const string Missing = "NaN where the quantity does not exist; other values are finite";

    /// <inheritdoc/>
    public string Name => "hdf5";

    /// <inheritdoc/>
    public IReadOnlyList<string> Write(RunResult result, string directory)
    {
        ResultValidation.Check(result);
        string path = Path.Combine(directory, RunFiles.Hdf5);
        AtomicFile.Write(path, Encode(result));
        return [path];
    }

    private static byte[] Encode(RunResult result)
    {
        Hdf5Scales scales = new();
        List<KeyValuePair<string, H5Dataset>> datasets = [.. result.Observables.SelectMany(observable => Datasets(observable, scales))];
        H5File file = [];
        foreach ((string name, H5Dataset dataset) in scales.Datasets.Concat(datasets))
        {
            // Scales come first; a dataset may not take the name of one.
            if (!file.TryAdd(name, dataset))
            {
                throw new InvalidOperationException($"The HDF5 dataset name '{name}' is used twice: rename an axis or an observable.");
            }
        }

        Dictionary<string, string> texts = new(StringComparer.Ordinal)
        {
            ["study"] = result.Manifest.Study,
            ["verdict"] = result.Verdict is { } verdict ? Judgements.Word(verdict) : "none",
            ["distortions"] = string.Join(" ", result.Distortions.Select(pair => $"{pair.Key}={pair.Value:R}")),
            ["outcome"] = Outcomes.RunWord(result.Outcome),
            ["order"] = Order,
            ["missing"] = Missing,
            ["manifest"] = Manifest(result.Manifest),
        };
        file.Attributes["schema"] = (long)ResultSchema.Version;
        foreach ((string key, string text) in texts)
        {
            file.Attributes[key] = Hdf5Text.Attribute(text);
        }

        using MemoryStream stream = new();
        file.Write(stream, new H5WriteOptions(DefaultStringLength: ScaleStringLength));
        byte[] bytes = stream.ToArray();
        Hdf5Text.Resolve(bytes, texts.Count + scales.Texts + (TextsPerDataset * datasets.Count));
        return bytes;
    }

    private const int TextsPerDataset = 3;

    private static IEnumerable<KeyValuePair<string, H5Dataset>> Datasets(ObservableResult observable, Hdf5Scales scales)
    {
        IReadOnlyList<double?>?[] sources =
        [
            observable.Theory?.Value,
            observable.Theory?.StandardError,
            observable.Simulation?.Mean,
            observable.Simulation?.StandardError,
            observable.Comparison?.ZScore,
            observable.Comparison?.RawScore,
            observable.Comparison?.DetectableDeviation,
            observable.Comparison?.Fit?.Limit,
            observable.Comparison?.Fit?.StandardError,
            observable.Comparison?.Fit?.Slope,
        ];
        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i] is { } values)
            {
                string suffix = Suffixes[i];
                H5Dataset dataset = Dataset(observable.Shape, values, suffix is "z" or "raw" ? "1" : observable.Shape.Unit, scales);
                if (suffix == "mean")
                {
                    dataset.Attributes["replicas"] = (long)observable.Simulation!.Replicas;
                }

                yield return KeyValuePair.Create($"{observable.Shape.Name}_{suffix}", dataset);
            }
        }
    }

    private static H5Dataset Dataset(ObservableShape shape, IReadOnlyList<double?> values, string unit, Hdf5Scales scales)
    {
        double[] numbers = [.. values.Select(value => value ?? double.NaN)];
        H5Dataset dataset = shape.Axes.Count == 0
            ? new(numbers[0])
            : new(numbers, fileDims: [.. shape.Axes.Select(axis => (ulong)axis.Values.Count)]);
        if (shape.Axes.Count > 0)
        {
            dataset.Attributes["DIMENSION_LIST"] = shape.Axes
                .Select(axis => new H5ObjectReference[] { scales.For(shape, axis) })
                .ToArray();
        }

        dataset.Attributes["_FillValue"] = double.NaN;
        dataset.Attributes["unit"] = Hdf5Text.Attribute(unit);
        dataset.Attributes["definition"] = Hdf5Text.Attribute(shape.Definition);
        dataset.Attributes["dimensions"] = Hdf5Text.Attribute(string.Join(" ", shape.Axes.Select(axis => axis.Name)));
        return dataset;
    }

    /// <summary>The manifest, or, where it is longer than an attribute may be, what identifies the run.</summary>
    private static string Manifest(RunManifest manifest)
    {
        string text = ManifestJson.ToText(manifest);
        return Encoding.UTF8.GetByteCount(text) <= Hdf5Text.MaximumBytes
            ? text
            : JsonSerializer.Serialize(
                new { manifest.SchemaVersion, manifest.Study, manifest.Seed, manifest.Fingerprint, CompleteIn = RunFiles.Manifest },
                JsonSettings.Compact);
    }
}
