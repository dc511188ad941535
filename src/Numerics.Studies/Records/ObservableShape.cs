using System.Globalization;

namespace Numerics.Studies.Records;

/// <summary>What an observable is, before any number: name, unit, definition, normalisation and axes.</summary>
/// <param name="Name">camelCase name, the same in theory, simulation, JSON, HDF5 and Parquet.</param>
/// <param name="Unit">Unit, "1" if dimensionless.</param>
/// <param name="Definition">One sentence: what is measured, with its normalisation.</param>
/// <param name="Axes">Axes in the order of flattening, last axis fastest; empty for a scalar.</param>
public sealed record ObservableShape(string Name, string Unit, string Definition, IReadOnlyList<Axis> Axes)
{
    /// <summary>Whether the average over replicas is the root of the mean square: of a scatter, of which a replica gives one deviation.</summary>
    public bool IsRootMeanSquare { get; init; }

    /// <summary>Number of values.</summary>
    /// <exception cref="OverflowException">More than 2^31 - 1; experiments refuse such observables before.</exception>
    public int Length => checked((int)Count(Axes));

    /// <summary>Number of values along all axes, in 64 bits so that it can be refused; the largest number of 64 bits stands for all beyond.</summary>
    public static long Count(IReadOnlyList<Axis> axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        return axes.Any(axis => axis.Count == 0) ? 0 : axes.Aggregate(1L, (count, axis) => count > long.MaxValue / axis.Count ? long.MaxValue : count * axis.Count);
    }

    /// <summary>Position in the flattened array of an index tuple in the order of the axes.</summary>
    public int Offset(params ReadOnlySpan<int> indices)
    {
        if (indices.Length != Axes.Count)
        {
            throw new ArgumentException($"Observable '{Name}' has {Axes.Count} axes, {indices.Length} indices given.", nameof(indices));
        }

        int offset = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            int count = Axes[axis].Values.Count;
            if ((uint)indices[axis] >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(nameof(indices), $"Index {indices[axis]} on axis '{Axes[axis].Name}' of {count} values.");
            }

            offset = (offset * count) + indices[axis];
        }

        return offset;
    }

    /// <summary>" at step 2, rank 1" for the middle of a sentence; empty for a scalar.</summary>
    public string At(int index) => Place(index) is { Length: > 0 } place ? $" at {place}" : "";

    /// <summary>Coordinates of an entry in words: "step 2, rank 1"; empty for a scalar.</summary>
    /// <param name="index">Flattened index.</param>
    /// <param name="without">An axis to leave out: of a ladder all judged entries are at the largest size.</param>
    /// <param name="symbols">Letters of axes, axis name to letter, that stand for their names; null for names.</param>
    public string Place(int index, string? without = null, IReadOnlyDictionary<string, string>? symbols = null)
    {
        List<string> parts = [];
        for (int axis = Axes.Count - 1; axis >= 0; axis--)
        {
            Axis along = Axes[axis];
            int at = index % along.Count;
            if (along.Name != without)
            {
                parts.Insert(0, along.Labels?[at] ?? $"{symbols?.GetValueOrDefault(along.Name) ?? along.Name} {along.Values[at].ToString("G6", CultureInfo.InvariantCulture)}");
            }

            index /= along.Count;
        }

        return string.Join(", ", parts);
    }
}
