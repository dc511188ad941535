using System.Text.Json.Nodes;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>Parameters that take several values: every combination is a point, the last parameter fastest.</summary>
/// <param name="Axes">The parameters, at least one.</param>
public sealed record Sweep(IReadOnlyList<SweepAxis> Axes)
{
    /// <summary>
    /// Most points: each is checked and planned before anything is run, in about a millisecond.
    /// </summary>
    public const int MostPoints = 10_000;

    /// <summary>Number of points, in double so that it can be refused.</summary>
    public double Count => Axes.Aggregate(1.0, (product, axis) => product * axis.Values.Count);

    /// <summary>The axes that every observable gets in front.</summary>
    public IReadOnlyList<Axis> Coordinates() => [.. Axes.Select(axis => axis.Coordinates())];

    /// <summary>The values of one point, in the order of the axes.</summary>
    public IReadOnlyList<JsonNode?> Values(int point) => [.. Indices(point).Select((index, axis) => Axes[axis].Values[index])];

    /// <summary>Where one point lies on each axis.</summary>
    public IReadOnlyList<int> Indices(int point)
    {
        var indices = new int[Axes.Count];
        for (int axis = Axes.Count - 1; axis >= 0; axis--)
        {
            indices[axis] = point % Axes[axis].Values.Count;
            point /= Axes[axis].Values.Count;
        }

        return indices;
    }

    /// <summary>A point in words: "outputScale = 2, parameterization = muP".</summary>
    public string Name(int point) => string.Join(", ", Indices(point).Select((index, axis) => $"{Axes[axis].Path} = {Axes[axis].Word(index)}"));

    /// <summary>As a configuration writes it.</summary>
    public JsonObject ToJson() => new(
        Axes.Select(axis => KeyValuePair.Create(axis.Path, (JsonNode?)new JsonArray([.. axis.Values.Select(value => value?.DeepClone())]))));
}
