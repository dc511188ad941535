using System.Numerics;
using Numerics.LinearAlgebra.Interop;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;
using Numerics.Spectra.Networks;

namespace Numerics.Physics.Tests.Support;

/// <summary>Runs replicas of deep linear networks, two at a time.</summary>
internal static class DeepLinearReplicas
{
    private const uint Study = 902;

    public static DeepLinearObservation[] Stored<T>(Lapack lapack, DeepLinearModel model, long dimension, DeepLinearMeasurements measurements, int count, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(lapack, model, dimension, new GaussianFactory<T>(MatrixKind.Stored, lapack, ShardExecutor.Sequential), measurements, count, seed);

    public static DeepLinearObservation[] Revealed<T>(Lapack lapack, DeepLinearModel model, long dimension, DeepLinearMeasurements measurements, int count, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(lapack, model, dimension, new GaussianFactory<T>(MatrixKind.Revealed, null, ShardExecutor.Sequential), measurements, count, seed);

    public static DeepLinearObservation[] Coordinates<T>(Lapack lapack, DeepLinearModel model, long dimension, DeepLinearMeasurements measurements, int count, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(lapack, model, dimension, new GaussianFactory<T>(MatrixKind.Coordinates, null, ShardExecutor.Sequential), measurements, count, seed);

    private static DeepLinearObservation[] Run<T>(
        Lapack lapack, DeepLinearModel model, long dimension, GaussianFactory<T> factory, DeepLinearMeasurements measurements, int count, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var found = new DeepLinearObservation[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, replica =>
            found[replica] = DeepLinearSimulation.Run(
                lapack, model, dimension, factory, new NetworkStreams(seed, Study, (uint)replica), measurements));
        return found;
    }
}
