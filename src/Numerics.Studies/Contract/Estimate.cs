namespace Numerics.Studies.Contract;

/// <summary>A value with the standard error that theory knows of it.</summary>
/// <param name="Value">The value; null where the quantity does not exist.</param>
/// <param name="Error">Standard error; zero where the value is exact, null where it is unknown.</param>
public readonly record struct Estimate(double? Value, double? Error = 0)
{
    /// <summary>An exact value.</summary>
    public static implicit operator Estimate(double value) => new(value);

    /// <summary>An exact value, or none.</summary>
    public static implicit operator Estimate(double? value) => new(value);

    /// <summary>The same with an independent scatter besides its error; a value whose error is unknown stays.</summary>
    public Estimate Widened(double scatter) =>
        scatter > 0 && Error is { } error ? this with { Error = Math.Sqrt((error * error) + (scatter * scatter)) } : this;

    /// <summary>An exact value.</summary>
    public static Estimate FromDouble(double value) => new(value);
}
