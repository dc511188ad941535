using System.Text.Json.Serialization;
using Numerics.Spectra.Models;

namespace Numerics.Studies.Catalog.DeepLinear;

/// <summary>Which samples enter a step, as a configuration writes it.</summary>
/// <param name="Sampling">The rule.</param>
[JsonConverter(typeof(BatchChoiceConverter))]
public sealed record BatchChoice(BatchSampling Sampling)
{
    /// <summary>All samples at every step.</summary>
    public static BatchChoice Full { get; } = new(BatchSampling.Full);
}
