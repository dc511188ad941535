using Numerics.Spectra.Ensembles;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.Pencil;

/// <summary>Which values of a polynomial M make its spectrum.</summary>
public enum PolynomialSpectrum
{
    /// <summary>Singular values of M.</summary>
    SingularValues,

    /// <summary>Eigenvalues of M + M'.</summary>
    Symmetrized,
}

/// <summary>Parameters of the study <c>pencil</c>; the defaults are a product of two rectangular matrices plus a third.</summary>
public sealed record PencilParameters
{
    /// <summary>Matrices.</summary>
    [Parameter("independent Gaussian matrices, { name, rows, columns, variance, symmetric }; equal ratios are equal sizes")]
    public PencilMatrix[] Matrices { get; init; } =
    [
        new() { Name = "A", Rows = 1, Columns = 0.5 },
        new() { Name = "B", Rows = 0.5, Columns = 0.8 },
        new() { Name = "C", Rows = 1, Columns = 0.8, Variance = 0.25 },
    ];

    /// <summary>Polynomial.</summary>
    [Parameter("polynomial in the matrices: products by blanks or *, transposes by ', sums, brackets, numbers, names of earlier definitions; for example \"A B + 0.5 C\"")]
    public string Expression { get; init; } = "A B + C";

    /// <summary>Named parts.</summary>
    [Parameter("named parts of the polynomial, \"name = expression\", each may use those before it")]
    public string[] Definitions { get; init; } = [];

    /// <summary>Spectrum.</summary>
    [Parameter("singularValues of the polynomial M, or eigenvalues of M + M' (which needs a square M)")]
    public PolynomialSpectrum Spectrum { get; init; }

    /// <summary>n.</summary>
    [Parameter("reference size n of the sampled matrices", Letter = "n", IsSize = true, Minimum = 16, Maximum = 20_000)]
    public int Size { get; init; } = 800;

    /// <summary>Hard edge.</summary>
    [Parameter("p of a density ~ x^(-p) of singular values at a hard edge at zero; (K - 1)/(K + 1) for a product of K square matrices", Letter = "p", Minimum = 0, Maximum = 0.95)]
    public double HardEdgePower { get; init; }

    /// <summary>Replicas.</summary>
    [Parameter("number of sampled matrices", Minimum = 1, Maximum = 1_000_000)]
    public int Replicas { get; init; } = 8;

    /// <summary>Whether the spectrum is that of M + M'.</summary>
    public bool IsSymmetrized => Spectrum == PolynomialSpectrum.Symmetrized;

    /// <summary>The polynomial.</summary>
    /// <exception cref="ConfigurationException">It cannot be read or its sizes do not match.</exception>
    internal MatrixPolynomial Polynomial() => PolynomialReader.Read(Matrices, Definitions, Expression, IsSymmetrized, HardEdgePower);
}
