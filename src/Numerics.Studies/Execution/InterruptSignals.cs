using System.Runtime.InteropServices;

namespace Numerics.Studies.Execution;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGUSR1 (the notice of batch systems before the time limit) into a cancellation, so that a run ends resumable.
/// A second SIGINT ends the process as usual.
/// </summary>
public sealed class InterruptSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    /// <summary>Begins to listen.</summary>
    public InterruptSignals()
    {
        Listen(PosixSignal.SIGINT, "SIGINT");
        Listen(PosixSignal.SIGTERM, "SIGTERM");
        if (!OperatingSystem.IsWindows())
        {
            Listen((PosixSignal)(OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? 30 : 10), "SIGUSR1");
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Name of the signal that came, null if none.</summary>
    public string? Received { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
        {
            registration.Dispose();
        }

        source.Dispose();
    }

    private void Listen(PosixSignal signal, string name)
        => registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            bool first = Received is null;
            context.Cancel = first || signal != PosixSignal.SIGINT;
            Received ??= name;
            if (first)
            {
                source.Cancel();
            }
        }));
}
