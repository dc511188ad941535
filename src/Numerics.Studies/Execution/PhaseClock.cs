using System.Diagnostics;
using Numerics.Studies.Records;

namespace Numerics.Studies.Execution;

/// <summary>Measures wall time, processor time and peak memory of the phases of a run.</summary>
public sealed class PhaseClock
{
    private readonly List<PhaseTiming> timings = [];
    private long wallStart = Stopwatch.GetTimestamp();
    private TimeSpan cpuStart = Environment.CpuUsage.TotalTime;

    /// <summary>Finished phases in order.</summary>
    public IReadOnlyList<PhaseTiming> Timings => [.. timings];

    /// <summary>Ends the phase that began with the clock or with the last call, and begins the next one.</summary>
    /// <param name="phase">Name of the phase that ends.</param>
    public void End(string phase)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        double wall = Stopwatch.GetElapsedTime(wallStart).TotalSeconds;
        timings.Add(new PhaseTiming(phase, wall, (cpu - cpuStart).TotalSeconds, process.PeakWorkingSet64));
        wallStart = Stopwatch.GetTimestamp();
        cpuStart = cpu;
    }
}
