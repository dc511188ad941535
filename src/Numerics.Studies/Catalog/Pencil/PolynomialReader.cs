using Numerics.Spectra.Ensembles;
using Numerics.Studies.Contract;

namespace Numerics.Studies.Catalog.Pencil;

/// <summary>Reads the polynomial of a configuration.</summary>
internal static class PolynomialReader
{
    /// <summary>Matrices, definitions and expression as a polynomial.</summary>
    /// <exception cref="ConfigurationException">What is wrong, by the name of the parameter.</exception>
    public static MatrixPolynomial Read(PencilParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        string path = "matrices";
        try
        {
            GaussianFactor[] matrices = [.. parameters.Matrices.Select(matrix => matrix.Factor())];
            var parser = new MatrixExpressionParser(matrices);
            for (int k = 0; k < parameters.Definitions.Length; k++)
            {
                path = $"definitions[{k}]";
                parser.Define(parameters.Definitions[k]);
            }

            path = "expression";
            return new MatrixPolynomial(matrices, parser.Parse(parameters.Expression), parameters.IsSymmetrized, parameters.HardEdgePower);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new ConfigurationException("configuration", path, exception.Message);
        }
    }
}
