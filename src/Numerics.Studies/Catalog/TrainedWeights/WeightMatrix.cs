using Numerics.LinearAlgebra.Storage;

namespace Numerics.Studies.Catalog.TrainedWeights;

/// <summary>One matrix of the study, read when it is asked for.</summary>
/// <param name="Name">Name in the file, with the frequency of a kernel where it is cut by frequency.</param>
/// <param name="Network">The file, or the folder of files of one tensor each, that it is from.</param>
/// <param name="Description">Shape and type in words.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Read">Reads it; which way round is left open.</param>
internal sealed record WeightMatrix(string Name, string Network, string Description, long Rows, long Columns, Func<DenseMatrix<double>> Read)
{
    /// <summary>Reads it at initialisation, the same way round; null without.</summary>
    public Func<DenseMatrix<double>>? ReadInitial { get; init; }

    /// <summary>Mean square of the noise that the storage format adds to the entries, from them; the same for all entries of integers.</summary>
    public Func<DenseMatrix<double>, double> StorageNoise { get; init; } = _ => 0;

    /// <summary>n.</summary>
    public long Shorter => Math.Min(Rows, Columns);

    /// <summary>m.</summary>
    public long Longer => Math.Max(Rows, Columns);

    /// <summary>Bytes of the entries in double precision.</summary>
    public long Bytes => 8 * Rows * Columns;
}
