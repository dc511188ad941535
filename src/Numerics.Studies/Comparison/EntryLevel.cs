using Numerics.Studies.Records;

namespace Numerics.Studies.Comparison;

/// <summary>When one entry agrees: its score against Student's t at the Sidak level of the whole run.</summary>
public static class EntryLevel
{
    /// <summary>The level of one of <paramref name="judged"/> entries: 1 - (1 - family rate)^(1/m).</summary>
    public static double Rate(double familyRate, int judged) => 1 - Math.Pow(1 - familyRate, 1.0 / Math.Max(1, judged));

    /// <summary>Number of entries that carry a score.</summary>
    public static int Judged(IReadOnlyList<ObservableResult> observables)
    {
        ArgumentNullException.ThrowIfNull(observables);
        return observables.Sum(observable => observable.ZScore?.Count(score => score is not null) ?? 0);
    }

    /// <summary>Replicas that hold the value, less one; infinite where the error comes from the rule and not from the replicas.</summary>
    public static double DegreesOfFreedom(SimulationStatistics simulation, int index)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        return simulation.StandardError[index] is null ? double.PositiveInfinity : simulation.CountAt(index) - 1;
    }

    /// <summary>Whether an entry with a score agrees at the given level; null where there is no score.</summary>
    public static bool? Agrees(ObservableResult observable, int index, double entryRate)
    {
        ArgumentNullException.ThrowIfNull(observable);
        return observable.ZScore?[index] is { } score && observable.Simulation is { } simulation
            ? StudentT.TwoSidedTail(Math.Abs(score), DegreesOfFreedom(simulation, index)) >= entryRate
            : null;
    }
}
