using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog;

/// <summary>The theory's answer.</summary>
/// <param name="Values">Estimates by observable name.</param>
/// <param name="Failure">Null if all went well, else one sentence.</param>
/// <param name="Evidence">Facts about how it was found (solver, seeds, residuals), name to text.</param>
public sealed record PredictionOutcome(
    IReadOnlyDictionary<string, ObservableEstimate> Values,
    string? Failure,
    IReadOnlyDictionary<string, string> Evidence);
