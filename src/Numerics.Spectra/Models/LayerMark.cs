using System.Numerics;
using Numerics.LinearAlgebra.Operators;

namespace Numerics.Spectra.Models;

/// <summary>What a trained matrix consisted of, and how much had been asked of it, when a step began.</summary>
/// <param name="Spikes">Number of spikes, that is of gradient terms already added.</param>
/// <param name="Asked">What had been asked: left queries are backward fields, right queries forward features.</param>
public readonly record struct LayerMark(int Spikes, GaussianMark Asked)
{
    /// <summary>The mark of a matrix as it is now.</summary>
    public static LayerMark Of<T>(LowRankPlus<T> matrix)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new LayerMark(matrix.Spikes.Count, matrix.Gaussian.Mark());
    }
}
