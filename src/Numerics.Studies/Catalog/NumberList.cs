using System.Text.Json.Serialization;

namespace Numerics.Studies.Catalog;

/// <summary>One number, or a list of different ones in ascending order: a parameter that may be swept.</summary>
/// <param name="Values">The numbers, at least one.</param>
/// <param name="IsList">Whether the configuration writes a list, even of one number; observables then have an axis for it.</param>
[JsonConverter(typeof(NumberListConverter))]
public sealed record NumberList(IReadOnlyList<double> Values, bool IsList)
{
    /// <summary>JSON schema, for <see cref="ParameterAttribute.Schema"/>.</summary>
    public const string Schema =
        """{ "oneOf": [ { "type": "number", "minimum": 0 }, { "type": "array", "items": { "type": "number", "minimum": 0 }, "minItems": 1 } ] }""";

    /// <summary>A single number.</summary>
    public static NumberList Of(double value) => new([value], IsList: false);
}
