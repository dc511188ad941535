using Numerics.Kernels.Random;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;

namespace Numerics.Spectra.Ensembles;

/// <summary>A random-matrix model: how one matrix of it is drawn and decomposed, and the limit of its spectrum.</summary>
/// <remarks>
/// <para>Entries are normalised so that spectra stay finite as the reference size n grows: orthogonal matrices have off-diagonal variance 1/n, unitary ones E|H_ij|^2 = 1/n,
/// rectangular ones entries of variance 1/n with n columns (or samples).</para>
/// <para>Implementers are immutable, refuse parameters that they cannot have with an <see cref="ArgumentException"/>, and stand in <see cref="EnsembleCatalog.All"/>.</para>
/// <para>Determinism: matrices are the same bits everywhere, their values those of the LAPACK provider.</para>
/// </remarks>
public interface IEnsemble
{
    /// <summary>Size of a pilot: large enough to say within some per cent how far the spectrum reaches.</summary>
    private const int PilotSize = 96;

    /// <summary>Sides in ratios of a hundred would make a pilot of hours: it is smaller then, down to this.</summary>
    private const int SmallestPilot = 6;

    /// <summary>Six matrices of order 600.</summary>
    private const double PilotBytes = 8 * 6 * 600.0 * 600;

    /// <summary>What is counted: "eigenvalue", "singular value" or "modulus".</summary>
    string Noun { get; }

    /// <summary>Whether values cannot be negative.</summary>
    bool IsNonnegative { get; }

    /// <summary>Whether the matrix has a spike, with whose direction the top vector overlaps.</summary>
    bool HasSpike => false;

    /// <summary>p, rows of the matrix at reference size n; n unless the model is rectangular.</summary>
    int Rows(int size) => size;

    /// <summary>Number of values of a sample, exact zeros included; p unless stated otherwise.</summary>
    int Count(int size) => Rows(size);

    /// <summary>Bytes that <see cref="Draw"/> holds at most: about six matrices of the larger side.</summary>
    double Bytes(int size) => 8 * 6 * Math.Pow(Math.Max(size, Rows(size)), 2);

    /// <summary>Floating-point operations of <see cref="Draw"/>, those of slower kernels counted more often; about nine per cubed side for a symmetric problem with its vectors.</summary>
    double Operations(int size) => 9 * Math.Pow(Math.Max(size, Rows(size)), 3);

    /// <summary>One matrix of reference size <paramref name="size"/> = n, decomposed.</summary>
    /// <param name="lapack">Provider.</param>
    /// <param name="size">n, at least 2.</param>
    /// <param name="stream">Key of each Gaussian matrix or direction by its number.</param>
    /// <param name="executor">Threads that draw.</param>
    EnsembleSample Draw(Lapack lapack, int size, Func<uint, StreamKey> stream, ShardExecutor executor);

    /// <summary>The limit of the spectrum, with the fluctuations of reference size <paramref name="size"/>; ratios are those of the rounded sizes.</summary>
    /// <exception cref="Theory.Bulk.Dyson.DysonException">A Dyson equation was not solved.</exception>
    LimitSpectrum Limit(Lapack lapack, int size);

    /// <summary>Values of one small matrix with random numbers of its own, descending: how far spectra reach, before anything is solved or sampled.</summary>
    /// <remarks>Always the same numbers: size 96 (less where sides are many times that), the managed provider, stream 0.</remarks>
    IReadOnlyList<double> Pilot()
    {
        using var lapack = Lapack.Load("managed");
        int size = PilotSize;
        while (size > SmallestPilot && Bytes(size) > PilotBytes)
        {
            size /= 2;
        }

        return Draw(lapack, size, role => StreamKey.Derive(0, 0, 0, role), ShardExecutor.Sequential).Values;
    }
}
