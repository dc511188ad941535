namespace Numerics.Studies.Catalog;

/// <summary>Describes a parameter of a study: what <c>list</c>, <c>schema</c> and validation say of it.</summary>
/// <param name="description">What it is, with its convention.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(string description) : Attribute
{
    /// <summary>What it is, with its convention.</summary>
    public string Description { get; } = description;

    /// <summary>The paper's letter, empty if it has none.</summary>
    public string Letter { get; init; } = "";

    /// <summary>Unit, "1" if dimensionless.</summary>
    public string Unit { get; init; } = "1";

    /// <summary>Least allowed number.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Whether the minimum itself is excluded.</summary>
    public bool ExclusiveMinimum { get; init; }

    /// <summary>Greatest allowed number.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Allowed texts of a text parameter; empty if free.</summary>
    public string[] Choices { get; init; } = [];
}
