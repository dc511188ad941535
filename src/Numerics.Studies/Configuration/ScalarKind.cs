using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration;

/// <summary>What single values a parameter may hold (truth values, integers, numbers, texts), and whether a JSON value is one within its range.</summary>
public static class ScalarKind
{
    /// <summary>Whether the type is a truth value, an integer, a number or a text.</summary>
    public static bool IsScalar(Type type)
        => type == typeof(bool) || type == typeof(string) || IsInteger(type) || IsReal(type);

    /// <summary>Name of a value's type for messages.</summary>
    public static string Name(Type declared)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        return type == typeof(bool) ? "true or false"
            : type == typeof(string) || type.IsEnum ? "text"
            : IsInteger(type) ? "integer"
            : IsReal(type) ? "number"
            : "value";
    }

    /// <summary>What is expected, with its range: "an integer with 1 &lt;= value".</summary>
    public static string Expected(Type type, ParameterAttribute? limits)
    {
        string name = Name(type);
        string[] choices = Choices(type, limits);
        if (choices.Length > 0)
        {
            return $"one of {string.Join(", ", choices.Select(choice => $"\"{choice}\""))}";
        }

        string article = name is "integer" ? "an " : type == typeof(bool) || name == "text" ? "" : "a ";
        string range = limits?.Range ?? "";
        return range.Length == 0 || name is "text" || type == typeof(bool) ? article + name : $"{article}{name} with {range}";
    }

    /// <summary>Checks one JSON value against type, range and choices.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">Scalar type, not nullable.</param>
    /// <param name="limits">Range and choices, or null.</param>
    /// <param name="normal">The value in the type's own notation.</param>
    /// <param name="message">One sentence if refused.</param>
    public static bool TryNormalise(JsonNode value, Type type, ParameterAttribute? limits, out JsonNode? normal, out string message)
    {
        normal = null;
        message = $"{Short(value)} is not {Expected(type, limits)}.";
        JsonValueKind kind = value.GetValueKind();
        if (type == typeof(bool))
        {
            normal = kind is JsonValueKind.True or JsonValueKind.False ? value.DeepClone() : null;
            return normal is not null;
        }

        if (type == typeof(string) || type.IsEnum)
        {
            return TryText(value, kind, Choices(type, limits), ref normal, ref message);
        }

        if (kind != JsonValueKind.Number || !double.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out double number)
            || !double.IsFinite(number))
        {
            return false;
        }

        if (IsInteger(type) && !TryInteger(value.ToJsonString(), type, out normal))
        {
            return false;
        }

        if (limits is not null && !InRange(number, limits))
        {
            message = $"{Short(value)} is out of range; allowed: {limits.Range}.";
            return false;
        }

        normal ??= JsonValue.Create(number);
        return true;
    }

    /// <summary>A value as it is shown in a message: at most 60 characters, a computed number rounded.</summary>
    public static string Short(JsonNode value)
    {
        if (value.GetValueKind() == JsonValueKind.Number && value.AsValue().TryGetValue(out double number) && double.IsFinite(number) && Math.Floor(number) != number)
        {
            return ReadableNumber.Of(number);
        }

        string text = value.ToJsonString(ConfigurationJson.Options);
        return text.Length <= 60 ? text : text[..57] + "...";
    }

    private static bool TryText(JsonNode value, JsonValueKind kind, string[] choices, ref JsonNode? normal, ref string message)
    {
        if (kind != JsonValueKind.String)
        {
            message += kind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
                ? " Write texts in double quotes."
                : "";
            return false;
        }

        string text = value.GetValue<string>();
        if (choices.Length > 0 && !choices.Contains(text, StringComparer.Ordinal))
        {
            string? nearest = NearestName.Find(text, choices);
            message += nearest is null ? "" : $" Did you mean \"{nearest}\"?";
            return false;
        }

        normal = value.DeepClone();
        return true;
    }

    private static bool TryInteger(string text, Type type, out JsonNode? normal)
    {
        normal = null;
        // A decimal rounds what lies below 1e-28 to zero.
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) || decimal.Truncate(number) != number
            || (number == 0 && text.TakeWhile(c => c is not ('e' or 'E')).Any(c => c is >= '1' and <= '9')))
        {
            return false;
        }

        (decimal low, decimal high) = type == typeof(int) ? (int.MinValue, int.MaxValue)
            : type == typeof(uint) ? (uint.MinValue, uint.MaxValue)
            : type == typeof(ulong) ? (ulong.MinValue, ulong.MaxValue)
            : ((decimal)long.MinValue, (decimal)long.MaxValue);
        if (number < low || number > high)
        {
            return false;
        }

        normal = type == typeof(ulong) ? JsonValue.Create((ulong)number) : JsonValue.Create((long)number);
        return true;
    }

    private static bool InRange(double value, ParameterAttribute limits)
        => (limits.ExclusiveMinimum ? value > limits.Minimum : value >= limits.Minimum) && value <= limits.Maximum;

    /// <summary>Allowed texts of a text or enumeration; empty if free.</summary>
    public static string[] Choices(Type type, ParameterAttribute? limits)
        => type.IsEnum ? [.. Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, ConfigurationJson.Options)!.GetValue<string>())]
            : type == typeof(string) ? limits?.Choices ?? [] : [];

    private static bool IsInteger(Type type)
        => type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong);

    private static bool IsReal(Type type) => type == typeof(double) || type == typeof(float);
}
