using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Shards;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Studies.Execution;

/// <summary>Everything a run needs, decided before it begins.</summary>
public sealed record RunRequest
{
    /// <summary>What is run.</summary>
    public required Experiment Experiment { get; init; }

    /// <summary>Number of the study's random streams.</summary>
    public required uint StreamId { get; init; }

    /// <summary>How the run is described; its seed is the run's seed.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>Dense linear algebra.</summary>
    public required Lapack Lapack { get; init; }

    /// <summary>Threads and replicas at a time.</summary>
    public required ExecutionPlan Plan { get; init; }

    /// <summary>Indices of the replicas to run, increasing; empty for the theory alone.</summary>
    public required IReadOnlyList<int> Replicas { get; init; }

    /// <summary>Whether the theory is computed.</summary>
    public bool Theory { get; init; } = true;

    /// <summary>Processes that share the rows of every replica.</summary>
    public Communicator Communicator { get; init; } = Communicator.Alone;

    /// <summary>What a verdict must be able to see.</summary>
    public Resolution Resolution { get; init; } = Resolution.Default;

    /// <summary>Factors on the theory by observable, a check of the verdict's power; empty for none.</summary>
    public IReadOnlyDictionary<string, double> Distortions { get; init; } = new Dictionary<string, double>();

    /// <summary>Takes the weights of replicas after training; null where nobody asked.</summary>
    public IWeightSink? Weights { get; init; }

    /// <summary>Probability that a correct program is declared to disagree.</summary>
    public double FalseAlarmRate { get; init; } = Comparison.TheoryComparison.DefaultFalseAlarmRate;
}
