using System.Text.Json;
using System.Text.Json.Nodes;
using Numerics.Studies.Records;

namespace Numerics.Studies.Sweeps;

/// <summary>One swept parameter: its path and the values it takes.</summary>
/// <param name="Path">Path of the parameter, as in <c>--set</c>.</param>
/// <param name="Values">At least one, different; numbers ascending.</param>
public sealed record SweepAxis(string Path, IReadOnlyList<JsonNode?> Values)
{
    /// <summary>The parameter's letter as figures print it, for example "γ₀"; empty if it has none.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>Name of the axis of every observable: the path with dots as underscores, since names are variable names in every format.</summary>
    public string Name => Path.Replace('.', '_');

    /// <summary>Whether all values are numbers.</summary>
    public bool IsNumeric => Values.All(value => value?.GetValueKind() == JsonValueKind.Number);

    /// <summary>The axis: numbers as they are, anything else as words without blanks, which files put between words.</summary>
    public Axis Coordinates() => IsNumeric
        ? new Axis(Name, [.. Values.Select(value => value!.GetValue<double>())])
        : Axis.OfLabels(Name, [.. Values.Select(value => string.Concat(Word(value).Select(c => char.IsWhiteSpace(c) ? '_' : c)))]);

    /// <summary>A value as a user would write it.</summary>
    public static string Word(JsonNode? value) => value is null ? "null"
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : value.ToJsonString();

    /// <summary>All values in words, for <c>plan</c>: listed, or the ends of a long list.</summary>
    public string Describe() => Values.Count <= 12
        ? string.Join(", ", Values.Select(Short))
        : $"{Values.Count} values from {Short(Values[0])} to {Short(Values[^1])}";

    private static string Short(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number ? $"{value.GetValue<double>():G4}" : Word(value);
}
