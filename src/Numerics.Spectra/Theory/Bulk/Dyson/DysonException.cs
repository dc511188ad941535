namespace Numerics.Spectra.Theory.Bulk.Dyson;

/// <summary>A density, an edge or an outlier could not be computed because the Dyson equation was not solved at a point it needs.</summary>
public sealed class DysonException : ArithmeticException
{
    /// <summary>With one sentence that names the point and the residual.</summary>
    public DysonException(string message)
        : base(message)
    {
    }
}
