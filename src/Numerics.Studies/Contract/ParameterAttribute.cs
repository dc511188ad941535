namespace Numerics.Studies.Contract;

/// <summary>Describes a parameter of a study: what <c>list</c>, <c>schema</c> and validation say of it.</summary>
/// <param name="description">What it is, with its convention.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(string description) : Attribute
{
    /// <summary>What it is, with its convention.</summary>
    public string Description { get; } = description;

    /// <summary>The description, and of a size that a list makes a ladder.</summary>
    public string Text => IsSize ? $"{Description.TrimEnd('.')}; a list makes a ladder of sizes" : Description;

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

    /// <summary>
    /// JSON schema of the value, as text, for parameters whose type has a JSON converter of its own (a text or a list, say); empty otherwise.
    /// </summary>
    public string Schema { get; init; } = "";

    /// <summary>Whether it is the size that theory takes to infinity: a list of sizes makes a ladder. One of a study, a number or an <see cref="ILadderSize"/>.</summary>
    public bool IsSize { get; init; }

    /// <summary>The allowed range of a number in words, for example "0 &lt; value &lt;= 1"; empty if unlimited.</summary>
    public string Range
    {
        get
        {
            string low = double.IsNegativeInfinity(Minimum) ? "" : $"{Minimum:R} {(ExclusiveMinimum ? "<" : "<=")} ";
            string high = double.IsPositiveInfinity(Maximum) ? "" : $" <= {Maximum:R}";
            return low.Length + high.Length == 0 ? "" : $"{low}value{high}";
        }
    }
}
