namespace Numerics.Studies.Records;

/// <summary>Cost of one phase of a run.</summary>
/// <param name="Phase">Name: setUp, theory, simulation, writing.</param>
/// <param name="WallSeconds">Wall time.</param>
/// <param name="CpuSeconds">Processor time of the whole process during the phase.</param>
/// <param name="PeakMemoryBytes">Peak resident memory of the process at the end of the phase.</param>
public sealed record PhaseTiming(string Phase, double WallSeconds, double CpuSeconds, long PeakMemoryBytes);
