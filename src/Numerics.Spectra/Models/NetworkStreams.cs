using Numerics.Kernels.Random;

namespace Numerics.Spectra.Models;

/// <summary>Random streams of one replica of a network. Roles are numbered once and for all; a number is never reused.</summary>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Study">Stream number of the study.</param>
/// <param name="Replica">Replica.</param>
public readonly record struct NetworkStreams(ulong Seed, uint Study, uint Replica)
{
    /// <summary>First layer W0.</summary>
    public StreamKey FirstLayer => StreamKey.Derive(Seed, Study, Replica, 0);

    /// <summary>Readout w.</summary>
    public StreamKey Readout => StreamKey.Derive(Seed, Study, Replica, 1);

    /// <summary>Noise of the labels; one column per set of samples.</summary>
    public StreamKey LabelNoise => StreamKey.Derive(Seed, Study, Replica, 3);

    /// <summary>Fresh parts of A^l v, or the entries of a stored A^l; l from 1.</summary>
    public StreamKey Right(int layer) => StreamKey.Derive(Seed, Study, Replica, (uint)((4 * layer) + 0));

    /// <summary>Fresh parts of A^l^T u.</summary>
    public StreamKey Left(int layer) => StreamKey.Derive(Seed, Study, Replica, (uint)((4 * layer) + 1));

    /// <summary>What completes a revealed A^l to its spectrum.</summary>
    public StreamKey Completion(int layer) => StreamKey.Derive(Seed, Study, Replica, (uint)((4 * layer) + 2));

    /// <summary>Which rows of matrix <paramref name="layer"/> enter a step; one column per step.</summary>
    public StreamKey Selection(int layer) => StreamKey.Derive(Seed, Study, Replica, (uint)((4 * layer) + 3));
}
