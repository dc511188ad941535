namespace Numerics.Studies.Records;

/// <summary>What a <see cref="Fact"/> is.</summary>
public enum FactKind
{
    /// <summary>How the theory was found (solver, seeds, residuals); in the files.</summary>
    Evidence,

    /// <summary>Printed with the verdict, "Warning: " in front.</summary>
    Warning,

    /// <summary>Printed with the verdict.</summary>
    Statistic,

    /// <summary>What a study decides that holds nothing against a theory; printed in the place of the verdict.</summary>
    Answer,
}
