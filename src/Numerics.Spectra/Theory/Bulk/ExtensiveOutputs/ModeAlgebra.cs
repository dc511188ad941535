using System.Numerics;

namespace Numerics.Spectra.Theory.Bulk.ExtensiveOutputs;

/// <summary>T = -d log Delta/dy with Delta = det(1 - yA) of one mode of the teacher, and its derivatives.</summary>
/// <remarks>Source: derived here, docs/bulk.md, section 8.</remarks>
internal readonly struct ModeAlgebra
{
    private readonly Complex numerator;
    private readonly Complex determinant;
    private readonly Complex y;
    private readonly Complex traceByZ;
    private readonly Complex determinantByZ;

    public ModeAlgebra(Complex z, Complex y, double grown, double decayed, double grownIntegral, double decayedIntegral)
    {
        this.y = y;
        // det A: the terms 1/(4 z^2) cancel.
        double cross = 0.5 * ((grown * decayedIntegral) + (decayed * grownIntegral));
        double sum = 0.5 * (grown + decayed);
        Complex trace = (sum / z) - grownIntegral - decayedIntegral;
        determinant = (grownIntegral * decayedIntegral) - (cross / z);
        traceByZ = -sum / (z * z);
        determinantByZ = cross / (z * z);
        numerator = trace - (2 * y * determinant);
        Delta = 1 - (y * trace) + (y * y * determinant);
    }

    /// <summary>Delta.</summary>
    public Complex Delta { get; }

    /// <summary>dDelta/dz.</summary>
    public Complex DeltaByZ => (-y * traceByZ) + (y * y * determinantByZ);

    /// <summary>T.</summary>
    public Complex Value => numerator / Delta;

    /// <summary>dT/dy.</summary>
    public Complex ByY => (-2 * determinant / Delta) + (Value * Value);

    /// <summary>dT/dz.</summary>
    public Complex ByZ => ((traceByZ - (2 * y * determinantByZ)) / Delta) - (Value * DeltaByZ / Delta);
}
