using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog.BulkSpectra;

/// <summary>Values of all observables of a study while they are being filled in; what is never written stays missing.</summary>
/// <param name="shapes">Observables.</param>
public sealed class ObservableValues(IReadOnlyList<ObservableShape> shapes)
{
    private readonly Dictionary<string, double?[]> values = shapes.ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);
    private readonly Dictionary<string, double?[]> errors = shapes.ToDictionary(shape => shape.Name, shape => new double?[shape.Length]);

    /// <summary>Writes one value with its standard error.</summary>
    public void Set(ObservableShape shape, int index, double? value, double error = 0)
    {
        ArgumentNullException.ThrowIfNull(shape);
        values[shape.Name][index] = value;
        errors[shape.Name][index] = value is null ? null : error;
    }

    /// <summary>Writes a row from <paramref name="start"/> on.</summary>
    public void SetRow(ObservableShape shape, int start, IReadOnlyList<double> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        for (int i = 0; i < row.Count; i++)
        {
            Set(shape, start + i, row[i]);
        }
    }

    /// <summary>As predictions.</summary>
    public IReadOnlyDictionary<string, ObservableEstimate> Estimates() =>
        values.ToDictionary(pair => pair.Key, pair => new ObservableEstimate(pair.Value, errors[pair.Key]));

    /// <summary>As measurements of a replica.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double?>> Measurements() =>
        values.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<double?>)pair.Value);
}
