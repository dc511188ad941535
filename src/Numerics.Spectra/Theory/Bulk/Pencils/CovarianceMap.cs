namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>The linear map S of the matrix Dyson equation, which takes the resolvents of all dimensions to their self-energies.</summary>
/// <remarks>
/// <code>
/// S_p += s c_q A G_q A^T,   S_q += s c_p A^T G_p A        for every Gaussian matrix, p its rows, q its columns
/// </code>
/// <para>Blocks of one dimension after the other, column after column; all symmetric. The transposed pairing A G^T A is of order 1/n and left out.</para>
/// <para>Source: J. W. Helton, R. Rashidi Far and R. Speicher, IMRN (2007) rnm086; docs/bulk.md, section 2.</para>
/// </remarks>
internal sealed class CovarianceMap
{
    private readonly List<Half> halves = [];
    private readonly int[] orders;
    private readonly int[] offsets;

    public CovarianceMap(BlockPencil pencil, int[] orders, int[] offsets, int[] local)
    {
        this.orders = orders;
        this.offsets = offsets;
        foreach (GaussianTerm term in pencil.Gaussians)
        {
            int p = term.RowType.Index;
            int q = term.ColumnType.Index;
            PencilEntry[] entries = [.. term.Entries.Select(e => new PencilEntry(local[e.Row], local[e.Column], e.Value))];
            AddHalf(p, q, term.Variance * term.ColumnType.Ratio, entries);
            AddHalf(q, p, term.Variance * term.RowType.Ratio, [.. entries.Select(e => new PencilEntry(e.Column, e.Row, e.Value))]);
        }
    }

    /// <summary>Adds S_target[g] to <paramref name="result"/> (m x m, columns), g the blocks of all dimensions with positive ratio.</summary>
    public void AddTo(int target, ReadOnlySpan<double> g, Span<double> result)
    {
        int m = orders[target];
        foreach (Half half in halves)
        {
            if (half.Target != target)
            {
                continue;
            }

            int source = orders[half.Source];
            ReadOnlySpan<double> block = g.Slice(offsets[half.Source], source * source);
            for (int r = 0; r < half.Rows.Length; r++)
            {
                AddColumn(half, r, block, source, result.Slice(half.Rows[r] * m, m));
            }
        }
    }

    /// <summary>Column a' of A G A^T: w = G A(a', .)^T, then the sparse product A w.</summary>
    private static void AddColumn(Half half, int row, ReadOnlySpan<double> block, int source, Span<double> column)
    {
        Span<double> w = source <= 512 ? stackalloc double[source] : new double[source];
        w.Clear();
        for (int k = half.Starts[row]; k < half.Starts[row + 1]; k++)
        {
            LinearAlgebra.Dense.SpanProducts.Add(half.Factor * half.Values[k], block.Slice(half.Columns[k] * source, source), w);
        }

        for (int r = 0; r < half.Rows.Length; r++)
        {
            double sum = 0;
            for (int k = half.Starts[r]; k < half.Starts[r + 1]; k++)
            {
                sum += half.Values[k] * w[half.Columns[k]];
            }

            column[half.Rows[r]] += sum;
        }
    }

    private void AddHalf(int target, int source, double factor, PencilEntry[] entries)
    {
        if (factor == 0 || entries.Length == 0)
        {
            return;
        }

        IGrouping<int, PencilEntry>[] rows = [.. entries.GroupBy(e => e.Row).OrderBy(group => group.Key)];
        var starts = new int[rows.Length + 1];
        for (int r = 0; r < rows.Length; r++)
        {
            starts[r + 1] = starts[r] + rows[r].Count();
        }

        PencilEntry[] ordered = [.. rows.SelectMany(group => group)];
        halves.Add(new Half(target, source, factor, [.. rows.Select(group => group.Key)], starts, [.. ordered.Select(e => e.Column)], [.. ordered.Select(e => e.Value)]));
    }

    private sealed record Half(int Target, int Source, double Factor, int[] Rows, int[] Starts, int[] Columns, double[] Values);
}
