using Numerics.Studies.Comparison;
using Numerics.Studies.Execution;
using Numerics.Studies.Records;

namespace Numerics.Studies.Catalog;

/// <summary>A study with its parameters fixed, ready to predict and to simulate. Immutable and safe to call from several threads.</summary>
public interface IStudyRun
{
    /// <summary>All observables, predicted or simulated.</summary>
    IReadOnlyList<ObservableShape> Observables { get; }

    /// <summary>Figures to draw.</summary>
    IReadOnlyList<FigureSpecification> Figures { get; }

    /// <summary>Number of replicas asked.</summary>
    int Replicas { get; }

    /// <summary>Bytes needed at once by one replica, and by the theory.</summary>
    MemoryEstimate Memory { get; }

    /// <summary>Rough operation counts, for <c>plan</c>.</summary>
    WorkEstimate Work { get; }

    /// <summary>What <c>plan</c> says beyond sizes and time, name to text: the grid of a sweep, say.</summary>
    IReadOnlyDictionary<string, string> PlanNotes => new Dictionary<string, string>();

    /// <summary>
    /// Why processes cannot share the rows of a replica, one sentence; null if they can. A study that says nothing holds whole matrices.
    /// </summary>
    string? NotShared => "This study holds whole matrices, which processes do not share: run one process per replica (--shard).";

    /// <summary>What theory and replicas say together beyond the scores of single entries (fits in the size, reduced edges), name to text; shown with the verdict.</summary>
    /// <param name="theory">Predictions by observable.</param>
    /// <param name="records">Replicas, finished or not.</param>
    IReadOnlyDictionary<string, string> Statistics(IReadOnlyDictionary<string, ObservableEstimate> theory, IReadOnlyList<ReplicaRecord> records) =>
        new Dictionary<string, string>();

    /// <summary>The infinite limit. Deterministic in (parameters, seed).</summary>
    PredictionOutcome Predict(ReplicaContext context);

    /// <summary>One finite-size replica. Deterministic in (parameters, seed, replica).</summary>
    ReplicaRecord SimulateReplica(ReplicaContext context);

    /// <summary>How an observable is judged; null if it is shown but not compared.</summary>
    ComparisonRule? Rule(string observable);
}
