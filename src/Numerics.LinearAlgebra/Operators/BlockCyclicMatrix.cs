using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// A stored matrix that no rank holds whole: square blocks dealt out over a grid of all ranks, as ScaLAPACK wants them. Each rank generates its own blocks from
/// their addresses; all singular values or eigenvalues come out on every rank.
/// </summary>
/// <remarks>
/// For matrices larger than a node; below an order of about 3,000 one node is faster. Limits: rows and columns below 2^31, and less than 2^31 elements on a rank
/// (32-bit indices of ScaLAPACK). Determinism: entries the same bits for any ranks; values up to rounding, they depend on the grid. All ranks call alike.
/// </remarks>
public sealed unsafe class BlockCyclicMatrix : IDisposable
{
    /// <summary>Order of a block: large enough for matrix products in cache, small enough to balance; a multiple of the generator's blocks.</summary>
    private const int Block = 64;

    private readonly ScalapackLibrary library;
    private readonly NativeBuffer<double> local;
    private readonly int gridRows;
    private readonly int gridColumns;
    private readonly int gridRow;
    private readonly int gridColumn;
    private readonly int localRows;
    private readonly int localColumns;

    /// <summary>Allocates the blocks of this rank, not filled.</summary>
    /// <param name="world">The world that has been joined; the grid takes all of it.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <exception cref="MpiUnavailableException">The native part is not there.</exception>
    /// <exception cref="ArgumentException">More elements on a rank than 32-bit indices reach.</exception>
    public BlockCyclicMatrix(MpiCommunicator world, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        library = ScalapackLibrary.TryLoad(out string reason) ?? throw new MpiUnavailableException(reason);
        Rows = rows;
        Columns = columns;
        int* layout = stackalloc int[6];
        library.Layout(rows, columns, Block, layout);
        (gridRows, gridColumns, gridRow, gridColumn, localRows, localColumns) = (layout[0], layout[1], layout[2], layout[3], layout[4], layout[5]);
        if ((long)localRows * localColumns > int.MaxValue)
        {
            throw new ArgumentException($"A rank would hold {(long)localRows * localColumns} elements, ScaLAPACK reaches {int.MaxValue}: use more than {world.Size} ranks.");
        }

        local = new NativeBuffer<double>(Math.Max(1, (long)localRows * localColumns));
    }

    /// <summary>Whether the native part is there; if not, why.</summary>
    public static bool IsAvailable(out string reason) => ScalapackLibrary.TryLoad(out reason) is not null;

    /// <summary>Rows of the whole matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of the whole matrix.</summary>
    public int Columns { get; }

    /// <summary>Elements on this rank.</summary>
    public long LocalElements => (long)localRows * localColumns;

    /// <summary>Independent Gaussian entries of mean 0: (i, j) is the number at (column j, row i) of the stream, the entries of a stored Gaussian matrix.</summary>
    /// <param name="key">Stream.</param>
    /// <param name="deviation">Standard deviation.</param>
    public void FillGaussian(StreamKey key, double deviation)
    {
        for (int column = 0; column < localColumns; column++)
        {
            for (int row = 0; row < localRows; row += Block)
            {
                Span<double> target = local.Span(((long)column * localRows) + row, Math.Min(Block, localRows - row));
                GaussianColumn.Fill(key, (uint)Global(column, gridColumn, gridColumns), Global(row, gridRow, gridRows), deviation, target);
            }
        }
    }

    /// <summary>All singular values, descending; the matrix is overwritten.</summary>
    /// <exception cref="ArithmeticException">Not converged.</exception>
    public double[] SingularValues()
    {
        var values = new double[Math.Min(Rows, Columns)];
        fixed (double* into = values)
        {
            Require(library.SingularValues(Rows, Columns, Block, local.Pointer, into), "pdgesvd");
        }

        return values;
    }

    /// <summary>All eigenvalues of the symmetric matrix with this lower triangle, ascending; the matrix is overwritten.</summary>
    /// <exception cref="InvalidOperationException">Not square.</exception>
    /// <exception cref="ArithmeticException">Not converged.</exception>
    public double[] Eigenvalues()
    {
        if (Rows != Columns)
        {
            throw new InvalidOperationException($"A {Rows} x {Columns} matrix has no eigenvalues; ask for its singular values.");
        }

        var values = new double[Rows];
        fixed (double* into = values)
        {
            Require(library.Eigenvalues(Rows, Block, local.Pointer, into), "pdsyev");
        }

        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => local.Dispose();

    /// <summary>Global index of a local one: blocks go round the places of the grid.</summary>
    private static long Global(int index, int place, int places) => ((((long)index / Block * places) + place) * Block) + (index % Block);

    private static void Require(int info, string routine)
    {
        if (info != 0)
        {
            throw info == -1000
                ? new InsufficientMemoryException($"There is no memory for the workspace of {routine}: use more ranks.")
                : new ArithmeticException($"{routine} ended with info {info}{(info > 0 ? ": it did not converge" : "")}.");
        }
    }
}
