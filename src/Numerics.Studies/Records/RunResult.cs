using Numerics.LinearAlgebra.Evidence;

namespace Numerics.Studies.Records;

/// <summary>A finished (or stopped) run: what is printed, drawn and written.</summary>
/// <param name="Manifest">How it was made.</param>
/// <param name="Observables">The numbers.</param>
/// <param name="Verdict">The worst over all compared observables; null if nothing was compared.</param>
/// <param name="FamilyWiseFalseAlarmRate">Probability that a correct program is declared to disagree.</param>
/// <param name="Outcome">How the run ended.</param>
/// <param name="Failures">Replicas that did not finish.</param>
/// <param name="Figures">Figures the study asks for.</param>
public sealed record RunResult(
    RunManifest Manifest,
    IReadOnlyList<ObservableResult> Observables,
    Judgement? Verdict,
    double FamilyWiseFalseAlarmRate,
    Outcome Outcome,
    IReadOnlyList<ReplicaRecord> Failures,
    IReadOnlyList<FigureSpecification> Figures)
{
    /// <summary>Why the theory failed, one sentence; null if it did not or was not asked.</summary>
    public string? TheoryFailure { get; init; }

    /// <summary>Letters of axes as the figures use them, axis name to letter, for example "learningRate" to "η"; empty where names are used.</summary>
    public IReadOnlyDictionary<string, string> Symbols => Figures.SelectMany(figure => figure.Symbols).DistinctBy(pair => pair.Key).ToDictionary();

    /// <summary>Tables the study asks for.</summary>
    public IReadOnlyList<TableSpecification> Tables { get; init; } = [];

    /// <summary>What the study decides where it holds nothing against a theory; empty for a study that does.</summary>
    public IEnumerable<Fact> Answers => Facts.Where(fact => fact.Kind == FactKind.Answer);

    /// <summary>How the theory was found, warnings, and what theory and replicas say together.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The sizes of a run at several; null at a single one.</summary>
    public Ladder? Ladder { get; init; }

    /// <summary>Relative deviation that a verdict must be able to see.</summary>
    public Resolution Resolution { get; init; } = Resolution.Default;

    /// <summary>Factors by which the user multiplied the theory before judging, by observable: a check of the verdict's power, not a result.</summary>
    public IReadOnlyDictionary<string, double> Distortions { get; init; } = new Dictionary<string, double>();
}
