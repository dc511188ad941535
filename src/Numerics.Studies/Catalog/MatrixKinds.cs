namespace Numerics.Studies.Catalog;

/// <summary>What follows from the kind of the matrices.</summary>
public static class MatrixKinds
{
    /// <summary>Why processes cannot share the rows of such matrices, see <see cref="IStudyRun.NotShared"/>; null if they can.</summary>
    public static string? NotShared(this MatrixKind kind) => kind == MatrixKind.Revealed
        ? null
        : "Stored matrices are not shared by processes: set matrix=revealed, or run one process per replica (--shard).";
}
