namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>What the trace of a Dyson equation counts.</summary>
public enum SpectrumKind
{
    /// <summary>Eigenvalues: density -Im g/pi on the whole line.</summary>
    Eigenvalues,

    /// <summary>Singular values of M by the spectrum of [[0, M],[M^T, 0]], symmetric about zero: density -2 Im g/pi for s &gt; 0.</summary>
    SingularValues,
}
