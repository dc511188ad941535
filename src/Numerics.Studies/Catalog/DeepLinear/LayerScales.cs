using System.Text.Json.Serialization;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>Standard deviations of the initial weights: one number for all layers, or one for every matrix and one for the readout.</summary>
/// <param name="Values">One or L + 1 numbers.</param>
[JsonConverter(typeof(LayerScalesConverter))]
public sealed record LayerScales(IReadOnlyList<double> Values)
{
    /// <summary>sigma_0 .. sigma_L for L hidden layers.</summary>
    public IReadOnlyList<double> For(int depth) => Values.Count == 1 ? [.. Enumerable.Repeat(Values[0], depth + 1)] : Values;
}
