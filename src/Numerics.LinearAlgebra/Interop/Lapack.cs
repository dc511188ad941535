using System.Numerics;

namespace Numerics.LinearAlgebra.Interop;

/// <summary>
/// A loaded LAPACK provider. It is an object, handed to every factorization: several providers can live in one process (but only one MKL).
/// </summary>
/// <remarks>
/// Order of the automatic choice: MKL.NET's library beside the application; a system MKL (MKLROOT, loader path, Debian's separate files);
/// oneMKL inside libtorch; OpenBLAS; LAPACK and BLAS of the system; MathNet.Numerics in managed code, which runs anywhere.
/// Safe to use from many threads at once. Libraries stay in the process after <see cref="Dispose"/>, because they own threads.
/// Determinism: with one LAPACK thread (the default) equal input gives equal bits on one machine with one provider; not across providers.
/// </remarks>
public sealed class Lapack : IDisposable
{
    private readonly FortranRoutines<double>? doubles;
    private readonly FortranRoutines<float>? floats;
    private readonly ThreadControl? threads;
    private readonly ThreadLocal<int> threadsOfThread = new();
    private bool disposed;

    private Lapack(ProviderAttempt taken, List<ProviderAttempt> attempts, LoadedProvider? loaded)
    {
        Name = taken.Name;
        Path = taken.Path;
        attempts.Add(taken);
        Attempts = attempts;
        doubles = loaded?.Doubles;
        floats = loaded?.Floats;
        threads = loaded?.Threads;
        Version = threads?.Version ?? $"MathNet.Numerics {typeof(MathNet.Numerics.Control).Assembly.GetName().Version}";
        MissingOptionalSymbols = loaded is null ? [] : [.. loaded.Doubles.MissingOptional, .. loaded.Floats.MissingOptional];
        threads?.Set(1);
    }

    /// <summary>Provider: mkl-net, mkl, libtorch, openblas, reference, managed, or file for an explicit path.</summary>
    public string Name { get; }

    /// <summary>What the library says of itself.</summary>
    public string Version { get; }

    /// <summary>File or loader name it came from; empty if managed.</summary>
    public string Path { get; }

    /// <summary>Every attempt of the search in order; the last one is the provider in use. More than one means a fallback worth announcing.</summary>
    public IReadOnlyList<ProviderAttempt> Attempts { get; }

    /// <summary>True if MathNet.Numerics does the work: correct everywhere, slow for large matrices.</summary>
    public bool IsManaged => doubles is null;

    /// <summary>True if the thread count belongs to each calling thread (MKL); false if to the process (OpenBLAS) or fixed.</summary>
    public bool ThreadCountIsPerThread => threads?.IsPerThread ?? false;

    /// <summary>Exported names that some providers have and this one lacks; the factorizations do without them.</summary>
    public IReadOnlyList<string> MissingOptionalSymbols { get; }

    /// <summary>
    /// Loads a provider. <paramref name="choice"/> is one of mkl-net, mkl, libtorch, openblas, reference, managed, or a path;
    /// null takes the environment variable NUMERICS_LAPACK, and if that is unset too the first usable one of the automatic order.
    /// </summary>
    /// <exception cref="LapackUnavailableException">An explicit choice cannot be used; the message has the loader's own words.</exception>
    public static Lapack Load(string? choice = null)
    {
        choice = string.IsNullOrWhiteSpace(choice) ? Environment.GetEnvironmentVariable(ProviderChain.EnvironmentVariable) : choice;
        bool automatic = string.IsNullOrWhiteSpace(choice);
        var attempts = new List<ProviderAttempt>();
        if (choice != ProviderChain.Managed)
        {
            foreach (ProviderCandidate candidate in automatic ? ProviderChain.Automatic() : ProviderChain.Explicit(choice!))
            {
                LoadedProvider? loaded = LoadedProvider.TryLoad(candidate, out string reason);
                if (loaded is not null)
                {
                    return new Lapack(new(candidate.Name, candidate.Path, true, "loaded, handshake passed"), attempts, loaded);
                }

                attempts.Add(new(candidate.Name, candidate.Path, false, reason));
            }

            if (!automatic)
            {
                throw new LapackUnavailableException(choice!, attempts);
            }
        }

        return new Lapack(new(ProviderChain.Managed, string.Empty, true, "MathNet.Numerics needs no native library"), attempts, loaded: null);
    }

    /// <summary>
    /// Sets how many threads LAPACK may use; 1 unless this is called, because parallelism over samples is faster.
    /// MKL: for calls from the current thread. OpenBLAS: for the whole process, so call it while no other thread is inside LAPACK.
    /// Reference and managed: no effect.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public void SetThreadsForCurrentThread(int n)
    {
        if (n < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(n), $"{n} LAPACK threads asked, at least 1 needed; 1 is the default.");
        }

        ObjectDisposedException.ThrowIf(disposed, this);
        threads?.Set(n);
        threadsOfThread.Value = n;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        threadsOfThread.Dispose();
    }

    /// <summary>The routines of one precision; makes sure that a thread seen for the first time starts with one LAPACK thread.</summary>
    internal FortranRoutines<T> Fortran<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (threads is { IsPerThread: true } && threadsOfThread.Value == 0)
        {
            threads.Set(1);
            threadsOfThread.Value = 1;
        }

        object? routines = typeof(T) == typeof(double) ? doubles : typeof(T) == typeof(float) ? floats : null;
        return routines as FortranRoutines<T>
            ?? throw new NotSupportedException($"Provider {Name} has no native routines for {typeof(T).Name}; use float or double.");
    }
}
