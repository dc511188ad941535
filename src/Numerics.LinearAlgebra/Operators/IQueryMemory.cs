using System.Numerics;
using Numerics.LinearAlgebra.Shards;
using Numerics.LinearAlgebra.Storage;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>The vectors that a Gaussian matrix has been asked about from one side, in the order of asking.</summary>
/// <typeparam name="T">Element type, float or double.</typeparam>
public interface IQueryMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of vectors asked.</summary>
    int Count { get; }

    /// <summary>Dimension of the span of the vectors as far as the memory knows it: basis vectors, or all vectors where no basis is kept; at most <see cref="Count"/>.</summary>
    int Rank { get; }

    /// <summary>The vectors in an orthonormal basis of their span; null where no basis is kept.</summary>
    QueryRecord? Record => null;

    /// <summary>y += (basis of <see cref="Record"/>) * coefficients, whose rows are its first directions.</summary>
    /// <exception cref="NotSupportedException">No basis is kept.</exception>
    void AddDirections(DenseMatrix<double> coefficients, PanelView<T> y) => throw new NotSupportedException("These vectors are kept as they came, without a basis; combine the vectors.");

    /// <summary>Euclidean inner product of two asked vectors (a plain sum over rows).</summary>
    double InnerProduct(int i, int j);

    /// <summary>y += (first k asked vectors) * coefficients, coefficients of size k x y.Count.</summary>
    void AddCombination(DenseMatrix<double> coefficients, PanelView<T> y);
}
