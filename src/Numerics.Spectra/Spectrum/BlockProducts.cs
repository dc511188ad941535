using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.Spectra.Spectrum;

/// <summary>Products of small dense blocks with parts of vectors, by the panel kernels; empty blocks are allowed.</summary>
internal static class BlockProducts
{
    /// <summary>y += block x.</summary>
    public static void AddProduct(DenseMatrix<double> block, ReadOnlySpan<double> x, Span<double> y)
    {
        int rows = (int)block.Rows;
        int columns = (int)block.Columns;
        if (rows > 0 && columns > 0)
        {
            PanelUpdate.Add<double>(block.AsSpan(), rows, columns, x[..columns], y, rows, 1, rows);
        }
    }

    /// <summary>y += block^T x.</summary>
    public static void AddTransposedProduct(DenseMatrix<double> block, ReadOnlySpan<double> x, Span<double> y)
    {
        int rows = (int)block.Rows;
        int columns = (int)block.Columns;
        if (rows > 0 && columns > 0)
        {
            PanelGram.Accumulate<double>(block.AsSpan(), rows, columns, x, rows, 1, rows, y[..columns]);
        }
    }
}
