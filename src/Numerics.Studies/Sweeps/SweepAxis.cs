using System.Text.Json;
using System.Text.Json.Nodes;
using Numerics.Studies.Contract;
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
    public bool IsNumeric => Values.All(IsNumber);

    /// <summary>The axis: numbers as they are, anything else as words without blanks, which files put between words.</summary>
    public Axis Coordinates() => IsNumeric
        ? new Axis(Name, [.. Values.Select(value => value!.GetValue<double>())])
        : Axis.OfLabels(Name, [.. Values.Select(value => string.Concat(Word(value).Select(c => char.IsWhiteSpace(c) ? '_' : c)))]);

    /// <summary>A value as a user would write it.</summary>
    public static string Word(JsonNode? value) => value is null ? "null"
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : value.ToJsonString();

    /// <summary>The value of one index as sentences say it: a computed number is rounded, as far as its neighbours stay apart.</summary>
    public string Word(int index)
    {
        if (!IsNumber(Values[index]))
        {
            return Word(Values[index]);
        }

        const int exact = 17;
        int digits = ReadableNumber.Digits;
        while (digits < exact && (Same(index - 1) || Same(index + 1)))
        {
            digits++;
        }

        return At(index);

        string At(int i) => ReadableNumber.Of(Values[i]!.GetValue<double>(), digits);
        bool Same(int other) => other >= 0 && other < Values.Count && IsNumber(Values[other]) && At(other) == At(index);
    }

    /// <summary>All values in words, for <c>plan</c>: listed, or the ends of a long list.</summary>
    public string Describe() => Values.Count <= 12
        ? string.Join(", ", Enumerable.Range(0, Values.Count).Select(Word))
        : $"{Values.Count} values from {Word(0)} to {Word(Values.Count - 1)}";

    private static bool IsNumber(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number;
}
