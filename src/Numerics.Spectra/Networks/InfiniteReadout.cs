using System.Numerics;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Spectra.Networks;

/// <summary>The readout of an infinitely wide network over a finite number of sites: its output before training is zero, as a sample's is not.</summary>
/// <remarks>
/// <code>
/// w -> (1 - Q Q^T) w, times sqrt(N)/|w|        Q: orthonormal basis of phi(h^L_m) before training
/// </code>
/// <para>w is independent of the features, so that f(0) = w.phi(h^L)/(gamma0 N) is of order N^(-1/2)/gamma0 over N sites. The limit has none of it; the loss squares it, and for small gamma0 it is all there
/// would be. Removing P of N directions changes averages by O(P/N), as every other draw of the sites does.</para>
/// <para>Source: derived here.</para>
/// </remarks>
internal static class InfiniteReadout
{
    // A feature that lies in the span of the others to this relative size adds no direction.
    private const double Dependent = 1e-10;

    /// <summary>Projects the readout off the features.</summary>
    /// <param name="algebra">Panels.</param>
    /// <param name="features">phi(h^L), one column per sample.</param>
    /// <param name="readout">w, one column per output, each of norm sqrt(N) before and after.</param>
    public static void Orthogonalize<T>(PanelAlgebra<T> algebra, Panel<T> features, Panel<T> readout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var basis = new Panel<T>(features.Shards, features.Columns, algebra.Executor.Buffers);
        int rank = 0;
        for (int sample = 0; sample < features.Columns; sample++)
        {
            PanelView<T> column = basis.View(rank, 1);
            algebra.Scale(features.View(sample, 1), 1, column);
            double before = Math.Sqrt(algebra.Dot(column, column));
            Remove(algebra, basis.View(0, rank), column);
            double norm = Math.Sqrt(algebra.Dot(column, column));
            if (norm > Dependent * before)
            {
                algebra.Scale(column, 1 / norm, column);
                rank++;
            }
        }

        for (int output = 0; output < readout.Columns; output++)
        {
            PanelView<T> weights = readout.View(output, 1);
            double length = Math.Sqrt(algebra.Dot(weights, weights));
            Remove(algebra, basis.View(0, rank), weights);
            algebra.Scale(weights, length / Math.Sqrt(algebra.Dot(weights, weights)), weights);
        }
    }

    // Twice is enough (Kahan, Parlett): the second removal takes away what rounding of the first has left.
    private static void Remove<T>(PanelAlgebra<T> algebra, PanelView<T> basis, PanelView<T> vector)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (basis.Count > 0)
        {
            algebra.RemoveProjection(basis, vector);
            algebra.RemoveProjection(basis, vector);
        }
    }
}
