using Numerics.Spectra.Ensembles;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>A Gaussian matrix of a user-defined polynomial.</summary>
public sealed record PencilMatrix
{
    /// <summary>Name in the expression.</summary>
    [Parameter("name in the expression: a letter, then letters and digits")]
    public required string Name { get; init; }

    /// <summary>Rows.</summary>
    [Parameter("rows over the reference size", Minimum = 1e-3, Maximum = 100)]
    public double Rows { get; init; } = 1;

    /// <summary>Columns.</summary>
    [Parameter("columns over the reference size", Minimum = 1e-3, Maximum = 100)]
    public double Columns { get; init; } = 1;

    /// <summary>s.</summary>
    [Parameter("variance of an entry (off the diagonal of a symmetric matrix) times the reference size", Letter = "s", Minimum = 1e-12, Maximum = 1e12)]
    public double Variance { get; init; } = 1;

    /// <summary>Symmetric.</summary>
    [Parameter("whether the matrix is symmetric, with twice the variance on its diagonal")]
    public bool Symmetric { get; init; }

    /// <summary>The matrix of the polynomial.</summary>
    /// <exception cref="FormatException">The name cannot stand in an expression.</exception>
    /// <exception cref="ArgumentException">A symmetric matrix is not square.</exception>
    internal GaussianFactor Factor() =>
        MatrixExpressionParser.IsName(Name)
            ? new GaussianFactor(Name, Rows, Columns, Variance, Symmetric)
            : throw new FormatException($"\"{Name}\" is no name of a matrix; take a letter, then letters and digits.");
}
