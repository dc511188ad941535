namespace Numerics.Spectra.Theory.Bulk.Pencils;

/// <summary>
/// A self-adjoint linear pencil whose blocks are multiples of the identity and rectangular Gaussian matrices.
/// </summary>
/// <remarks>
/// <code>
/// z E - L,   L = A_0 + sum_i ( A_i (x) X_i + A_i^T (x) X_i^T ),   E = diag(1 on corner blocks, 0 on auxiliary ones)
/// X_i : n_p x n_q with independent N(0, s_i/n) entries,  n_tau = c_tau n
/// </code>
/// <para>Made by <see cref="PencilBuilder"/> or <see cref="MatrixProgram"/>. Immutable.</para>
/// <para>Source: G. W. Anderson, Ann. Probab. 41 (2013) 2103 (self-adjoint linearization); docs/bulk.md, section 2.</para>
/// </remarks>
public sealed class BlockPencil
{
    internal BlockPencil(
        IReadOnlyList<DimensionType> types,
        IReadOnlyList<PencilBlock> blocks,
        IReadOnlyList<PencilEntry> constants,
        IReadOnlyList<GaussianTerm> gaussians,
        IReadOnlyList<double> traceWeights)
    {
        Types = types;
        Blocks = blocks;
        Constants = constants;
        Gaussians = gaussians;
        TraceWeights = traceWeights;
    }

    /// <summary>The dimensions.</summary>
    public IReadOnlyList<DimensionType> Types { get; }

    /// <summary>The block rows; their number is m.</summary>
    public IReadOnlyList<PencilBlock> Blocks { get; }

    /// <summary>A_0, both triangles.</summary>
    public IReadOnlyList<PencilEntry> Constants { get; }

    /// <summary>The Gaussian matrices.</summary>
    public IReadOnlyList<GaussianTerm> Gaussians { get; }

    /// <summary>Weight of each block in the trace whose density is wanted; positive on corner blocks only, total one.</summary>
    public IReadOnlyList<double> TraceWeights { get; }

    /// <summary>Blocks of dimension <paramref name="type"/>, in the order in which they stand in its resolvent block.</summary>
    public IEnumerable<PencilBlock> BlocksOf(DimensionType type) => Blocks.Where(block => block.Type == type);

    /// <summary>The same pencil with the trace of <paramref name="block"/> alone.</summary>
    /// <exception cref="ArgumentException">The block is auxiliary.</exception>
    public BlockPencil WithTraceOf(PencilBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return block.IsCorner
            ? new BlockPencil(Types, Blocks, Constants, Gaussians, [.. Blocks.Select(other => other == block ? 1.0 : 0)])
            : throw new ArgumentException($"Block {block.Name} is auxiliary and has no trace; choose a corner block.", nameof(block));
    }
}
