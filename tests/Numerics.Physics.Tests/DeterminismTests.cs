using Numerics.LinearAlgebra.Evidence;
using Numerics.LinearAlgebra.Interop;
using Numerics.Physics.Tests.Support;
using Numerics.Studies.Catalog.NonlinearMup;
using Numerics.Studies.Configuration.Values;
using Numerics.Studies.Contract;
using Numerics.Studies.Records;

namespace Numerics.Physics.Tests;

public sealed class DeterminismTests
{
    [Theory]
    [InlineData(FloatingPrecision.Double)]
    [InlineData(FloatingPrecision.Single)]
    [InlineData(FloatingPrecision.Mixed)]
    public void A_revealed_replica_has_the_same_bits_on_any_number_of_threads(FloatingPrecision precision)
    {
        using var lapack = Lapack.Load();
        NonlinearMupExperiment run = Replicas.Prepare(ReferenceSets.R5 with
        {
            Width = 40_000,
            Steps = 4,
            Batch = BatchSchedule.OfLists([[0], [1, 3], [2], [0, 1, 2, 3]]),
            RecordSteps = [2, 4],
            LearningRate = 0.5,
            Precision = precision,
        });
        ReplicaRecord one = Replicas.Record(lapack, run, 5, 2, threads: 1);
        Assert.Equal(Outcome.Ok, one.Outcome);
        foreach (int threads in (int[])[2, 4])
        {
            ReplicaRecord other = Replicas.Record(lapack, run, 5, 2, threads);
            foreach ((string name, IReadOnlyList<double?> values) in one.Values)
            {
                Assert.Equal(values, other.Values[name]);
            }
        }

        ReplicaRecord next = Replicas.Record(lapack, run, 5, 3, threads: 2);
        Assert.NotEqual(one.Values["loss"], next.Values["loss"]);
    }
}
