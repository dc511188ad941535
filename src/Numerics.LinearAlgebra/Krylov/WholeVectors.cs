using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>A symmetric operator on vectors in one piece as an operator on panels.</summary>
/// <param name="matrix">Square, symmetric, of an order below 2^31.</param>
internal sealed class WholeVectors(ILinearOperator matrix) : IPanelOperator<double>
{
    private readonly double[] vectorOfAll = new double[matrix.Rows];
    private readonly double[] imageOfAll = new double[matrix.Rows];

    /// <inheritdoc/>
    public RowShards Shards { get; } = ShardExecutor.Sequential.Cut(matrix.Rows);

    /// <summary>Copies a vector into a panel column.</summary>
    public static void Scatter(ReadOnlySpan<double> vector, PanelView<double> column)
    {
        RowShards shards = column.Panel.Shards;
        foreach (int shard in shards.Own)
        {
            vector.Slice((int)shards.Start(shard), shards.Length(shard)).CopyTo(column.Column(shard, 0));
        }
    }

    /// <summary>Copies a panel column into a vector.</summary>
    public static void Gather(PanelView<double> column, Span<double> vector)
    {
        RowShards shards = column.Panel.Shards;
        foreach (int shard in shards.Own)
        {
            column.Column(shard, 0)[..shards.Length(shard)].CopyTo(vector[(int)shards.Start(shard)..]);
        }
    }

    /// <inheritdoc/>
    public void Apply(PanelView<double> vector, PanelView<double> image)
    {
        Gather(vector, vectorOfAll);
        matrix.Apply(vectorOfAll, imageOfAll);
        Scatter(imageOfAll, image);
    }
}
