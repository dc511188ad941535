using Numerics.Spectra.Ensembles;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Configuration.Values;

/// <summary>Reads the polynomial of a configuration.</summary>
internal static class PolynomialReader
{
    /// <summary>Matrices, definitions and expression as a polynomial.</summary>
    /// <param name="given">Matrices.</param>
    /// <param name="definitions">"name = expression" each.</param>
    /// <param name="expression">The polynomial M.</param>
    /// <param name="symmetrized">Whether the eigenvalues of M + M' are meant, not the singular values of M.</param>
    /// <param name="hardEdgePower">p of a density x^(-p) at a hard edge.</param>
    /// <exception cref="ConfigurationException">What is wrong, by the name of the parameter.</exception>
    public static MatrixPolynomial Read(
        IReadOnlyList<PencilMatrix> given, IReadOnlyList<string> definitions, string expression, bool symmetrized, double hardEdgePower)
    {
        string path = "matrices";
        try
        {
            GaussianFactor[] matrices = [.. given.Select(matrix => matrix.Factor())];
            var parser = new MatrixExpressionParser(matrices);
            for (int k = 0; k < definitions.Count; k++)
            {
                path = $"definitions[{k}]";
                parser.Define(definitions[k]);
            }

            path = "expression";
            return new MatrixPolynomial(matrices, parser.Parse(expression), symmetrized, hardEdgePower);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new ConfigurationException("configuration", path, exception.Message);
        }
    }
}
