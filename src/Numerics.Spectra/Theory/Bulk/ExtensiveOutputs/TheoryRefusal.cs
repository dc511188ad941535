namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>Why a theory does not answer.</summary>
/// <param name="Parameter">The property of the training or its model to be changed.</param>
/// <param name="Sentence">What is wrong, the limit, and what else there is.</param>
public sealed record TheoryRefusal(string Parameter, string Sentence);
