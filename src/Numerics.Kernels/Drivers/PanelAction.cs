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
internal unsafe struct PanelAction<TKept, T> : IPartAction<T>
    where TKept : unmanaged, INumber<TKept>
    where T : unmanaged, INumber<T>
{
    /// <summary>
    /// Bytes of a block of a column: four columns of a and three of y stay in the first-level cache, and all columns of both panels (60 or more)
    /// in 256 KB of the second level. A lane adds 64 terms before it is folded in double, which costs a twentieth of the multiplying.
    /// </summary>
    private const int BlockBytes = 4096;

    /// <summary>Bytes of the columns that are kept in the first-level cache (32 KB) while those of the other panel pass: for sums eight columns of a of 2 KB or four of 4 KB while those of y pass by threes, for
    /// updates nine or three columns of y while those of a pass by fours.</summary>
    private const int KeptBytes = 18432;

    /// <summary>Bytes of a pack.</summary>
    private const int PackBytes = 64;

    /// <summary>Left panel, in the element type of the arithmetic or in single precision: see <see cref="KeptColumn"/>.</summary>
    public TKept* A;

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

    /// <summary>Leading dimension of the Gram matrix.</summary>
    public int Ldg;

    /// <summary>What is read after this, fetched into the second-level cache meanwhile.</summary>
    public Prefetch Next;

    /// <inheritdoc/>
    public void Run<TPart>()
        where TPart : unmanaged, IPackPart<TPart, T>
    {
        int blockRows = BlockBytes / sizeof(T);
        for (long start = 0; start < Rows; start += blockRows)
        {
            int rows = (int)Math.Min(blockRows, Rows - start);
            if (Coefficients is not null)
            {
                Update<TPart>((nint)start, rows);
            }

            if (Gram is not null)
            {
                Product<TPart>((nint)start, rows);
            }
        }
    }

    /// <summary>Columns of the given length that are kept in the first-level cache: a multiple of the columns of a register block.</summary>
    private static int Kept(int columnBytes, int multiple) => Math.Max(multiple, KeptBytes / columnBytes / multiple * multiple);

    private readonly void Update<TPart>(nint start, int rows)
        where TPart : unmanaged, IPackPart<TPart, T>
    {
        for (int j = 0; j < Kb && Beta != 1; j++)
        {
            Scale<TPart>(Y + ((nint)j * Ldy) + start, rows);
        }

        if (Kb == 1 && (long)Ka * Lda * sizeof(TKept) <= ColumnCombination.MostBytes)
        {
            ColumnCombination.Add<TPart, TKept, T>(A + start, Lda, Ka, Coefficients, Y + start, rows);
            return;
        }

        int group = Math.Min(Kept(rows * sizeof(T), GramBlocks.Right), 4 * GramBlocks.Right);
        for (int first = 0, end; first < Kb; first = end)
        {
            // One column more where it would be left alone.
            end = Kb - first <= group + 1 ? Kb : first + group;
            for (int i = 0; i < Ka; i += GramBlocks.Left)
            {
                for (int j = first; j < end; j += Width(end - j))
                {
                    UpdateColumns<TPart>(i, Math.Min(GramBlocks.Left, Ka - i), j, Width(end - j), start, rows);
                }
            }
        }
    }

    /// <summary>Right-hand columns of the next register block: 4 that are left are 2 + 2, not 3 + 1.</summary>
    private static int Width(int left) => left == 4 ? 2 : Math.Min(GramBlocks.Right, left);

    private readonly void Scale<TPart>(T* y, int rows)
        where TPart : unmanaged, IPackPart<TPart, T>
    {
        if (Beta == 0)
        {
            new Span<T>(y, rows).Clear();
            return;
        }

        int packs = rows / GramBlocks.PackElements<T>();
        T beta = T.CreateTruncating(Beta);
        PanelBlocks.Scale<TPart, T>(Beta, y, packs);
        for (int r = packs * GramBlocks.PackElements<T>(); r < rows; r++)
        {
            y[r] *= beta;
        }
    }

    /// <summary>Up to three columns of y gain up to four columns of a.</summary>
    private readonly void UpdateColumns<TPart>(int i, int columns, int j, int right, nint start, int rows)
        where TPart : unmanaged, IPackPart<TPart, T>
    {
        TKept* a = A + ((nint)i * Lda) + start;
        T* y = Y + ((nint)j * Ldy) + start;
        double* c = Coefficients + i + ((nint)j * Ka);
        int packs = rows / GramBlocks.PackElements<T>();
        int left = rows - (packs * GramBlocks.PackElements<T>());
        UpdatePacks<TPart>(a, Lda, columns, c, y, right, packs);
        for (int m = 0; m < right && left > 0; m++)
        {
            ColumnCombination.ByRows(a + (rows - left), Lda, columns, c + ((nint)m * Ka), y + ((nint)m * Ldy) + (rows - left), left);
        }
    }

    private readonly void UpdatePacks<TPart>(TKept* a, nint lda, int columns, double* c, T* y, int right, int packs)
        where TPart : unmanaged, IPackPart<TPart, T>
    {
        if (columns < GramBlocks.Left)
        {
            for (int k = 0; k < columns * right; k++)
            {
                PanelBlocks.Update1x1<TPart, TKept, T>(a + (k % columns * lda), c[(k % columns) + ((nint)(k / columns) * Ka)], y + ((nint)(k / columns) * Ldy), packs);
            }

            return;
        }

        switch (right)
        {
            case 3:
                PanelBlocks.Update4x3<TPart, TKept, T>(a, lda, c, Ka, y, Ldy, packs);
                break;
            case 2:
                PanelBlocks.Update4x2<TPart, TKept, T>(a, lda, c, Ka, y, Ldy, packs);
                break;
            default:
                PanelBlocks.Update4x1<TPart, TKept, T>(a, lda, c, y, packs);
                break;
        }
    }

    private void Product<TPart>(nint start, int rows)
        where TPart : unmanaged, IPackPart<TPart, T>
    {
        int group = Kept(rows * sizeof(TKept), GramBlocks.Left);
        for (int first = 0; first < Ka; first += group)
        {
            int end = Math.Min(Ka, first + group);
            for (int j = 0; j < Kb; j += Width(Kb - j))
            {
                for (int i = first; i < end; i += GramBlocks.Left)
                {
                    Next.Fetch();
                    ProductColumns<TPart>(i, Math.Min(GramBlocks.Left, Ka - i), j, Width(Kb - j), start, rows);
                }
            }
        }
    }

    /// <summary>Up to 4 x 3 columns; a missing column of a repeats the last one, and its sums are dropped.</summary>
    [SkipLocalsInit]
    private readonly void ProductColumns<TPart>(int i, int left, int j, int right, nint start, int rows)
        where TPart : unmanaged, IPackPart<TPart, T>
    {
        int pack = GramBlocks.PackElements<T>();
        T* sums = stackalloc T[GramBlocks.Left * GramBlocks.Right * PackBytes / sizeof(T)];
        TKept** columns = stackalloc TKept*[GramBlocks.Left];
        for (int k = 0; k < GramBlocks.Left; k++)
        {
            columns[k] = A + ((nint)(i + Math.Min(k, left - 1)) * Lda) + start;
        }

        T* y = Y + ((nint)j * Ldy) + start;
        int packs = rows / pack;
        int rest = rows - (packs * pack);
        ProductPacks<TPart>(columns, y, Ldy, right, packs, sums);
        if (rest > 0)
        {
            ProductTail(columns, y + (rows - rest), right, rows - rest, rest, sums);
        }

        for (int m = 0; m < right; m++)
        {
            double* entry = Gram + i + ((nint)(j + m) * Ldg);
            T* column = sums + (GramBlocks.Left * m * pack);
            if (left == GramBlocks.Left)
            {
                LaneTail.AddFourSums(column, entry);
                continue;
            }

            for (int k = 0; k < left; k++)
            {
                entry[k] += LaneTail.Sum(column + (k * pack));
            }
        }
    }

    /// <summary>The rows of a last, incomplete pack, one by one: lane r of each sum gains row r.</summary>
    private readonly void ProductTail(TKept** columns, T* y, int right, int start, int rows, T* sums)
    {
        int pack = GramBlocks.PackElements<T>();
        for (int j = 0; j < GramBlocks.Left * right; j++)
        {
            TKept* a = columns[j % GramBlocks.Left] + start;
            T* b = y + ((nint)(j / GramBlocks.Left) * Ldy), sum = sums + (j * pack);
            for (int r = 0; r < rows; r++)
            {
                sum[r] = SingleLane<T>.MultiplyAdd(new(T.CreateTruncating(a[r])), new(b[r]), new(sum[r])).Value;
            }
        }
    }

    private static void ProductPacks<TPart>(TKept** a, T* y, nint ldy, int right, int packs, T* sums)
        where TPart : unmanaged, IPackPart<TPart, T>
    {
        switch (right)
        {
            case 3:
                GramBlocks.Add4x3<TPart, TKept, T>(a[0], a[1], a[2], a[3], y, ldy, packs, sums);
                break;
            case 2:
                GramBlocks.Add4x2<TPart, TKept, T>(a[0], a[1], a[2], a[3], y, ldy, packs, sums);
                break;
            default:
                GramBlocks.Add4x1<TPart, TKept, T>(a[0], a[1], a[2], a[3], y, packs, sums);
                break;
        }
    }
}
