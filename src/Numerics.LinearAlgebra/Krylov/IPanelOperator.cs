using System.Numerics;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>A symmetric matrix of any order, known by what it does to one panel column.</summary>
/// <typeparam name="T">Element type of the vectors, float or double.</typeparam>
public interface IPanelOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How the rows are cut.</summary>
    RowShards Shards { get; }

    /// <summary>image = K vector.</summary>
    /// <param name="vector">One column over <see cref="Shards"/>.</param>
    /// <param name="image">One column, overwritten; another one than the vector.</param>
    void Apply(PanelView<T> vector, PanelView<T> image);
}
