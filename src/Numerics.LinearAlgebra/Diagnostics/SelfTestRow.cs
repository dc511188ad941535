namespace Numerics.LinearAlgebra.Diagnostics;

/// <summary>One line of the self-test of a provider.</summary>
/// <param name="Name">Factorization and what is measured.</param>
/// <param name="Residual">Measured.</param>
/// <param name="Limit">Largest residual that passes.</param>
public sealed record SelfTestRow(string Name, double Residual, double Limit)
{
    /// <summary>Whether the residual is a number within the limit.</summary>
    public bool Passed => Residual <= Limit;
}
