using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Numerics.Studies.Execution;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGUSR1 (the notice of batch systems before the time limit) into a cancellation, so that a run ends resumable.
/// A SIGINT that comes later than <see cref="SameInterrupt"/> after the first signal ends the process as usual; an earlier one is the same interruption, delivered twice.
/// </summary>
public sealed class InterruptSignals : IDisposable
{
    /// <summary>Signals so close to the first one belong to it: <c>timeout</c> and terminals signal the process and its group, too.</summary>
    public static readonly TimeSpan SameInterrupt = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource source = new();
    private readonly Lock sync = new();
    private long firstAt;
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
            bool first;
            lock (sync)
            {
                first = Received is null;
                firstAt = first ? Stopwatch.GetTimestamp() : firstAt;
                Received ??= name;
            }

            context.Cancel = signal != PosixSignal.SIGINT || Stopwatch.GetElapsedTime(firstAt) < SameInterrupt;
            if (first)
            {
                source.Cancel();
            }
        }));
}
