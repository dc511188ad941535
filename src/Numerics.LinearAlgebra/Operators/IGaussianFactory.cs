using System.Numerics;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>Makes Gaussian matrices of one kind, stored or revealed: what depends on the kind is decided here and nowhere else.</summary>
/// <typeparam name="T">Element type of vectors, float or double.</typeparam>
public interface IGaussianFactory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A matrix about which nothing has been asked; the caller owns it.</summary>
    /// <param name="options">Sizes, scale, capacities and streams.</param>
    IGaussianOperator<T> Create(RevealedGaussianOptions options);
}
