namespace Numerics.Studies.Contract;

/// <summary>Precision of the simulated fields; the theory is always double.</summary>
public enum FloatingPrecision
{
    /// <summary>64-bit.</summary>
    Double,

    /// <summary>32-bit.</summary>
    Single,

    /// <summary>64-bit fields and arithmetic; directions and noise columns of matrices that are revealed in single sweeps are kept in 32 bits.</summary>
    Mixed,
}
