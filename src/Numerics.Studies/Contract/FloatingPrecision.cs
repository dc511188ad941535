namespace Numerics.Studies.Contract;

/// <summary>Precision of the simulated fields; the theory is always double.</summary>
public enum FloatingPrecision
{
    /// <summary>64-bit.</summary>
    Double,

    /// <summary>32-bit.</summary>
    Single,
}
