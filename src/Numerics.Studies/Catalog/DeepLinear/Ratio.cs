using System.Text.Json.Serialization;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>A positive ratio of sizes, or "infinite".</summary>
/// <param name="Value">The ratio; positive infinity for "infinite".</param>
[JsonConverter(typeof(RatioConverter))]
public readonly record struct Ratio(double Value);
