using System.Numerics;
using Numerics.Spectra.Analysis;
using Numerics.Spectra.Theory.Bulk.Dyson;

namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>F(z, G) of a matrix Dyson equation and its derivative d -> F S[d] F at one point.</summary>
/// <remarks>Source: derived here from the equation of J. W. Helton, R. Rashidi Far and R. Speicher, IMRN (2007) rnm086.</remarks>
internal sealed class MatrixDysonLinearization : DysonLinearization
{
    private readonly MatrixDysonEquation equation;
    private readonly Dictionary<int, SandwichBlock> blocks = [];

    private MatrixDysonLinearization(MatrixDysonEquation equation, bool isReal)
    {
        this.equation = equation;
        Image = new PlanarVector(equation.Dimension, isReal);
    }

    /// <inheritdoc/>
    public override PlanarVector Image { get; }

    /// <summary>The linearization at g, or null if a block is singular.</summary>
    public static MatrixDysonLinearization? Of(MatrixDysonEquation equation, Complex z, PlanarVector g)
    {
        var result = new MatrixDysonLinearization(equation, g.IsReal);
        foreach (int tau in equation.ActiveTypes)
        {
            (int m, int offset) = equation.Layout(tau);
            var block = new SandwichBlock(equation.Lapack, m, g.IsReal);
            result.blocks[tau] = block;
            equation.WriteInverse(tau, z.Real, g.Real, block.InputReal, constantPart: true);
            if (!g.IsReal)
            {
                equation.WriteInverse(tau, z.Imaginary, g.Imaginary, block.InputImaginary, constantPart: false);
            }

            if (!block.Invert(result.Image.Real.Slice(offset, m * m), g.IsReal ? [] : result.Image.Imaginary.Slice(offset, m * m)))
            {
                result.Dispose();
                return null;
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public override void Apply(PlanarVector direction, PlanarVector result)
    {
        foreach ((int tau, SandwichBlock block) in blocks)
        {
            (int m, int offset) = equation.Layout(tau);
            block.InputReal.Clear();
            equation.AddCovariance(tau, direction.Real, block.InputReal);
            if (!Image.IsReal)
            {
                block.InputImaginary.Clear();
                equation.AddCovariance(tau, direction.Imaginary, block.InputImaginary);
            }

            block.Multiply(result.Real.Slice(offset, m * m), Image.IsReal ? [] : result.Imaginary.Slice(offset, m * m));
        }
    }

    /// <inheritdoc/>
    public override void WriteSpectralDerivative(PlanarVector result)
    {
        result.Scale(0);
        foreach (int tau in equation.ActiveTypes)
        {
            (int m, int offset) = equation.Layout(tau);
            for (int e = 0; e < m; e++)
            {
                for (int j = 0; equation.IsCorner(tau, e) && j < m; j++)
                {
                    for (int i = 0; i < m; i++)
                    {
                        int at = offset + i + (j * m);
                        result[at] -= Image[offset + i + (e * m)] * Image[offset + j + (e * m)];
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (SandwichBlock block in blocks.Values)
        {
            block.Dispose();
        }

        base.Dispose(disposing);
    }
}
