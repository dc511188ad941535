using System.Numerics;

namespace Numerics.LinearAlgebra.Interop;

/// <summary>
/// A LAPACK provider, loaded at once or at its first use. It is an object, handed to every factorization: several providers can live in one process (but only one MKL).
/// </summary>
/// <remarks>
/// Order of the automatic choice: MKL.NET's library beside the application; a system MKL (MKLROOT, loader path, Debian's separate files);
/// oneMKL inside libtorch; OpenBLAS; LAPACK and BLAS of the system; MathNet.Numerics in managed code, which runs anywhere.
/// Safe to use from many threads at once. Libraries stay in the process after <see cref="Dispose"/>, because they own threads.
/// Determinism: with one LAPACK thread (the default) equal input gives equal bits on one machine with one provider; not across providers.
/// </remarks>
public sealed class Lapack : IDisposable
{
    private readonly Lazy<ProviderSearch> search;
    private readonly Lock gate = new();
    private readonly ThreadLocal<int> threadsOfThread = new();
    private Task? loading;
    private bool disposed;

    private Lapack(string? choice) => search = new(() => ProviderSearch.Run(choice));

    /// <summary>Provider: mkl-net, mkl, libtorch, openblas, reference, managed, or file for an explicit path.</summary>
    public string Name => Taken.Name;

    /// <summary>What the library says of itself.</summary>
    public string Version => Loaded?.Threads.Version ?? $"MathNet.Numerics {typeof(MathNet.Numerics.Control).Assembly.GetName().Version}";

    /// <summary>File or loader name it came from; empty if managed.</summary>
    public string Path => Taken.Path;

    /// <summary>Every attempt of the search in order; the last one is the provider in use. More than one means a fallback worth announcing.</summary>
    public IReadOnlyList<ProviderAttempt> Attempts => Found.Attempts;

    /// <summary>Whether there is a provider yet: asking for anything else here, or computing anything, loads it; after <see cref="Dispose"/> that is refused.</summary>
    public bool IsLoaded => search.IsValueCreated;

    /// <summary>True if MathNet.Numerics does the work: correct everywhere, slow for large matrices.</summary>
    public bool IsManaged => Loaded is null;

    /// <summary>True if the thread count belongs to each calling thread (MKL); false if to the process (OpenBLAS) or fixed.</summary>
    public bool ThreadCountIsPerThread => Loaded?.Threads.IsPerThread ?? false;

    /// <summary>Exported names that some providers have and this one lacks; the factorizations do without them.</summary>
    public IReadOnlyList<string> MissingOptionalSymbols => Loaded is { } loaded ? [.. loaded.Doubles.MissingOptional, .. loaded.Floats.MissingOptional] : [];

    private ProviderAttempt Taken => Attempts[^1];

    private LoadedProvider? Loaded => Found.Loaded;

    private ProviderSearch Found
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed && !search.IsValueCreated, this);
            return search.Value;
        }
    }

    /// <summary>
    /// Loads a provider. <paramref name="choice"/> is one of mkl-net, mkl, libtorch, openblas, reference, managed, or a path;
    /// null takes the environment variable NUMERICS_LAPACK, and if that is unset too the first usable one of the automatic order.
    /// </summary>
    /// <exception cref="LapackUnavailableException">An explicit choice cannot be used; the message has the loader's own words.</exception>
    public static Lapack Load(string? choice = null)
    {
        var lapack = new Lapack(ProviderSearch.Choice(choice));
        _ = lapack.search.Value;
        return lapack;
    }

    /// <summary>
    /// The same provider, but where the choice is automatic, which cannot fail, its library is loaded when something first needs it: a large one (libtorch) takes half a second of
    /// processor time.
    /// </summary>
    /// <exception cref="LapackUnavailableException">An explicit choice cannot be used; the message has the loader's own words.</exception>
    public static Lapack OnDemand(string? choice = null)
        => ProviderSearch.Choice(choice) is { } named ? Load(named) : new Lapack(choice: null);

    /// <summary>Loads the provider on another thread while this one goes on; what needs it waits for the end.</summary>
    public void BeginLoading()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        lock (gate)
        {
            loading ??= Task.Run(() => search.Value);
        }
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
        Loaded?.Threads.Set(n);
        threadsOfThread.Value = n;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        if (loading is not null)
        {
            Task.WhenAny(loading).Wait(); // A process must not end while a library is being loaded; how the loading ended is told to who needed it.
        }

        threadsOfThread.Dispose();
    }

    /// <summary>The routines of one precision; makes sure that a thread seen for the first time starts with one LAPACK thread.</summary>
    internal FortranRoutines<T> Fortran<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        LoadedProvider? loaded = Loaded;
        if (loaded is { Threads.IsPerThread: true } && threadsOfThread.Value == 0)
        {
            loaded.Threads.Set(1);
            threadsOfThread.Value = 1;
        }

        object? routines = typeof(T) == typeof(double) ? loaded?.Doubles : typeof(T) == typeof(float) ? loaded?.Floats : null;
        return routines as FortranRoutines<T>
            ?? throw new NotSupportedException($"Provider {Name} has no native routines for {typeof(T).Name}; use float or double.");
    }
}
