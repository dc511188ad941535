using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Studies.Catalog;

/// <summary>What follows from the kind of the matrices.</summary>
public static class MatrixKinds
{
    /// <summary>Why processes cannot share the rows of such matrices; null if they can.</summary>
    public static string? NotShared(this MatrixKind kind) => kind == MatrixKind.Revealed
        ? null
        : "Stored matrices are not shared by processes: set matrix=revealed, or run one process per replica (--shard).";

    /// <summary>Factory.</summary>
    public static IGaussianFactory<T> Factory<T>(this MatrixKind kind, Lapack lapack, ShardExecutor executor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => kind == MatrixKind.Revealed ? new RevealedGaussians<T>(executor) : new StoredGaussians<T>(lapack, executor);

    /// <summary>Whole.</summary>
    public static bool HoldsWholeSpectrum(this MatrixKind kind) => kind == MatrixKind.Stored;

    /// <summary>Most vectors.</summary>
    public static long? MostQueries(this MatrixKind kind, long side) => kind == MatrixKind.Revealed ? side - 1 : null;
}
