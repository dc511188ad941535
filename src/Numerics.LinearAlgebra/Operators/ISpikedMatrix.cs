using System.Numerics;

namespace Numerics.LinearAlgebra.Operators;

/// <summary>A hidden weight matrix after training: a Gaussian matrix and the spikes that training added to it.</summary>
/// <typeparam name="T">Element type of vectors.</typeparam>
public interface ISpikedMatrix<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The spikes in the order of adding.</summary>
    IReadOnlyList<Spike> Spikes { get; }

    /// <summary>Shows the Gaussian matrix to what reads it from inside.</summary>
    TResult Accept<TResult>(IGaussianVisitor<T, TResult> visitor);
}
