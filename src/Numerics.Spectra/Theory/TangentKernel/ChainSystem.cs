using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Storage;
using Numerics.Spectra.Theory.Training;

namespace Numerics.Spectra.Theory.TangentKernel;

/// <summary>
/// A homogeneous linear system x = T x of k-vectors in which two groups of vectors feed only each other.
/// </summary>
/// <remarks>
/// <code>
/// T = [[0, X],[Y, 0]],   det(I - T) = det(I - X Y),   eigenvalues of T: both square roots of those of X Y
/// </code>
/// <para>Each vector has a group (0 or 1) and a slot in it; all have k entries.</para>
/// <para>Source: derived here, docs/deep-linear.md, sections 2 and 4.</para>
/// </remarks>
internal sealed class ChainSystem : IDisposable
{
    private readonly int k;
    private readonly DenseMatrix<double> toZero;
    private readonly DenseMatrix<double> toOne;

    /// <summary>A system without couplings.</summary>
    /// <param name="k">Entries of each vector.</param>
    /// <param name="slotsZero">Vectors of group 0.</param>
    /// <param name="slotsOne">Vectors of group 1.</param>
    public ChainSystem(int k, int slotsZero, int slotsOne)
    {
        this.k = k;
        toZero = new DenseMatrix<double>((long)k * slotsZero, (long)k * slotsOne);
        toOne = new DenseMatrix<double>((long)k * slotsOne, (long)k * slotsZero);
    }

    /// <summary>Adds factor M diag(right), or its transpose first, to the coupling of <paramref name="to"/> by <paramref name="from"/>.</summary>
    /// <param name="to">Slot that is fed.</param>
    /// <param name="from">Slot of the other group that feeds it.</param>
    /// <param name="factor">Factor.</param>
    /// <param name="matrix">Its leading k x k block is taken.</param>
    /// <param name="transpose">Take M^T.</param>
    /// <param name="right">Diagonal on the right; empty for the identity.</param>
    public void Add(ChainSlot to, ChainSlot from, double factor, TimeMatrix matrix, bool transpose = false, ReadOnlySpan<double> right = default)
    {
        DenseMatrix<double> block = to.Group == 0 ? toZero : toOne;
        for (int j = 0; j < k; j++)
        {
            Span<double> column = block.Column((from.Slot * k) + j).Slice(to.Slot * k, k);
            double weight = right.IsEmpty ? factor : factor * right[j];
            for (int i = 0; i < k; i++)
            {
                column[i] += weight * (transpose ? matrix[j, i] : matrix[i, j]);
            }
        }
    }

    /// <summary>The smaller of X Y and Y X.</summary>
    public DenseMatrix<double> Folded(Lapack lapack) => toZero.Rows <= toOne.Rows
        ? Multiply.Product(lapack, toZero, toOne)
        : Multiply.Product(lapack, toOne, toZero);

    /// <summary>(I - Y X)^-1 Y: the vectors of group 1 that sources of those of group 0 raise, to and fro summed.</summary>
    public DenseMatrix<double> ResponseOfOne(Lapack lapack)
    {
        using DenseMatrix<double> system = Multiply.Product(lapack, toOne, toZero);
        for (int j = 0; j < system.Columns; j++)
        {
            SpanProducts.Scale(-1, system.Column(j));
            system[j, j] += 1;
        }

        using LuFactorization<double> factorization = LinearSolve.Factor(lapack, system);
        return factorization.Solve(toOne);
    }

    /// <summary>The trace of X <paramref name="response"/>, that of another system closed by this one's coupling of group 0 to group 1.</summary>
    /// <param name="response">Rows: vectors of group 1; columns: of group 0.</param>
    public double LoopThrough(DenseMatrix<double> response)
    {
        double sum = 0;
        for (int j = 0; j < toZero.Columns; j++)
        {
            for (int i = 0; i < toZero.Rows; i++)
            {
                sum += toZero[i, j] * response[j, i];
            }
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        toZero.Dispose();
        toOne.Dispose();
    }
}
