using System.Numerics;
using Numerics.LinearAlgebra.Operators;
using Numerics.LinearAlgebra.Shards;
using Numerics.Spectra.Models;

namespace Numerics.Spectra.Networks;

/// <summary>How a network is trained: THE place where the routes of <see cref="NonlinearTraining{T}"/> are told apart.</summary>
internal static class TrainingRoute
{
    /// <summary>The network of a replica with independent entries, in single sweeps where the matrices can answer in them.</summary>
    /// <typeparam name="T">Element type of the fields.</typeparam>
    /// <param name="options">Architecture and training.</param>
    /// <param name="set">Data.</param>
    /// <param name="factory">Kind of the Gaussian matrices, and threads.</param>
    /// <param name="streams">Streams of the replica.</param>
    public static NonlinearTraining<T> Of<T>(NetworkOptions options, TrainingSet set, GaussianFactory<T> factory, NetworkStreams streams)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        factory.Policy.AnswersInSweeps && SweptNetwork<T>.Serves(options, set) ? new SweptNetwork<T>(options, set, streams, factory.Executor) : Plain(options, set, factory, streams);

    /// <summary>The plain route.</summary>
    /// <inheritdoc cref="Of{T}(NetworkOptions, TrainingSet, GaussianFactory{T}, NetworkStreams)"/>
    public static NonlinearNetwork<T> Plain<T>(NetworkOptions options, TrainingSet set, GaussianFactory<T> factory, NetworkStreams streams)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowShards shards = factory.Executor.Cut(options.Width);
        int forward = set.ForwardQueries(options.Steps);
        int backward = set.BackwardQueries(options.Steps);
        LowRankPlus<T>[] matrices = [.. Enumerable.Range(1, options.Depth - 1).Select(layer => new LowRankPlus<T>(factory.Create(
            new GaussianOptions(shards, shards, options.OperatorScale, forward, backward, streams.Right(layer), streams.Left(layer)))))];
        ISiteSource<T>[] sites = [.. Enumerable.Range(0, options.Depth).Select(_ => new IndependentSites<T>(factory.Executor))];
        return new NonlinearNetwork<T>(options, set, matrices, sites, streams, factory.Executor, ownsMatrices: true);
    }
}
