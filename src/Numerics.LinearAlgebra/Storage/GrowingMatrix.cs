namespace Numerics.LinearAlgebra.Storage;

/// <summary>A matrix of double whose size is not known before: it grows by doubling, keeps what it has, and is zero where nothing was written.</summary>
/// <remarks>Spans of it are lost when it grows. Not thread-safe.</remarks>
internal sealed class GrowingMatrix : IDisposable
{
    private const long FirstSize = 16;

    /// <summary>The matrix as it is allocated now, at least as large as was reserved.</summary>
    public DenseMatrix<double> Entries { get; private set; } = new(0, 0);

    /// <summary>Makes room for <paramref name="rows"/> x <paramref name="columns"/>.</summary>
    public void Reserve(long rows, long columns)
    {
        if (rows <= Entries.Rows && columns <= Entries.Columns)
        {
            return;
        }

        DenseMatrix<double> old = Entries;
        var larger = new DenseMatrix<double>(Grown(old.Rows, rows), Grown(old.Columns, columns));
        for (long j = 0; j < old.Columns; j++)
        {
            old.Column(j).CopyTo(larger.Column(j));
        }

        Entries = larger;
        old.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => Entries.Dispose();

    private static long Grown(long size, long wanted) => wanted <= size ? size : Math.Max(wanted, Math.Max(FirstSize, 2 * size));
}
