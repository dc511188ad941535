using Numerics.Studies.Records;

namespace Numerics.Studies.Contract;

/// <summary>What the theory said.</summary>
/// <param name="Values">Estimates by observable name.</param>
/// <param name="Failure">Null if all went well, else one sentence.</param>
/// <param name="Facts">How it was found.</param>
public sealed record Prediction(IReadOnlyDictionary<string, ObservableEstimate> Values, string? Failure, IReadOnlyList<Fact> Facts)
{
    /// <summary>Entries that the theory wants shown but not judged, by observable name; observables without such entries are left out.</summary>
    public IReadOnlyDictionary<string, bool[]> ShownOnly { get; init; } = new Dictionary<string, bool[]>();
}
