namespace Numerics.LinearAlgebra.Interop;

/// <summary>A native provider that has every required routine and passed the handshake.</summary>
/// <param name="Doubles">Routines in double precision.</param>
/// <param name="Floats">Routines in single precision.</param>
/// <param name="Threads">Thread count and version.</param>
internal sealed record LoadedProvider(FortranRoutines<double> Doubles, FortranRoutines<float> Floats, ThreadControl Threads)
{
    /// <summary>Loads, binds and tests one candidate; null and a reason if it cannot be used.</summary>
    public static LoadedProvider? TryLoad(ProviderCandidate candidate, out string reason)
    {
        reason = candidate.IsMkl ? MklGuard.Conflict(candidate.Path) ?? string.Empty : string.Empty;
        reason = reason.Length > 0 ? reason : AddressSpace.Detect()?.Refusal(Environment.ProcessorCount) ?? string.Empty;
        if (reason.Length > 0)
        {
            return null;
        }

        ProviderLibraries libraries = candidate.Load(candidate.Path);
        if (libraries.Failed)
        {
            reason = libraries.Reason;
            return null;
        }

        var doubles = new FortranRoutines<double>(libraries.Handles);
        var floats = new FortranRoutines<float>(libraries.Handles);
        IReadOnlyList<string> missing = [.. doubles.MissingRequired, .. floats.MissingRequired];
        if (missing.Count > 0)
        {
            reason = $"it loads but lacks {string.Join(", ", missing)}; load a library with all of BLAS and LAPACK";
            return null;
        }

        var threads = new ThreadControl(libraries.Handles);
        threads.Set(1);
        reason = Handshake.Refusal(doubles) ?? string.Empty;
        return reason.Length == 0 ? new(doubles, floats, threads) : null;
    }
}
