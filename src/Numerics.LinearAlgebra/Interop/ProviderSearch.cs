namespace Numerics.LinearAlgebra.Interop;

/// <summary>The search for a usable provider along the <see cref="ProviderChain"/>, and what it found.</summary>
/// <param name="Attempts">Every attempt in order; the last one is the provider taken.</param>
/// <param name="Loaded">Its routines; null for the managed provider.</param>
internal sealed record ProviderSearch(IReadOnlyList<ProviderAttempt> Attempts, LoadedProvider? Loaded)
{
    /// <summary>What is asked for: <paramref name="given"/>, or else the environment variable; null for the first usable one of the automatic order.</summary>
    public static string? Choice(string? given)
    {
        string? choice = string.IsNullOrWhiteSpace(given) ? Environment.GetEnvironmentVariable(ProviderChain.EnvironmentVariable) : given;
        return string.IsNullOrWhiteSpace(choice) ? null : choice;
    }

    /// <summary>Loads the provider of a name or path, or for null the first usable one, which may be the managed one and always is there.</summary>
    /// <exception cref="LapackUnavailableException">An explicit choice cannot be used; the message has the loader's own words.</exception>
    public static ProviderSearch Run(string? choice)
    {
        var attempts = new List<ProviderAttempt>();
        if (choice != ProviderChain.Managed)
        {
            foreach (ProviderCandidate candidate in choice is null ? ProviderChain.Automatic() : ProviderChain.Explicit(choice))
            {
                LoadedProvider? loaded = LoadedProvider.TryLoad(candidate, out string reason);
                bool taken = loaded is not null;
                attempts.Add(new(candidate.Name, candidate.Path, taken, taken ? "loaded, handshake passed" : reason));
                if (taken)
                {
                    return new(attempts, loaded);
                }
            }

            if (choice is not null)
            {
                throw new LapackUnavailableException(choice, attempts);
            }
        }

        attempts.Add(new(ProviderChain.Managed, string.Empty, true, "MathNet.Numerics needs no native library"));
        return new(attempts, Loaded: null);
    }
}
