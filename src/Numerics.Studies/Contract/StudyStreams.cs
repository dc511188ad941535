using Numerics.Kernels.Random;
using Numerics.Spectra.Models;

namespace Numerics.Studies.Contract;

/// <summary>The random streams of one replica, or of one pass of a theory, ready to use: a study names a matrix and composes no key.</summary>
/// <remarks>Passes of a theory lie beyond any replica (the study's number with its highest bit set), so that theory and simulation never share a number.</remarks>
public readonly record struct StudyStreams
{
    private const uint TheoryBit = 0x8000_0000;

    private readonly ulong seed;
    private readonly uint study;
    private readonly uint index;

    private StudyStreams(ulong seed, uint study, uint index)
    {
        this.seed = seed;
        this.study = study;
        this.index = index;
    }

    /// <summary>Of small samples that say, before any replica, how far spectra reach: the same for every study and seed.</summary>
    public static StudyStreams Pilot => new(0, 0, 0);

    /// <summary>Of a network: roles of its layers are numbered there.</summary>
    public NetworkStreams Network => new(seed, study, index);

    /// <summary>Of matrix number <paramref name="matrix"/> of this replica.</summary>
    public StreamKey Matrix(uint matrix) => StreamKey.Derive(seed, study, index, matrix);

    internal static StudyStreams OfReplica(ulong seed, uint study, int replica) => new(seed, study, (uint)replica);

    internal static StudyStreams OfPass(ulong seed, uint study, int pass) => new(seed, study | TheoryBit, (uint)pass);
}
