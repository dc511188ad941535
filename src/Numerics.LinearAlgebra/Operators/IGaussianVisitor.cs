using System.Numerics;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>
/// What must look inside a Gaussian matrix, because it takes what the matrix holds: spectra, which decompose entries or complete what was revealed. Everything else asks products.
/// </summary>
/// <typeparam name="T">Element type of vectors.</typeparam>
/// <typeparam name="TResult">What is read off.</typeparam>
public interface IGaussianVisitor<T, out TResult>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Reads a matrix that holds its entries.</summary>
    TResult Stored(StoredGaussian<T> matrix);

    /// <summary>Reads a matrix that holds bases of what was asked, and the answers.</summary>
    TResult Revealed(IRevealedKnowledge matrix);
}
