using System.Numerics;
using System.Runtime.CompilerServices;
using Numerics.Kernels.Lanes;

namespace Numerics.Kernels.Drivers;

/// <summary>
/// One sweep over the rows of the panels a (rows x ka) and y (rows x kb): optionally y = beta y + a c, then optionally gram += a^T y,
/// block of rows by block of rows, so that memory is read once.
/// </summary>
/// <remarks>
/// Order: an element of y adds its ka terms in column order. An entry of the Gram matrix sums within blocks of rows in
/// lanes of the element type, folds each block in double and adds the blocks in row order. Register blocks do not enter.
/// </remarks>
internal unsafe struct PanelAction<T> : ILaneAction<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>
    /// Bytes of a block of a column: two or four columns of a and two of y stay in the first-level cache, and all columns of both panels (60 or more)
    /// in 256 KB of the second level. A lane adds 64 terms before it is folded in double; shorter blocks spend as long folding as multiplying.
    /// </summary>
    private const int BlockBytes = 4096;

    /// <summary>Bytes of a pack.</summary>
    private const int PackBytes = 64;

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
        int blockRows = BlockBytes / sizeof(T);
        for (long start = 0; start < Rows; start += blockRows)
        {
            int rows = (int)Math.Min(blockRows, Rows - start);
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
        for (int j = 0; j < Kb && Beta != 1; j++)
        {
            Scale<TLanes>(Y + ((nint)j * Ldy) + start, rows);
        }

        // Four columns of a (eight of short blocks) stay in the first-level cache while all columns of y pass, two at a time.
        int group = rows * sizeof(T) <= BlockBytes / 2 ? 8 : 4;
        for (int first = 0; first < Ka; first += group)
        {
            for (int j = 0; j < Kb; j += 2)
            {
                for (int i = first; i < Math.Min(Ka, first + group); i += 4)
                {
                    UpdateColumns<TLanes>(i, Math.Min(4, Ka - i), j, Math.Min(2, Kb - j), start, rows);
                }
            }
        }
    }

    private readonly void Scale<TLanes>(T* y, int rows)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (Beta == 0)
        {
            new Span<T>(y, rows).Clear();
            return;
        }

        int packs = rows / TLanes.Count;
        T beta = T.CreateTruncating(Beta);
        PanelBlocks.Scale<TLanes, T>(y, beta, y, packs);
        for (int r = packs * TLanes.Count; r < rows; r++)
        {
            y[r] *= beta;
        }
    }

    /// <summary>One or two columns of y gain up to four columns of a.</summary>
    private readonly void UpdateColumns<TLanes>(int i, int columns, int j, int right, nint start, int rows)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* c = stackalloc T[8];
        T** y = stackalloc T*[2];
        for (int m = 0; m < right; m++)
        {
            y[m] = Y + ((nint)(j + m) * Ldy) + start;
            for (int k = 0; k < columns; k++)
            {
                c[(4 * m) + k] = T.CreateTruncating(Coefficients[i + k + ((nint)(j + m) * Ka)]);
            }
        }

        int packs = rows / TLanes.Count;
        int left = rows - (packs * TLanes.Count);
        T* a = A + ((nint)i * Lda) + start;
        UpdatePacks<TLanes>(a, Lda, columns, c, y, right, packs);
        for (int m = 0; m < right && left > 0; m++)
        {
            UpdateTail<TLanes>(a + (rows - left), columns, c + (4 * m), y[m] + (rows - left), left);
        }
    }

    private readonly void UpdateTail<TLanes>(T* a, int columns, T* c, T* y, int rows)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* padded = stackalloc T[5 * PackBytes / sizeof(T)];
        for (int k = 0; k < columns; k++)
        {
            LaneTail.Pad(a + ((nint)k * Lda), rows, padded + (k * TLanes.Count));
        }

        T* paddedY = LaneTail.Pad(y, rows, padded + (4 * TLanes.Count));
        UpdatePacks<TLanes>(padded, TLanes.Count, columns, c, &paddedY, 1, 1);
        LaneTail.Unpad(paddedY, rows, y);
    }

    private static void UpdatePacks<TLanes>(T* a, nint lda, int columns, T* c, T** y, int right, int packs)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (columns == 4 && right == 2)
        {
            PanelBlocks.Update4x2<TLanes, T>(a, a + lda, a + (2 * lda), a + (3 * lda), c, y[0], y[1], packs);
            return;
        }

        for (int m = 0; m < right; m++)
        {
            UpdatePacks<TLanes>(a, lda, columns, c + (4 * m), y[m], packs);
        }
    }

    private static void UpdatePacks<TLanes>(T* a, nint lda, int columns, T* c, T* y, int packs)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (columns == 4)
        {
            PanelBlocks.Update4<TLanes, T>(a, a + lda, a + (2 * lda), a + (3 * lda), c, y, packs);
            return;
        }

        if (columns >= 2)
        {
            PanelBlocks.Update2<TLanes, T>(a, a + lda, c, y, packs);
        }

        if (columns != 2)
        {
            PanelBlocks.Update1<TLanes, T>(a + ((columns - 1) * lda), c[columns - 1], y, packs);
        }
    }

    private readonly void Product<TLanes>(nint start, int rows)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        // Up to four columns of y (16 KB) stay in the first-level cache while the columns of a pass once, two at a time.
        int paired = Kb - (Kb % 2);
        for (int group = 0; group < paired; group += 4)
        {
            for (int i = 0; i < Ka; i += 2)
            {
                for (int j = group; j < Math.Min(group + 4, paired); j += 2)
                {
                    ProductColumns<TLanes>(i, Math.Min(2, Ka - i), j, 2, start, rows);
                }
            }
        }

        for (int i = 0; i < Ka && paired < Kb; i += 4)
        {
            ProductColumns<TLanes>(i, Math.Min(4, Ka - i), paired, 1, start, rows);
        }
    }

    /// <summary>Up to 2 x 2 or 4 x 1 columns; a missing column of a repeats the last one, and its sums are dropped.</summary>
    [SkipLocalsInit]
    private readonly void ProductColumns<TLanes>(int i, int left, int j, int right, nint start, int rows)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes* sums = stackalloc TLanes[4];
        (sums[0], sums[1], sums[2], sums[3]) = (default, default, default, default);
        T** columns = stackalloc T*[5];
        int leftSlots = right == 2 ? 2 : 4;
        for (int k = 0; k < leftSlots; k++)
        {
            columns[k] = A + ((nint)(i + Math.Min(k, left - 1)) * Lda) + start;
        }

        for (int k = 0; k < right; k++)
        {
            columns[leftSlots + k] = Y + ((nint)(j + k) * Ldy) + start;
        }

        int packs = rows / TLanes.Count;
        int rest = rows - (packs * TLanes.Count);
        ProductPacks(columns, right, packs, sums);
        if (rest > 0)
        {
            ProductTail(columns, leftSlots + right, right, rows - rest, rest, sums);
        }

        for (int k = 0; k < left; k++)
        {
            double* entry = Gram + i + k + ((nint)j * Ka);
            for (int m = 0; m < right; m++)
            {
                entry[(nint)m * Ka] += LaneTail.Sum<TLanes, T>(sums[(k * right) + m]);
            }
        }
    }

    private static void ProductTail<TLanes>(T** columns, int count, int right, int start, int rows, TLanes* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* padded = stackalloc T[5 * PackBytes / sizeof(T)];
        for (int k = 0; k < count; k++)
        {
            columns[k] = LaneTail.Pad(columns[k] + start, rows, padded + (k * TLanes.Count));
        }

        ProductPacks(columns, right, 1, sums);
    }

    private static void ProductPacks<TLanes>(T** columns, int right, int packs, TLanes* sums)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (right == 2)
        {
            // The sums lie by the columns of the left side, so the sides change places.
            GramBlocks.Add2x2(columns[2], columns[3], columns[0], columns[1], packs, sums, sums + 2);
        }
        else
        {
            GramBlocks.Add4x1(columns[0], columns[1], columns[2], columns[3], columns[4], packs, sums);
        }
    }
}
