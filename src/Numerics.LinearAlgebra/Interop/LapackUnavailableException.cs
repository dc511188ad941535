namespace Numerics.LinearAlgebra.Interop;

/// <summary>A LAPACK provider that was asked for by name or path cannot be used; nothing is put in its place.</summary>
public sealed class LapackUnavailableException : Exception
{
    /// <summary>Says which provider was asked for and what every attempt at it answered.</summary>
    public LapackUnavailableException(string choice, IReadOnlyList<ProviderAttempt> attempts)
        : base(Sentence(choice, attempts)) => Attempts = attempts;

    /// <summary>The attempts made, in order.</summary>
    public IReadOnlyList<ProviderAttempt> Attempts { get; }

    private static string Sentence(string choice, IReadOnlyList<ProviderAttempt> attempts)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        IEnumerable<string> words = attempts
            .GroupBy(attempt => attempt.Reason, StringComparer.Ordinal)
            .Select(same => $"{string.Join(", ", same.Select(attempt => attempt.Path))}: {same.Key}");
        return $"The LAPACK provider '{choice}' cannot be used ({string.Join("; ", words)}); "
            + $"install it, give another of {string.Join(", ", ProviderChain.Names)} or a path, "
            + $"or leave --lapack and {ProviderChain.EnvironmentVariable} unset for the automatic choice.";
    }
}
