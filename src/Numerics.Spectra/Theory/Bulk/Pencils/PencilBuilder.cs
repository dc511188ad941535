namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>Assembles a <see cref="BlockPencil"/> piece by piece and refuses what does not fit.</summary>
/// <remarks>Source: G. W. Anderson, Ann. Probab. 41 (2013) 2103 (self-adjoint linearization); docs/bulk.md, section 2.</remarks>
public sealed class PencilBuilder
{
    private readonly List<DimensionType> types = [];
    private readonly List<PencilBlock> blocks = [];
    private readonly Dictionary<(int Row, int Column), double> constants = [];
    private readonly List<(GaussianTerm Term, Dictionary<(int Row, int Column), double> Entries)> gaussians = [];

    /// <summary>Adds a dimension of <paramref name="ratio"/> c &gt;= 0 times the reference size.</summary>
    public DimensionType AddType(string name, double ratio)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!(ratio >= 0 && double.IsFinite(ratio)))
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), $"Dimension {name} has ratio {ratio}; give a finite number, zero or positive.");
        }

        var type = new DimensionType(types.Count, name, ratio);
        types.Add(type);
        return type;
    }

    /// <summary>Adds a block with the spectral parameter on its diagonal.</summary>
    public PencilBlock AddCorner(string name, DimensionType type) => AddBlock(name, type, isCorner: true);

    /// <summary>Adds an auxiliary block; it needs an entry of A_0 in its row.</summary>
    public PencilBlock AddAuxiliary(string name, DimensionType type) => AddBlock(name, type, isCorner: false);

    /// <summary>Adds <paramref name="value"/> to A_0 at a pair of blocks of one dimension, and at the transposed place.</summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public void AddConstant(PencilBlock first, PencilBlock second, double value)
    {
        RequireOwn(first);
        RequireOwn(second);
        if (first.Type != second.Type)
        {
            throw new ArgumentException(
                $"A multiple of the identity cannot stand at ({first.Name}, {second.Name}): {first.Name} has dimension {first.Type.Name}, {second.Name} has {second.Type.Name}; the dimensions must agree.");
        }

        constants[(first.Index, second.Index)] = constants.GetValueOrDefault((first.Index, second.Index)) + value;
        if (first.Index != second.Index)
        {
            constants[(second.Index, first.Index)] = constants.GetValueOrDefault((second.Index, first.Index)) + value;
        }
    }

    /// <summary>Adds a Gaussian matrix <paramref name="rowType"/> x <paramref name="columnType"/> with entries of variance s/n.</summary>
    public GaussianTerm AddGaussian(string name, DimensionType rowType, DimensionType columnType, double variance) =>
        AddTerm(name, rowType, columnType, variance, isSymmetric: false);

    /// <summary>Adds a symmetric Gaussian matrix with off-diagonal variance s/n and diagonal variance 2 s/n.</summary>
    public GaussianTerm AddSymmetricGaussian(string name, DimensionType type, double variance) =>
        AddTerm(name, type, type, variance, isSymmetric: true);

    /// <summary>Puts <paramref name="coefficient"/> times the matrix at (row, column) and its transpose at (column, row).</summary>
    /// <exception cref="ArgumentException">The matrix does not fit between these blocks.</exception>
    public void Couple(GaussianTerm gaussian, PencilBlock row, PencilBlock column, double coefficient = 1)
    {
        ArgumentNullException.ThrowIfNull(gaussian);
        RequireOwn(row);
        RequireOwn(column);
        int index = gaussians.FindIndex(pair => ReferenceEquals(pair.Term, gaussian));
        if (index < 0)
        {
            throw new ArgumentException($"The matrix {gaussian.Name} belongs to another pencil.", nameof(gaussian));
        }

        if (row.Type != gaussian.RowType || column.Type != gaussian.ColumnType)
        {
            throw new ArgumentException(
                $"{gaussian.Name} is {gaussian.RowType.Name} x {gaussian.ColumnType.Name} and cannot stand at ({row.Name}, {column.Name}), which is {row.Type.Name} x {column.Type.Name}; sizes must match.");
        }

        Dictionary<(int, int), double> entries = gaussians[index].Entries;
        if (gaussian.IsSymmetric)
        {
            // B (x) H with symmetric B: coefficients of X are B/sqrt 2.
            double half = coefficient / Math.Sqrt(2);
            entries[(row.Index, column.Index)] = entries.GetValueOrDefault((row.Index, column.Index)) + half;
            if (row.Index != column.Index)
            {
                entries[(column.Index, row.Index)] = entries.GetValueOrDefault((column.Index, row.Index)) + half;
            }

            return;
        }

        entries[(row.Index, column.Index)] = entries.GetValueOrDefault((row.Index, column.Index)) + coefficient;
    }

    /// <summary>The pencil; the trace is that of all corner blocks, each weighted by its size.</summary>
    /// <exception cref="ArgumentException">No corner block.</exception>
    public BlockPencil Build()
    {
        double total = blocks.Where(block => block.IsCorner).Sum(block => block.Type.Ratio);
        if (total == 0)
        {
            throw new ArgumentException("The pencil has no corner block of positive size, so there is no spectrum; add one.");
        }

        return new BlockPencil(
            [.. types],
            [.. blocks],
            [.. constants.Select(pair => new PencilEntry(pair.Key.Row, pair.Key.Column, pair.Value))],
            [.. gaussians.Select(pair => pair.Term with { Entries = [.. pair.Entries.Select(e => new PencilEntry(e.Key.Row, e.Key.Column, e.Value))] })],
            [.. blocks.Select(block => block.IsCorner ? block.Type.Ratio / total : 0)]);
    }

    private PencilBlock AddBlock(string name, DimensionType type, bool isCorner)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RequireOwn(type);
        var block = new PencilBlock(blocks.Count, name, type, isCorner);
        blocks.Add(block);
        return block;
    }

    private GaussianTerm AddTerm(string name, DimensionType rowType, DimensionType columnType, double variance, bool isSymmetric)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RequireOwn(rowType);
        RequireOwn(columnType);
        if (!(variance >= 0 && double.IsFinite(variance)))
        {
            throw new ArgumentOutOfRangeException(nameof(variance), $"The matrix {name} has variance {variance}; give a finite number, zero or positive.");
        }

        if (gaussians.Exists(pair => pair.Term.Name == name))
        {
            throw new ArgumentException($"There is already a matrix named {name}; names place spikes and must differ.", nameof(name));
        }

        var term = new GaussianTerm(name, rowType, columnType, variance, isSymmetric, []);
        gaussians.Add((term, []));
        return term;
    }

    private void RequireOwn(DimensionType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Index >= types.Count || !ReferenceEquals(types[type.Index], type))
        {
            throw new ArgumentException($"Dimension {type.Name} belongs to another pencil.", nameof(type));
        }
    }

    private void RequireOwn(PencilBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Index >= blocks.Count || !ReferenceEquals(blocks[block.Index], block))
        {
            throw new ArgumentException($"Block {block.Name} belongs to another pencil.", nameof(block));
        }
    }
}
