using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>
/// One sweep over the rows of the panels a (rows x ka) and y (rows x kb): optionally y = beta y + a c, then optionally gram += a^T y,
/// chunk by chunk, so that memory is read once.
/// </summary>
/// <remarks>
/// Order: an element of y adds its ka terms in column order. An entry of the Gram matrix sums within blocks of <see cref="SumRows"/> rows in
/// lanes of the element type, folds each block in double and adds the blocks in row order. Cache chunks and register blocks do not enter.
/// </remarks>
internal unsafe struct PanelAction<T> : ILaneAction<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Rows per partial sum: 64 (float: 32) additions per lane, so that the rounding of float sums stays near 1e-7 for any length.</summary>
    public const int SumRows = 512;

    /// <summary>Bytes of all columns in one chunk: half of the smallest second-level cache (512 KB) of current server cores.</summary>
    private const int ChunkBytes = 256 * 1024;

    /// <summary>Longest chunk in rows: at 16 KB per column, page-wise prefetching is no longer interrupted often.</summary>
    private const int LongestChunk = 4096;

    /// <summary>Left panel.</summary>
    public T* A;

    /// <summary>Leading dimension of the left panel.</summary>
    public int Lda;

    /// <summary>Columns of the left panel.</summary>
    public int Ka;

    /// <summary>Right panel; written only if there are coefficients.</summary>
    public T* Y;

    /// <summary>Leading dimension of the right panel.</summary>
    public int Ldy;

    /// <summary>Columns of the right panel.</summary>
    public int Kb;

    /// <summary>Rows of both.</summary>
    public int Rows;

    /// <summary>Coefficients c, ka x kb, or null for no update.</summary>
    public double* Coefficients;

    /// <summary>Factor of y before the update; 1 leaves y alone.</summary>
    public double Beta;

    /// <summary>Gram matrix, ka x kb, or null.</summary>
    public double* Gram;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        long fitting = ChunkBytes / ((long)Math.Max(Ka + Kb, 1) * sizeof(T)) / SumRows * SumRows;
        int chunk = (int)Math.Clamp(fitting, SumRows, LongestChunk);
        for (long start = 0; start < Rows; start += chunk)
        {
            int rows = (int)Math.Min(chunk, Rows - start);
            if (Coefficients is not null)
            {
                Update<TLanes>((nint)start, rows);
            }

            if (Gram is not null)
            {
                Product<TLanes>((nint)start, rows);
            }
        }
    }

    private readonly void Update<TLanes>(nint start, int rows)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* a = A + start;
        for (int j = 0; j < Kb; j++)
        {
            T* y = Y + ((nint)j * Ldy) + start;
            double* c = Coefficients + ((nint)j * Ka);
            if (Beta == 0)
            {
                new Span<T>(y, rows).Clear();
            }
            else if (Beta != 1)
            {
                PanelBlocks.Scale<TLanes, T>(T.CreateTruncating(Beta), y, rows);
            }

            int i = 0;
            for (; i + 4 <= Ka; i += 4)
            {
                PanelBlocks.Update4<TLanes, T>(
                    Column(a, i), Column(a, i + 1), Column(a, i + 2), Column(a, i + 3),
                    Value(c, i), Value(c, i + 1), Value(c, i + 2), Value(c, i + 3), y, rows);
            }

            for (; i < Ka; i++)
            {
                PanelBlocks.Update1<TLanes, T>(Column(a, i), Value(c, i), y, rows);
            }
        }
    }

    private readonly void Product<TLanes>(nint start, int rows)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int j = 0;
        for (; j + 2 <= Kb; j += 2)
        {
            for (int i = 0; i < Ka; i += 3)
            {
                for (int r = 0; r < rows; r += SumRows)
                {
                    Product3x2<TLanes>(start + r, Math.Min(SumRows, rows - r), i, j);
                }
            }
        }

        for (int i = 0; i < Ka && j < Kb; i += 4)
        {
            for (int r = 0; r < rows; r += SumRows)
            {
                Product4x1<TLanes>(start + r, Math.Min(SumRows, rows - r), i, j);
            }
        }
    }

    /// <summary>Three columns of a with two of y; columns beyond the last repeat it and are dropped.</summary>
    private readonly void Product3x2<TLanes>(nint start, int rows, int i, int j)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        double* sums = stackalloc double[6];
        T* a = A + start;
        T* y = Y + ((nint)j * Ldy) + start;
        int last = Ka - 1;
        PanelBlocks.Gram3x2<TLanes, T>(
            Column(a, i), Column(a, Math.Min(i + 1, last)), Column(a, Math.Min(i + 2, last)), y, y + Ldy, rows, sums);
        for (int k = 0; k < 3 && i + k < Ka; k++)
        {
            Gram[i + k + ((nint)j * Ka)] += sums[2 * k];
            Gram[i + k + ((nint)(j + 1) * Ka)] += sums[(2 * k) + 1];
        }
    }

    /// <summary>Four columns of a with one of y; columns beyond the last repeat it and are dropped.</summary>
    private readonly void Product4x1<TLanes>(nint start, int rows, int i, int j)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        double* sums = stackalloc double[4];
        T* a = A + start;
        int last = Ka - 1;
        PanelBlocks.Gram4x1<TLanes, T>(
            Column(a, i), Column(a, Math.Min(i + 1, last)), Column(a, Math.Min(i + 2, last)), Column(a, Math.Min(i + 3, last)),
            Y + ((nint)j * Ldy) + start, rows, sums);
        for (int k = 0; k < 4 && i + k < Ka; k++)
        {
            Gram[i + k + ((nint)j * Ka)] += sums[k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly T* Column(T* a, int index) => a + ((nint)index * Lda);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Value(double* coefficients, int index) => T.CreateTruncating(coefficients[index]);
}
