using Numerics.LinearAlgebra.Shards;

namespace Numerics.LinearAlgebra.Krylov;

/// <summary>What is wanted of the largest singular values, and with which means.</summary>
public sealed record LargestSingularValuesOptions
{
    /// <summary>Route; automatic by default.</summary>
    public SingularRoute Route { get; init; } = SingularRoute.Automatic;

    /// <summary>Whether singular vectors are needed; the Gram route has none.</summary>
    public bool Vectors { get; init; }

    /// <summary>Threads of the Krylov route's passes over the matrix; bits do not depend on them.</summary>
    public ShardExecutor Executor { get; init; } = ShardExecutor.Sequential;

    /// <summary>
    /// Triplets of a matrix near this one, e.g. one training step before, to start the Krylov route from; their left vectors are combined. Null starts from
    /// a fixed vector of hashes.
    /// </summary>
    public LargestSingularValues? Previous { get; init; }

    /// <summary>Relative residual at which a triplet of the Krylov route counts as converged; its value is then right to about the square.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>See <see cref="GolubKahanLanczosOptions.SearchForMissed"/>.</summary>
    public bool SearchForMissed { get; init; } = true;
}
