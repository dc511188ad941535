namespace Numerics.Runner;

/// <summary>What <c>run</c> without a study runs, one after the other; under a minute on two cores.</summary>
/// <param name="Runs">Runs in order.</param>
public sealed record DefaultDemonstration(IReadOnlyList<DemonstrationRun> Runs)
{
    /// <summary>The demonstration of this program.</summary>
    public static DefaultDemonstration Standard { get; } = new([]);
}
