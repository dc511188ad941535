using Numerics.Kernels.Drivers;
using Numerics.LinearAlgebra.Dense;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// M = A^T of a stored matrix A, whose columns are the rows of M: a few of them give their part of M x and, still in the second-level cache, of
/// M^T M x, so A is read from memory once.
/// </summary>
/// <remarks>
/// Columns of A are shared among threads in a fixed number of parts, whose sums are added in a fixed tree. Determinism: same bits for any number of threads
/// and on every SIMD tier. One call at a time.
/// </remarks>
internal sealed class TransposedDenseOperator : IGramOperator
{
    /// <summary>Parts the columns are cut into, whatever the threads: enough to feed 16, few enough that adding them up costs nothing.</summary>
    private const int Parts = 16;

    /// <summary>Bytes of the columns taken together: half of a second-level cache of 512 KB, the smallest of current servers.</summary>
    private const int GroupBytes = 1 << 18;

    private readonly DenseMatrix<double> matrix;
    private readonly ShardExecutor executor;
    private readonly double[] sums;
    private readonly double[] source;
    private readonly double[] image;
    private readonly int group;

    /// <summary>Wraps A, which must be finite and not change; sides below 2^31.</summary>
    /// <exception cref="ArgumentException">Not finite.</exception>
    public TransposedDenseOperator(DenseMatrix<double> matrix, ShardExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(executor);
        _ = MatrixChecks.RequireSides(matrix, "TransposedDenseOperator");
        MatrixChecks.RequireFinite(matrix, "TransposedDenseOperator");
        this.matrix = matrix;
        this.executor = executor;
        sums = new double[Parts * matrix.Rows];
        source = new double[Math.Max(matrix.Rows, matrix.Columns)];
        image = new double[matrix.Columns];
        group = (int)Math.Clamp(GroupBytes / (8 * Math.Max(1, matrix.Rows)), 4, 64);
    }

    /// <inheritdoc/>
    public long Rows => matrix.Columns;

    /// <inheritdoc/>
    public long Columns => matrix.Rows;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        Run(x, Columns, y, Rows, (part, first, count) => Project(first, count));
        image.CopyTo(y);
    }

    /// <inheritdoc/>
    public void ApplyTransposed(ReadOnlySpan<double> x, Span<double> y)
    {
        Run(x, Rows, y, Columns, (part, first, count) => Expand(part, first, count, source));
        AddUp(y);
    }

    /// <inheritdoc/>
    public void ApplyWithGram(ReadOnlySpan<double> x, Span<double> image, Span<double> gram)
    {
        Run(x, Columns, image, Rows, (part, first, count) =>
        {
            Project(first, count);
            Expand(part, first, count, this.image);
        });
        this.image.CopyTo(image);
        AddUp(gram);
    }

    /// <summary>Copies x where threads can reach it and calls work for every group of columns of every part.</summary>
    private void Run(ReadOnlySpan<double> x, long inner, Span<double> y, long outer, Action<int, int, int> work)
    {
        if (x.Length != inner || y.Length != outer)
        {
            throw new ArgumentException($"An operator of {outer} x {inner} takes a vector of {inner} to one of {outer}, got {x.Length} and {y.Length}.");
        }

        x.CopyTo(source);
        Array.Clear(sums);
        Array.Clear(image);
        int columns = (int)matrix.Columns;
        int share = (columns + Parts - 1) / Parts;
        executor.Run(Parts, part =>
        {
            int end = Math.Min(columns, (part + 1) * share);
            for (int first = part * share; first < end; first += group)
            {
                work(part, first, Math.Min(group, end - first));
            }
        });
    }

    /// <summary>image += columns^T source.</summary>
    private void Project(int first, int count)
    {
        int rows = (int)matrix.Rows;
        for (int j = first; j < first + count; j += 4)
        {
            int few = Math.Min(4, first + count - j);
            PanelGram.Accumulate<double>(Block(j, few), rows, few, source.AsSpan(0, rows), rows, 1, rows, image.AsSpan(j, few));
        }
    }

    /// <summary>Sum of the part += columns times their coefficients.</summary>
    private void Expand(int part, int first, int count, double[] coefficients)
    {
        int rows = (int)matrix.Rows;
        for (int j = first; j < first + count; j += 4)
        {
            int few = Math.Min(4, first + count - j);
            PanelUpdate.Add<double>(Block(j, few), rows, few, coefficients.AsSpan(j, few), sums.AsSpan(part * rows, rows), rows, 1, rows);
        }
    }

    private unsafe ReadOnlySpan<double> Block(long column, int count) =>
        new(matrix.Pointer + (column * matrix.Rows), checked((int)(count * matrix.Rows)));

    private void AddUp(Span<double> total)
    {
        int rows = (int)matrix.Rows;
        for (int stride = 1; stride < Parts; stride *= 2)
        {
            for (int part = 0; part + stride < Parts; part += 2 * stride)
            {
                SpanProducts.Add(1, sums.AsSpan((part + stride) * rows, rows), sums.AsSpan(part * rows, rows));
            }
        }

        sums.AsSpan(0, rows).CopyTo(total);
    }
}
